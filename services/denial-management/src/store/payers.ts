/** What the practice's directory says of a payer. */
import type { PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { payer } from './tables.ts'

type Row = typeof payer.$inferSelect

export interface Payer {
  readonly id: string
  /** Of its profile; the sequence of its events. */
  readonly version: number
  readonly family: PayerFamily
  readonly appealDays: number | null
  readonly acceptsReplacement: boolean
}

/** False when a newer or equal profile is stored. */
export async function savePayer(work: Work, saved: Payer): Promise<boolean> {
  const { id, version, family, appealDays, acceptsReplacement } = saved
  const values = [work.practiceId, id, version, family, appealDays, acceptsReplacement]
  return (await work.query(upsert, values)).length > 0
}

export async function findPayer(work: Work, id: string): Promise<Payer | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  if (!row) return null
  const { version, appeal_days: appealDays, accepts_replacement: acceptsReplacement } = row
  // Written by savePayer alone, from the event's own enum.
  return { id: row.id, version, family: row.family as PayerFamily, appealDays, acceptsReplacement }
}

const upsert = {
  name: 'payer-upsert',
  text: `insert into payer (practice_id, id, version, family, appeal_days, accepts_replacement)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (practice_id, id) do update set version = excluded.version, family = excluded.family,
           appeal_days = excluded.appeal_days, accepts_replacement = excluded.accepts_replacement
         where payer.version < excluded.version returning id`,
}

const find = { name: 'payer-find', text: 'select * from payer where practice_id = $1 and id = $2' }
