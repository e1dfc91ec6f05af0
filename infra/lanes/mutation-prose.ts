/**
 * What the mutation lane leaves as it is: sentences for people. Another wording breaks no rule; codes, slugs,
 * severities and every other text stay breakable.
 */
import { sparedProse } from './mutation-result.ts'

/** As much of Babel's path as is read. */
interface Path {
  readonly node: Node
  readonly parentPath: Path | null
}

interface Node {
  readonly type: string
  readonly name?: string
  readonly key?: Node
  readonly value?: Node
  readonly id?: Node
  readonly init?: Node
  readonly operator?: string
  readonly consequent?: Node
  readonly alternate?: Node
  readonly callee?: Node
  readonly property?: Node
  readonly arguments?: readonly Node[]
}

const texts = new Set(['StringLiteral', 'TemplateLiteral'])
const names = new Set(['sentence', 'citation', 'says', 'fix', 'what', 'why', 'where', 'how'])
/** Which arguments of a call are sentences. */
const places: Readonly<Record<string, readonly number[]>> = {
  reasonOf: [1],
  findingOf: [2],
  reasonNotYet: [0],
  beyond: [0],
  about: [2, 4],
  hold: [0],
  reject: [0],
  none: [0, 1],
  nationwide: [0],
  assert: [1],
  report: [3],
  fault: [2],
  // A writer's `refuse(slug, place, says, fix)`.
  refuse: [2, 3],
}

/** Whether `part` is a piece of a longer text: one side of a sum, one way of a choice, or a hole's. */
function isPiece(part: Node, { type, operator, consequent, alternate }: Node): boolean {
  if (type === 'BinaryExpression') return operator === '+'
  return type === 'TemplateLiteral' || part === consequent || part === alternate
}

/** Whether the node is a sentence, or a part of one. */
function isProse({ node, parentPath }: Path): boolean {
  if (!texts.has(node.type)) return false
  let [part, whole] = [node, parentPath]
  while (whole && isPiece(part, whole.node)) [part, whole] = [whole.node, whole.parentPath]
  if (!whole) return false
  const { type, key, value, id, init, callee, arguments: given } = whole.node
  if (type === 'ObjectProperty') return value === part && names.has(key?.name ?? '')
  if (type === 'VariableDeclarator') return init === part && names.has(id?.name ?? '')
  if (type !== 'CallExpression') return false
  // Of `this.report(…)` the name is its property's.
  return places[(callee?.property ?? callee)?.name ?? '']?.includes(given?.indexOf(part) ?? -1) ?? false
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'prose',
    value: { shouldIgnore: (path: Path) => (isProse(path) ? sparedProse : undefined) },
  },
]
