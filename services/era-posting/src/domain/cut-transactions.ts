/**
 * Cuts a file into its STs, each as a small interchange of its own, so that a practice keeps the bytes that are
 * its own and none of another's. It knows separators and tags, nothing of an 835; that a piece says what the
 * file said is told by its digest.
 */

interface Separators {
  readonly element: string
  readonly terminator: string
}

/** An ISA or GS, and whether its trailer came: one that is cut stays cut. */
interface Level {
  readonly header: string
  closed: boolean
}

interface Piece {
  readonly interchange: Level
  readonly group: Level
  readonly body: string[]
  readonly separators: Separators
}

/** The STs of `text` in their order, with the ISA and GS they stood in, if any. */
export function cutTransactions(text: string): readonly string[] {
  const start = firstSegment(text)
  let separators = separatorsAt(text, start)
  if (!separators) return []
  const pieces: Piece[] = []
  let [interchange, group] = [levelOf(''), levelOf('')]
  let open: Piece | null = null
  for (let at = start; at < text.length; ) {
    if (text.startsWith('ISA', at) && /[^A-Za-z0-9\s]/.test(text.charAt(at + 3))) {
      separators = separatorsAt(text, at) ?? separators
    }
    const found = text.indexOf(separators.terminator, at)
    const end = found < 0 ? text.length : found
    const segment = text.slice(at, end)
    const ends = found >= 0 || endsByItself(segment, interchange, separators)
    // What is cut keeps its missing end, so that it is read as cut.
    const tag = ends ? tagOf(segment, separators) : ''
    if (tag === 'ISA') [interchange, group] = [levelOf(segment), levelOf('')]
    if (tag === 'GS') group = levelOf(segment)
    if (tag === 'GE') group.closed = true
    if (tag === 'IEA') interchange.closed = true
    if (envelopeTags.includes(tag)) open = null
    if (tag === 'ST') {
      open = { interchange, group, body: [], separators }
      pieces.push(open)
    }
    open?.body.push(ends ? `${segment}${separators.terminator}\n` : segment)
    if (tag === 'SE') open = null
    at = skipWhite(text, end + 1)
  }
  return pieces.map(written)
}

const envelopeTags = ['ISA', 'GS', 'GE', 'IEA']

/** Trailers are written anew: theirs counted what is not in here. */
function written({ interchange, group, body, separators }: Piece): string {
  const { element, terminator } = separators
  const trailer = ({ header, closed }: Level, tag: string, place: number) =>
    closed && header !== '' ? [[tag, '1', header.split(element)[place] ?? ''].join(element)] : []
  const opening = [interchange, group].flatMap(({ header }) => (header === '' ? [] : [header]))
  const closing = [...trailer(group, 'GE', 6), ...trailer(interchange, 'IEA', 13)]
  const ended = (segments: readonly string[]) => segments.map((segment) => `${segment}${terminator}\n`)
  return [...ended(opening), ...body, ...ended(closing)].join('')
}

/** Editors take the last line break away; behind an IEA with the number of its ISA nothing can be missing. */
function endsByItself(segment: string, { header }: Level, { element, terminator }: Separators): boolean {
  const [tag, , number] = segment.split(element)
  const byLine = terminator === '\n' || terminator === '\r'
  return byLine && tag === 'IEA' && number?.trim() === header.split(element)[13]
}

function levelOf(header: string): Level {
  return { header, closed: false }
}

function tagOf(segment: string, { element }: Separators): string {
  const end = segment.indexOf(element)
  return (end < 0 ? segment : segment.slice(0, end)).trim()
}

/** Past a byte order mark, white space and a foreign heading. */
function firstSegment(text: string): number {
  const found = text.search(/ISA[^A-Za-z0-9\s]/)
  return found < 0 ? skipWhite(text, 0) : found
}

function skipWhite(text: string, from: number): number {
  let at = from
  while (at < text.length && /[\s\uFEFF]/.test(text.charAt(at))) at++
  return at
}

/**
 * By the ISA: the character behind its tag, and the one behind the single character of ISA16. A break before the
 * terminator is none (x12.md 7.3). Without an ISA, the usual ones.
 */
function separatorsAt(text: string, at: number): Separators | null {
  if (!text.startsWith('ISA', at)) {
    return at < text.length ? { element: text.charAt(at + 2), terminator: '~' } : null
  }
  const element = text.charAt(at + 3)
  let place = at + 3
  for (let count = 1; count < 16; count++) {
    place = text.indexOf(element, place + 1)
    if (place < 0) return null
  }
  const candidate = text.charAt(place + 2)
  const next = text.charAt(skipWhite(text, place + 2))
  const terminator = /[\r\n]/.test(candidate) && !/[A-Za-z]/.test(next) ? next : candidate
  return { element, terminator }
}
