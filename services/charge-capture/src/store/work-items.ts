/** What waits for a person; the same thing is open once. */
import type { Work } from '@tally/platform'

export interface WorkItem {
  readonly kind: 'kx-after-sending'
  /** The treatment day. */
  readonly subject: string
  readonly patientId: string
  readonly rule: string
  readonly says: string
  /** What to do. */
  readonly next: string
}

/** One that is open already says what is so now. */
export async function openWork(work: Work, item: WorkItem): Promise<void> {
  const { kind, subject, patientId, rule, says, next } = item
  const values = [work.practiceId, work.newId(), kind, subject, patientId, rule, says, next, work.now]
  await work.query(insert, values)
}

export async function closeWork(
  work: Work,
  kind: WorkItem['kind'],
  subject: string,
  because: string,
): Promise<void> {
  await work.query(close, [work.practiceId, kind, subject, work.now, because])
}

const insert = {
  name: 'work-open',
  text: `insert into work_item (practice_id, id, kind, subject, patient_id, rule, says, next, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (practice_id, kind, subject, rule) where closed_at is null
           do update set says = excluded.says, next = excluded.next`,
}

const close = {
  name: 'work-close',
  text: `update work_item set closed_at = $4, closed_because = $5
         where practice_id = $1 and kind = $2 and subject = $3 and closed_at is null`,
}
