/** In which treatment days an encounter was ever coded: a correction of its date or patient moves it to another. */
import type { Work } from '@tally/platform'

export async function addEncounterDays(
  work: Work,
  encounterIds: readonly string[],
  treatmentDayId: string,
): Promise<void> {
  await work.query(insert, [work.practiceId, encounterIds, treatmentDayId])
}

export async function daysOfEncounter(work: Work, encounterId: string): Promise<string[]> {
  const rows = await work.query<{ treatment_day_id: string }>(find, [work.practiceId, encounterId])
  return rows.map((row) => row.treatment_day_id)
}

export async function forgetEncounterDays(work: Work): Promise<void> {
  await work.query(forget, [work.practiceId])
}

const insert = {
  name: 'encounter-day-insert',
  text: `insert into encounter_day (practice_id, encounter_id, treatment_day_id)
         select $1, encounter_id, $3 from unnest($2::text[]) as of_day (encounter_id) on conflict do nothing`,
}

const find = {
  name: 'encounter-day-find',
  text: 'select treatment_day_id from encounter_day where practice_id = $1 and encounter_id = $2',
}

const forget = { name: 'encounter-day-forget', text: 'delete from encounter_day where practice_id = $1' }
