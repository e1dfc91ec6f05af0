/** Patients: the lock of everything that is decided of one, and the coverage list that a person set. */
import type { SealedVisit } from '@tally/contracts'
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { ListedCoverage } from '../domain/coverage-list.ts'
import type { patient } from './tables.ts'

type Row = typeof patient.$inferSelect
type Card = SealedVisit['coverages'][number]

export interface Patient {
  readonly id: string
  /** Counts what was learned of the coverage: the sequence of its events. */
  readonly version: number
  /** Of the list that a person set; 0: none. */
  readonly toldVersion: number
  readonly told: readonly ListedCoverage[] | null
}

/** Locks the patient, known or not: whoever decides on one of its days comes here first. */
export async function lockPatient(work: Work, id: string): Promise<Patient> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  assert(row, 'an upsert gives its row')
  return read(row)
}

export async function findPatient(work: Work, id: string): Promise<Patient | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

/** The cards of the told list, by order. */
export async function toldCards(work: Work, patientId: string): Promise<readonly Card[]> {
  const [row] = await work.query<Row>(find, [work.practiceId, patientId])
  return row?.told_cards ? (work.keys.openColumn(row.told_cards, binding(patientId)) as Card[]) : []
}

/** The next number of what was learned of the patient, who is locked. */
export async function learnOf(work: Work, patientId: string): Promise<number> {
  const [row] = await work.query<Pick<Row, 'version'>>(learn, [work.practiceId, patientId])
  assert(row, 'a locked patient is there')
  return row.version
}

export async function saveTold(
  work: Work,
  { id, toldVersion, told }: Pick<Patient, 'id' | 'toldVersion' | 'told'>,
  cards: readonly Card[],
): Promise<void> {
  const sealed = work.keys.sealColumn(cards, binding(id))
  await work.query(tell, [work.practiceId, id, toldVersion, JSON.stringify(told), sealed])
}

function read({ id, version, told_version, told }: Row): Patient {
  // Written by saveTold alone.
  return { id, version, toldVersion: told_version, told: told as readonly ListedCoverage[] | null }
}

function binding(patientId: string): string {
  return `patient|told_cards|${patientId}`
}

/** The no-op update locks a row that another transaction is just inserting, too. */
const lock = {
  name: 'patient-lock',
  text: `with found as (select * from patient where practice_id = $1 and id = $2 for update),
              made as (insert into patient (practice_id, id) select $1, $2 where not exists (select from found)
                       on conflict (practice_id, id) do update set id = excluded.id returning *)
         select * from found union all select * from made`,
}

const find = { name: 'patient-find', text: 'select * from patient where practice_id = $1 and id = $2' }

const learn = {
  name: 'patient-learn',
  text: 'update patient set version = version + 1 where practice_id = $1 and id = $2 returning version',
}

const tell = {
  name: 'patient-tell',
  text: 'update patient set told_version = $3, told = $4, told_cards = $5 where practice_id = $1 and id = $2',
}
