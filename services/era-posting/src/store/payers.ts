/** What a practice's directory says of a payer, as far as posting needs it. */
import { type Cents, cents, noCents } from '@tally/kernel'
import type { Work } from '@tally/platform'

export interface PayerProfile {
  readonly payerId: string
  readonly version: number
  readonly payerFamily: string
  readonly toleranceCents: Cents
}

/** Keeps the newest version; an older or equal one changes nothing. */
export async function savePayer(work: Work, profile: PayerProfile): Promise<void> {
  const { payerId, version, payerFamily, toleranceCents } = profile
  await work.query(upsert, [work.practiceId, payerId, version, payerFamily, toleranceCents])
}

/** By payer, in cents; a payer that has no profile has a tolerance of 0. */
export async function tolerancesOf(
  work: Work,
  payerIds: readonly string[],
): Promise<(payerId: string) => Cents> {
  const rows = await work.query<{ payer_id: string; tolerance_cents: number }>(find, [
    work.practiceId,
    payerIds,
  ])
  const tolerances = new Map(rows.map((row) => [row.payer_id, cents(row.tolerance_cents)]))
  return (payerId) => tolerances.get(payerId) ?? noCents
}

const upsert = {
  name: 'payer-upsert',
  text: `insert into payer_profile (practice_id, payer_id, version, payer_family, tolerance_cents)
         values ($1, $2, $3, $4, $5)
         on conflict (practice_id, payer_id) do update set
           version = excluded.version, payer_family = excluded.payer_family, tolerance_cents = excluded.tolerance_cents
         where payer_profile.version < excluded.version`,
}

const find = {
  name: 'payer-tolerances',
  text: 'select payer_id, tolerance_cents from payer_profile where practice_id = $1 and payer_id = any($2::text[])',
}
