/** By which rules a charge line was expected to be allowed an amount: what charge events say of it, by amount. */
import type { Cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { PriceReason } from '../domain/explain-variance.ts'
import type { chargePrice } from './expectation-tables.ts'

type Row = typeof chargePrice.$inferSelect

export interface PricedLine {
  readonly chargeLineId: string
  readonly expectedAllowedCents: Cents
}

/** The newest reasons of an amount stay. */
export async function savePrices(
  work: Work,
  lines: readonly (PricedLine & { readonly reasons: readonly PriceReason[] })[],
): Promise<void> {
  if (lines.length === 0) return
  await work.query(upsert, [
    ...[work.practiceId, lines.map(({ chargeLineId }) => chargeLineId)],
    ...[lines.map((each) => each.expectedAllowedCents), lines.map(({ reasons }) => JSON.stringify(reasons))],
  ])
}

/** None where nobody told them. */
export async function priceReasonsOf(
  work: Work,
  lines: readonly PricedLine[],
): Promise<(line: PricedLine) => readonly PriceReason[]> {
  if (lines.length === 0) return () => []
  const rows = await work.query<Row>(find, [
    ...[work.practiceId, lines.map(({ chargeLineId }) => chargeLineId)],
    lines.map((each) => each.expectedAllowedCents),
  ])
  const keyOf = (id: string, amount: number) => `${id}/${amount}`
  const known = new Map(
    rows.map((row) => [
      keyOf(row.charge_line_id, row.expected_allowed_cents),
      // Written by savePrices alone, from the same type.
      row.reasons as readonly PriceReason[],
    ]),
  )
  return ({ chargeLineId, expectedAllowedCents }) =>
    known.get(keyOf(chargeLineId, expectedAllowedCents)) ?? []
}

const upsert = {
  name: 'charge-prices-upsert',
  text: `insert into charge_price (practice_id, charge_line_id, expected_allowed_cents, reasons)
         select $1, * from unnest($2::text[], $3::bigint[], $4::jsonb[])
         on conflict (practice_id, charge_line_id, expected_allowed_cents) do update set reasons = excluded.reasons`,
}

const find = {
  name: 'charge-prices-find',
  text: `select p.* from unnest($2::text[], $3::bigint[]) as line (id, expected)
         join charge_price p on p.practice_id = $1 and p.charge_line_id = line.id
                            and p.expected_allowed_cents = line.expected`,
}
