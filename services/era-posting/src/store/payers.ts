/** What a practice's directory says of a payer, as far as posting needs it. */
import { cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type PayerTerms, termsWithoutProfile } from '../domain/payer-terms.ts'
import type { payerProfile } from './tables.ts'

type Row = typeof payerProfile.$inferSelect

export interface PayerProfile extends PayerTerms {
  readonly payerId: string
  readonly version: number
  readonly payerFamily: string
}

/** Keeps the newest version; an older or equal one changes nothing. */
export async function savePayer(work: Work, profile: PayerProfile): Promise<void> {
  const { payerId, version, payerFamily, toleranceCents, assistantPercent } = profile
  await work.query(upsert, [
    ...[work.practiceId, payerId, version, payerFamily, toleranceCents],
    assistantPercent,
  ])
}

/** By payer, with its family as the charge named it: that counts where it has no profile. */
export async function termsOf(
  work: Work,
  payerIds: readonly string[],
): Promise<(payerId: string, payerFamily: string) => PayerTerms> {
  const rows = await work.query<Row>(find, [work.practiceId, payerIds])
  const terms = new Map(
    rows.map((row) => [
      row.payer_id,
      { toleranceCents: cents(row.tolerance_cents), assistantPercent: row.assistant_percent },
    ]),
  )
  return (payerId, payerFamily) => terms.get(payerId) ?? termsWithoutProfile(payerFamily)
}

const upsert = {
  name: 'payer-upsert',
  text: `insert into payer_profile (practice_id, payer_id, version, payer_family, tolerance_cents, assistant_percent)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (practice_id, payer_id) do update set
           version = excluded.version, payer_family = excluded.payer_family, tolerance_cents = excluded.tolerance_cents,
           assistant_percent = excluded.assistant_percent
         where payer_profile.version < excluded.version`,
}

const find = {
  name: 'payer-terms',
  text: 'select * from payer_profile where practice_id = $1 and payer_id = any($2::text[])',
}
