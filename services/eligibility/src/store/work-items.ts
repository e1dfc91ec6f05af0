/** What waits for a person; the same thing is open once. */
import type { ServiceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'

export interface WorkItem {
  readonly kind: 'after-sending' | 'correct-coverage' | 'certification'
  /** Our id of what it concerns: a treatment day, a patient and payer, an episode. */
  readonly subject: string
  readonly patientId: string
  readonly rule: string
  readonly says: string
  /** What to do. */
  readonly next: string
  readonly dueOn: ServiceDate | null
}

/** One that is open already says what is so now. */
export async function openWork(work: Work, item: WorkItem): Promise<void> {
  const { kind, subject, patientId, rule, says, next, dueOn } = item
  await work.query(insert, [
    ...[work.practiceId, work.newId(), kind, subject, patientId, rule, says, next, dueOn, work.now],
  ])
}

/** Closes what is open of the subject, but for `still`; it travels with what the transaction sends next. */
export function closeWork(
  work: Work,
  kind: WorkItem['kind'],
  subject: string,
  because: string,
  still: string | null = null,
): void {
  void work.query(close, [work.practiceId, kind, subject, work.now, because, still])
}

const insert = {
  name: 'work-open',
  text: `insert into work_item (practice_id, id, kind, subject, patient_id, rule, says, next, due_on, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (practice_id, kind, subject, rule) where closed_at is null
           do update set says = excluded.says, next = excluded.next, due_on = excluded.due_on`,
}

const close = {
  name: 'work-close',
  text: `update work_item set closed_at = $4, closed_because = $5
         where practice_id = $1 and kind = $2 and subject = $3 and closed_at is null
           and ($6::text is null or rule <> $6)`,
}
