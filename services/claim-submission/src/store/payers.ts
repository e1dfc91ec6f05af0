/** The practice's payer directory. A payer without a row has its family's defaults. */
import type { PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { defaultProfile, type PayerProfile } from '../domain/payer-profile.ts'
import type { payer } from './tables.ts'

type Row = typeof payer.$inferSelect

export async function payerProfile(work: Work, payerId: string, family: PayerFamily): Promise<PayerProfile> {
  return (await findPayer(work, payerId)) ?? defaultProfile(payerId, family)
}

export async function findPayer(work: Work, payerId: string): Promise<PayerProfile | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, payerId])
  // An entry of before there were claim rules has none.
  return row ? { claimRules: {}, ...(row.profile as Omit<PayerProfile, 'claimRules'>) } : null
}

/** Locks the payer, also where it has no entry yet: then the version is 0. */
export async function lockPayer(work: Work, payerId: string): Promise<number> {
  // Sent together and done one after the other: what is read is locked.
  const [, [row]] = await Promise.all([
    work.query(lock, [work.practiceId, `payer/${payerId}`]),
    work.query<Row>(find, [work.practiceId, payerId]),
  ])
  return row?.version ?? 0
}

export async function savePayer(work: Work, profile: PayerProfile): Promise<void> {
  await work.query(upsert, [
    ...[work.practiceId, profile.payerId, profile.version, JSON.stringify(profile), work.now],
  ])
}

const find = { name: 'payer-find', text: 'select * from payer where practice_id = $1 and payer_id = $2' }

/** No row is there to lock the first time. */
const lock = { name: 'payer-lock', text: 'select pg_advisory_xact_lock(hashtext($1), hashtext($2))' }

const upsert = {
  name: 'payer-upsert',
  text: `insert into payer (practice_id, payer_id, version, profile, updated_at) values ($1, $2, $3, $4, $5)
         on conflict (practice_id, payer_id) do update
           set version = excluded.version, profile = excluded.profile, updated_at = excluded.updated_at`,
}
