/** In which treatment days an encounter was ever coded: a correction of its date or patient moves it to another. */
import type { Rows } from './facts.ts'

export async function addEncounterDays(
  { practiceId, query }: Rows,
  encounterIds: readonly string[],
  treatmentDayId: string,
): Promise<void> {
  await query(insert, [practiceId, encounterIds, treatmentDayId])
}

export async function daysOfEncounter({ practiceId, query }: Rows, encounterId: string): Promise<string[]> {
  const rows = await query<{ treatment_day_id: string }>(find, [practiceId, encounterId])
  return rows.map((row) => row.treatment_day_id)
}

/** How many rows are gone. */
export async function forgetEncounterDays({ practiceId, query }: Rows): Promise<number> {
  return (await query<{ rows: number }>(forget, [practiceId]))[0]?.rows ?? 0
}

export async function countEncounterDays({ practiceId, query }: Rows): Promise<number> {
  return (await query<{ rows: number }>(count, [practiceId]))[0]?.rows ?? 0
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

const forget = {
  name: 'encounter-day-forget',
  text: `with gone as (delete from encounter_day where practice_id = $1 returning 1)
         select count(*)::integer as rows from gone`,
}

const count = {
  name: 'encounter-day-count',
  text: 'select count(*)::integer as rows from encounter_day where practice_id = $1',
}
