/** What denials taught of a payer and a patient. */
import type { Work } from '@tally/platform'
import type { DenialCause } from '../domain/inquiry.ts'
import type { denial_cause } from './tables.ts'

type Row = typeof denial_cause.$inferSelect

export async function causesOf(work: Work, patientId: string): Promise<DenialCause[]> {
  const rows = await work.query<Row>(find, [work.practiceId, patientId])
  return rows.map(({ denial_id, payer_id, category, heard_at }) => {
    return { denialId: denial_id, payerId: payer_id, category, heardAt: heard_at }
  })
}

/** False when this, or something newer of the denial, was heard before. */
export async function addCause(
  work: Work,
  { denialId, payerId, category, heardAt }: DenialCause,
  patientId: string,
  sequence: number,
): Promise<boolean> {
  const values = [work.practiceId, denialId, patientId, payerId, category, sequence, heardAt]
  return (await work.query(upsert, values)).length > 0
}

const find = {
  name: 'cause-find',
  text: 'select * from denial_cause where practice_id = $1 and patient_id = $2 order by heard_at',
}

const upsert = {
  name: 'cause-save',
  text: `insert into denial_cause (practice_id, denial_id, patient_id, payer_id, category, sequence, heard_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (practice_id, denial_id) do update
           set category = excluded.category, sequence = excluded.sequence, heard_at = excluded.heard_at
           where denial_cause.sequence < excluded.sequence
         returning denial_id`,
}
