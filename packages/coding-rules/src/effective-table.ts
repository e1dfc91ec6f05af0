/**
 * A table whose rows hold for a time: [from, to), so that the day a row ends is the day the next begins and
 * no day has two. The date of service picks the row, never today. A blank `from` is "as long as anyone asks",
 * a blank `to` is still in force.
 */
import { assert, type ServiceDate } from '@tally/kernel'

export interface EffectiveRow {
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
}

export interface EffectiveTable<Row extends EffectiveRow> {
  readonly edition: string
  readonly citation: string
  /** The row of `key` in force on `date`, or undefined. */
  readonly on: (key: string, date: ServiceDate) => Row | undefined
  /** Those of `key`, whenever they hold. */
  readonly rowsOf: (key: string) => readonly Row[]
  /**
   * As `on`, and after the table's last day the row of that day, called stale: next year's edition is not
   * here yet.
   */
  readonly lastKnown: (
    key: string,
    date: ServiceDate,
  ) => { readonly row: Row; readonly stale: boolean } | undefined
  readonly keys: () => Iterable<string>
  /** Every row, for whoever looks over the table as a whole. */
  readonly all: () => readonly Row[]
}

export interface TableOf {
  readonly edition: string
  readonly citation: string
  /** No day is left out between a key's first row and its last. */
  readonly complete?: boolean
}

/** Rows that stay unread until their key is asked for: a day asks for a dozen of thousands. */
export interface RowsByKey<Row extends EffectiveRow> {
  readonly keys: () => Iterable<string>
  readonly rowsOf: (key: string) => readonly Row[]
  /** The day after the last that any row holds for; null while some row is still in force. */
  readonly end: () => ServiceDate | null
}

/** Throws a `Defect` when a key is asked for of which a row ends before it begins or two rows share a day. */
export function effectiveTable<Row extends EffectiveRow>(
  { edition, citation, complete = false }: TableOf,
  source: RowsByKey<Row>,
): EffectiveTable<Row> {
  const checked = new Map<string, readonly Row[]>()
  const rowsOf = (key: string): readonly Row[] => {
    const known = checked.get(key)
    if (known) return known
    const rows = source.rowsOf(key)
    assertApart(`${edition}, ${key}`, rows, complete)
    // What is in no table isn't kept: anyone may ask for anything.
    if (rows.length > 0) checked.set(key, rows)
    return rows
  }
  const on = (key: string, date: ServiceDate) => rowsOf(key).find((row) => inForce(row, date))
  return {
    edition,
    citation,
    on,
    rowsOf,
    lastKnown: (key, date) => {
      const end = source.end()
      const stale = end !== null && end <= date
      const row = stale ? rowsOf(key).find(({ to }) => to === end) : on(key, date)
      return row && { row, stale }
    },
    keys: source.keys,
    all: () => [...source.keys()].flatMap(rowsOf),
  }
}

/** The end of what `tos` close; null when one of them is open, or there is none. */
export function endOf(tos: Iterable<ServiceDate | null>): ServiceDate | null {
  let end: ServiceDate | null = null
  for (const to of tos) {
    if (to === null) return null
    if (end === null || to > end) end = to
  }
  return end
}

function inForce({ from, to }: EffectiveRow, date: ServiceDate): boolean {
  return (from === null || from <= date) && (to === null || date < to)
}

function assertApart(where: string, rows: readonly EffectiveRow[], complete: boolean): void {
  const inOrder = [...rows].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  inOrder.forEach((row, index) => {
    assert(row.from === null || row.to === null || row.from < row.to, `${where}: a row ends after it begins`)
    const next = inOrder[index + 1]
    if (!next) return
    assert(
      row.to !== null && next.from !== null && row.to <= next.from,
      `${where}: two rows never share a day`,
    )
    assert(!complete || row.to === next.from, `${where}: no day is left out between two rows`)
  })
}
