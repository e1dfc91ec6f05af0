/** Treatment days that their first payer has decided on. What is kept travels with what the transaction sends next. */
import type { Work } from '@tally/platform'

export function keepDecided(work: Work, treatmentDayId: string): void {
  void work.query(insert, [work.practiceId, treatmentDayId])
}

/** It took its decision back. */
export function keepUndecided(work: Work, treatmentDayId: string): void {
  void work.query(remove, [work.practiceId, treatmentDayId])
}

const insert = {
  name: 'decided-insert',
  text: 'insert into decided_day (practice_id, treatment_day_id) values ($1, $2) on conflict do nothing',
}

const remove = {
  name: 'decided-remove',
  text: 'delete from decided_day where practice_id = $1 and treatment_day_id = $2',
}
