/** Where the visits of a treatment day were and who treated, encrypted, as the newest charge event says. */
import type { Work } from '@tally/platform'
import type { visit } from './tables.ts'

type Row = typeof visit.$inferSelect

export interface VisitNames {
  readonly location: { readonly id: string; readonly name: string | null } | null
  readonly clinicians: readonly { readonly npi: string; readonly name: string }[]
}

/** An older version of the day changes nothing. */
export async function saveVisit(
  work: Work,
  treatmentDayId: string,
  version: number,
  names: VisitNames,
): Promise<void> {
  const { location } = names
  const digest = location === null ? null : work.keys.lookup('location', location.id)
  const sealed = work.keys.sealColumn(names, bindingOf(treatmentDayId))
  await work.query(upsert, [work.practiceId, treatmentDayId, version, digest, sealed])
}

/** By treatment day; a day whose charges were heard before they were kept has none. */
export async function namesOf(work: Work, dayIds: readonly string[]): Promise<Map<string, VisitNames>> {
  const rows = await work.query<Row>(ofDays, [work.practiceId, dayIds])
  return new Map(
    rows.map(({ treatment_day_id: id, named }) => {
      // Written by `saveVisit` alone.
      return [id, work.keys.openColumn(named, bindingOf(id)) as VisitNames]
    }),
  )
}

function bindingOf(treatmentDayId: string): string {
  return `visit|named|${treatmentDayId}`
}

const upsert = {
  name: 'visit-upsert',
  text: `insert into visit (practice_id, treatment_day_id, version, location_digest, named) values ($1, $2, $3, $4, $5)
         on conflict (practice_id, treatment_day_id) do update set
           version = excluded.version, location_digest = excluded.location_digest, named = excluded.named
         where visit.version < excluded.version`,
}

const ofDays = {
  name: 'visit-of-days',
  text: 'select * from visit where practice_id = $1 and treatment_day_id = any($2)',
}
