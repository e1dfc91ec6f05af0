/** Plans of care: what a person or EMR set, and what the newest visit told. Dates and NPIs alone, so all in the clear. */
import type { ServiceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { EpisodeTold } from '../domain/episode.ts'
import type { PlanSeen } from '../domain/treatment-day.ts'
import type { episode } from './tables.ts'

type Row = typeof episode.$inferSelect

export interface Episode {
  readonly id: string
  readonly patientId: string
  /** Counts what was set; 0: nothing yet. */
  readonly version: number
  readonly told: EpisodeTold | null
  readonly seen: PlanSeen | null
}

export async function findEpisode(work: Work, id: string): Promise<Episode | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

export async function episodesOf(work: Work, patientId: string): Promise<Episode[]> {
  return (await work.query<Row>(ofPatient, [work.practiceId, patientId])).map(read)
}

export async function saveTold(
  work: Work,
  { id, patientId, version, told }: Pick<Episode, 'id' | 'patientId' | 'version' | 'told'>,
): Promise<void> {
  await work.query(tell, [work.practiceId, id, patientId, version, JSON.stringify(told)])
}

/** Keeps what the visit of the latest date told; it travels with what the transaction sends next. */
export function saveSeen(work: Work, id: string, patientId: string, seen: PlanSeen, on: ServiceDate): void {
  void work.query(see, [work.practiceId, id, patientId, JSON.stringify(seen), on])
}

function read({ id, patient_id, version, told, seen }: Row): Episode {
  // Written by this file alone, from the same types.
  return {
    id,
    patientId: patient_id,
    version,
    told: told as EpisodeTold | null,
    seen: seen as PlanSeen | null,
  }
}

const find = { name: 'episode-find', text: 'select * from episode where practice_id = $1 and id = $2' }

const ofPatient = {
  name: 'episode-of-patient',
  text: 'select * from episode where practice_id = $1 and patient_id = $2 order by id',
}

const tell = {
  name: 'episode-tell',
  text: `insert into episode (practice_id, id, patient_id, version, told) values ($1, $2, $3, $4, $5)
         on conflict (practice_id, id) do update
           set patient_id = excluded.patient_id, version = excluded.version, told = excluded.told`,
}

const see = {
  name: 'episode-see',
  text: `insert into episode (practice_id, id, patient_id, version, seen, seen_on) values ($1, $2, $3, 0, $4, $5)
         on conflict (practice_id, id) do update set seen = excluded.seen, seen_on = excluded.seen_on
           where episode.seen_on is null or episode.seen_on <= excluded.seen_on`,
}
