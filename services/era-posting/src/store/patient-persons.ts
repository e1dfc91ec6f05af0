/** Whom a statement names and where a visit was, encrypted, as the newest charge events say. */
import type { Work } from '@tally/platform'
import type { patientPerson } from './hand-tables.ts'

export interface PatientPerson {
  readonly externalId: string
  /** As one would write it on an envelope. */
  readonly name: string
  readonly address: readonly string[]
}

export interface Place {
  readonly id: string
  readonly name: string | null
}

export interface ToldVisit {
  readonly treatmentDayId: string
  readonly version: number
  readonly patientId: string
  readonly serviceDate: string
  readonly person: PatientPerson | null
  readonly place: Place | null
}

/** An older version of the day, and an older visit of the patient, change nothing. */
export async function saveVisit(work: Work, told: ToldVisit): Promise<void> {
  const { treatmentDayId, version, patientId, serviceDate, person, place } = told
  await work.query(upsertPlace, [
    ...[work.practiceId, treatmentDayId, version],
    place === null ? null : work.keys.lookup('location', place.id),
    place === null ? null : work.keys.sealColumn(place, `visit_place|location|${treatmentDayId}`),
  ])
  if (person === null) return
  const sealed = work.keys.sealColumn(person, personBinding(patientId))
  await work.query(upsertPerson, [work.practiceId, patientId, serviceDate, sealed])
}

/** null: no visit named one. */
export async function findPerson(work: Work, patientId: string): Promise<PatientPerson | null> {
  const [row] = await work.query<typeof patientPerson.$inferSelect>(find, [work.practiceId, patientId])
  return row ? (work.keys.openColumn(row.person, personBinding(patientId)) as PatientPerson) : null
}

function personBinding(patientId: string): string {
  return `patient_person|person|${patientId}`
}

const upsertPlace = {
  name: 'visit-place-upsert',
  text: `insert into visit_place (practice_id, treatment_day_id, version, location_digest, location)
         values ($1, $2, $3, $4, $5)
         on conflict (practice_id, treatment_day_id) do update set
           version = excluded.version, location_digest = excluded.location_digest, location = excluded.location
         where visit_place.version < excluded.version`,
}

const upsertPerson = {
  name: 'patient-person-upsert',
  text: `insert into patient_person (practice_id, patient_id, service_date, person) values ($1, $2, $3, $4)
         on conflict (practice_id, patient_id) do update set
           service_date = excluded.service_date, person = excluded.person
         where patient_person.service_date <= excluded.service_date`,
}

const find = {
  name: 'patient-person-find',
  text: 'select * from patient_person where practice_id = $1 and patient_id = $2',
}
