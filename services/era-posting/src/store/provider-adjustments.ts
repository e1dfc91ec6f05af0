/** Provider-level adjustments of a remittance; their references are encrypted. */
import type { Work } from '@tally/platform'
import type { ProviderLevel } from '../domain/post-provider-level.ts'
import type { providerAdjustment } from './tables.ts'

type Row = typeof providerAdjustment.$inferSelect

export async function saveProviderLevels(
  work: Work,
  remittanceId: string,
  levels: readonly ProviderLevel[],
): Promise<void> {
  if (levels.length === 0) return
  await work.query(insert, [
    ...[work.practiceId, remittanceId],
    ...[levels.map(({ position }) => position), levels.map(({ code }) => code)],
    levels.map(({ account }) => account),
    levels.map(({ position, reference }) => work.keys.sealColumn(reference, binding(remittanceId, position))),
    ...[levels.map(({ fiscalOn }) => fiscalOn), levels.map(({ amountCents }) => amountCents)],
  ])
}

export interface ShownProviderLevel {
  readonly position: number
  readonly code: string
  readonly account: string
  readonly reference: string
  readonly amountCents: number
}

export async function providerLevelsOf(
  work: Work,
  remittanceId: string,
): Promise<readonly ShownProviderLevel[]> {
  const rows = await work.query<Row>(find, [work.practiceId, remittanceId])
  return rows.map(({ position, code, account, reference, amount_cents }) => ({
    ...{ position, code, account, amountCents: amount_cents },
    reference: String(work.keys.openColumn(reference, binding(remittanceId, position))),
  }))
}

function binding(remittanceId: string, position: number): string {
  return `provider_adjustment|reference|${remittanceId}/${position}`
}

const insert = {
  name: 'provider-adjustments-insert',
  text: `insert into provider_adjustment (practice_id, remittance_id, position, code, account, reference, fiscal_on,
                                          amount_cents)
         select $1, $2, * from unnest($3::integer[], $4::text[], $5::text[], $6::bytea[], $7::date[], $8::bigint[])`,
}

const find = {
  name: 'provider-adjustments-of',
  text: 'select * from provider_adjustment where practice_id = $1 and remittance_id = $2 order by position',
}
