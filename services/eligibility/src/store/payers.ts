/** The practice's payer directory, as claim-submission told it. A payer without a row has its family's defaults. */
import type { PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { PayerProfile } from '../domain/payer-profile.ts'
import type { payer } from './tables.ts'

type Row = typeof payer.$inferSelect

export async function payerProfiles(
  work: Work,
  payerIds: readonly string[],
): Promise<ReadonlyMap<string, PayerProfile>> {
  if (payerIds.length === 0) return new Map()
  const rows = await work.query<Row>(find, [work.practiceId, payerIds])
  return new Map(
    rows.map(({ payer_id, version, payer_family, checks_eligibility }) => [
      payer_id,
      // Written by savePayer alone.
      {
        payerId: payer_id,
        version,
        family: payer_family as PayerFamily,
        checksEligibility: checks_eligibility,
      },
    ]),
  )
}

/** False when it is no news. */
export async function savePayer(work: Work, profile: PayerProfile): Promise<boolean> {
  const { payerId, version, family, checksEligibility } = profile
  return (await work.query(upsert, [work.practiceId, payerId, version, family, checksEligibility])).length > 0
}

const find = {
  name: 'payer-find',
  text: 'select * from payer where practice_id = $1 and payer_id = any ($2::text[])',
}

const upsert = {
  name: 'payer-save',
  text: `insert into payer (practice_id, payer_id, version, payer_family, checks_eligibility) values ($1, $2, $3, $4, $5)
         on conflict (practice_id, payer_id) do update
           set version = excluded.version, payer_family = excluded.payer_family,
               checks_eligibility = excluded.checks_eligibility
           where payer.version < excluded.version
         returning payer_id`,
}
