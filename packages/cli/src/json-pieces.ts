/**
 * A document as JSON, indented by two, in pieces: every claim of a file of 100 MB is more text than one string
 * can hold.
 */

/** So deep a list stands that may be long: the claims of a transaction of an answer. */
const deepest = 4
const pieceLength = 65_536

export function* jsonPieces(document: object): Generator<string> {
  let piece = ''
  for (const text of textsOf(document, 0)) {
    piece += text
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  yield `${piece}\n`
}

function* textsOf(value: unknown, depth: number): Generator<string> {
  const inner = '  '.repeat(depth + 1)
  const entries = depth < deepest ? entriesOf(value) : []
  if (entries.length === 0) {
    yield (JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${'  '.repeat(depth)}`)
    return
  }
  const [opens, closes] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  let before = opens
  for (const { name, held } of entries) {
    yield `${before}\n${inner}${name}`
    yield* textsOf(held, depth + 1)
    before = ','
  }
  yield `\n${'  '.repeat(depth)}${closes}`
}

/** What stands within it, named; nothing of what is no list and no object. */
function entriesOf(value: unknown): { readonly name: string; readonly held: unknown }[] {
  if (Array.isArray(value)) return value.map((held: unknown) => ({ name: '', held }))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .map(([name, held]) => ({ name: `${JSON.stringify(name)}: `, held }))
}
