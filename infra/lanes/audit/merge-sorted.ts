/** Streams that are sorted by one key, brought together group by group: what is held is the group of one key. */

export interface Group<L, R> {
  readonly key: string
  readonly left: readonly L[]
  readonly right: readonly R[]
}

export interface Sorted<T> {
  readonly rows: AsyncIterable<T>
  readonly keyOf: (row: T) => string
}

/** Every key of either side, with the rows of both. The streams are sorted by byte (`collate "C"`). */
export async function* mergeSorted<L, R>(left: Sorted<L>, right: Sorted<R>): AsyncGenerator<Group<L, R>> {
  const [lefts, rights] = [groups(left), groups(right)]
  let [one, other] = [await next(lefts), await next(rights)]
  while (one || other) {
    const takesLeft = one !== null && (other === null || one.key <= other.key)
    const takesRight = other !== null && (one === null || other.key <= one.key)
    const key = (takesLeft ? one?.key : other?.key) ?? ''
    yield { key, left: takesLeft && one ? one.rows : [], right: takesRight && other ? other.rows : [] }
    if (takesLeft) one = await next(lefts)
    if (takesRight) other = await next(rights)
  }
}

/** Parts of a key; none holds the separator, which sorts before all else. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return parts
    .map((part) => (typeof part === 'number' ? String(part).padStart(12, '0') : part))
    .join('\u0000')
}

interface Run<T> {
  readonly key: string
  readonly rows: readonly T[]
}

async function* groups<T>({ rows, keyOf: keyOfRow }: Sorted<T>): AsyncGenerator<Run<T>> {
  let key: string | null = null
  let group: T[] = []
  for await (const row of rows) {
    const own = keyOfRow(row)
    if (key !== null && own !== key) {
      yield { key, rows: group }
      if (own < key) throw new Error(`the rows are not sorted: ${own} comes after ${key}`)
      group = []
    }
    key = own
    group.push(row)
  }
  if (key !== null) yield { key, rows: group }
}

async function next<T>(runs: AsyncGenerator<Run<T>>): Promise<Run<T> | null> {
  const { value, done } = await runs.next()
  return done ? null : value
}
