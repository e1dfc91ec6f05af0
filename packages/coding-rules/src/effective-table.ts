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
  readonly rows: readonly Row[]
  /** The row of `key` in force on `date`, or undefined. */
  readonly on: (key: string, date: ServiceDate) => Row | undefined
  /**
   * The same, and after the table's last day the row of that day, called stale: next year's edition is not
   * here yet.
   */
  readonly lastKnown: (
    key: string,
    date: ServiceDate,
  ) => { readonly row: Row; readonly stale: boolean } | undefined
}

/** Throws a `Defect` when a row ends before it begins or two rows of one key share a day. */
export function effectiveTable<Row extends EffectiveRow>(
  { edition, citation }: { edition: string; citation: string },
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): EffectiveTable<Row> {
  const byKey = Map.groupBy(rows, keyOf)
  for (const [key, own] of byKey) assertApart(`${edition}, ${key}`, own)
  const on = (key: string, date: ServiceDate) => byKey.get(key)?.find((row) => inForce(row, date))
  const end = endOf(rows)
  return {
    edition,
    citation,
    rows,
    on,
    lastKnown: (key, date) => {
      const stale = end !== null && end <= date
      const row = stale ? byKey.get(key)?.find(({ to }) => to === end) : on(key, date)
      return row && { row, stale }
    },
  }
}

/** The day after the last that any row holds for; null while some row is still in force. */
function endOf(rows: readonly EffectiveRow[]): ServiceDate | null {
  let end: ServiceDate | null = null
  for (const { to } of rows) {
    if (to === null) return null
    if (end === null || to > end) end = to
  }
  return end
}

function inForce({ from, to }: EffectiveRow, date: ServiceDate): boolean {
  return (from === null || from <= date) && (to === null || date < to)
}

function assertApart(where: string, rows: readonly EffectiveRow[]): void {
  const inOrder = [...rows].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  inOrder.forEach((row, index) => {
    assert(row.from === null || row.to === null || row.from < row.to, `${where}: a row ends after it begins`)
    const next = inOrder[index + 1]
    assert(
      !next || (row.to !== null && next.from !== null && row.to <= next.from),
      `${where}: two rows share a day`,
    )
  })
}
