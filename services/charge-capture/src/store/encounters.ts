/**
 * Encounters and their versions. A version's body is two columns: what may stand in the clear, and the sealed
 * rest.
 */
import type { Finding } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { encounter, encounterVersion } from './tables.ts'

type Row = typeof encounter.$inferSelect
type VersionRow = typeof encounterVersion.$inferSelect

export type EncounterRow = Pick<
  Row,
  'id' | 'version' | 'status' | 'treatment_day_id' | 'patient_id' | 'service_date' | 'system'
>

export interface EncounterVersion {
  readonly encounterId: string
  readonly version: number
  readonly status: 'signed' | 'void'
  readonly contentHash: string
  readonly clear: unknown
  readonly sealed: unknown
  readonly memberKeys: readonly (string | null)[]
  readonly receivedAt: string
  /** The key it came with. */
  readonly receivedFrom: string
}

/** Takes the id of a new encounter; false when there is one already, which is not locked by that. */
export async function claimEncounter(work: Work, row: EncounterRow): Promise<boolean> {
  const { id, version, status, treatment_day_id, patient_id, service_date, system } = row
  const values = [id, version, status, treatment_day_id, patient_id, service_date, system, work.now]
  return (await work.query(insert, [work.practiceId, ...values])).length > 0
}

export async function lockEncounter(work: Work, id: string): Promise<EncounterRow | null> {
  const [row] = await work.query<EncounterRow>(lock, [work.practiceId, id])
  return row ?? null
}

export async function findEncounter(work: Work, id: string): Promise<EncounterRow | null> {
  const [row] = await work.query<EncounterRow>(find, [work.practiceId, id])
  return row ?? null
}

export async function moveEncounter(work: Work, row: EncounterRow): Promise<void> {
  const { id, version, status, treatment_day_id, patient_id, service_date } = row
  await work.query(update, [work.practiceId, id, version, status, treatment_day_id, patient_id, service_date])
}

/** It travels with what the transaction sends next. */
export function addVersion(work: Work, added: EncounterVersion): void {
  const { encounterId, version, status, contentHash, clear, sealed, memberKeys, receivedFrom } = added
  void work.query(insertVersion, [
    ...[work.practiceId, encounterId, version, status, contentHash, JSON.stringify(clear)],
    ...[work.keys.sealColumn(sealed, binding(encounterId, version)), JSON.stringify(memberKeys)],
    ...[work.now, receivedFrom],
  ])
}

/** The newest version of each encounter that is in the day now, void ones too, oldest encounter first. */
export async function versionsOfDay(work: Work, dayId: string): Promise<EncounterVersion[]> {
  return (await work.query<VersionRow>(ofDay, [work.practiceId, dayId])).map((row) => opened(work, row))
}

/** All versions of one encounter, the newest first. */
export async function versionsOf(work: Work, encounterId: string): Promise<EncounterVersion[]> {
  return (await work.query<VersionRow>(ofEncounter, [work.practiceId, encounterId])).map((row) =>
    opened(work, row),
  )
}

export interface EncounterFilter {
  readonly status: string | null
  readonly from: string | null
  readonly to: string | null
  /** Any of them; null: every patient. */
  readonly patientIds: readonly string[] | null
  /** The system that wrote it; null: any. */
  readonly system: string | null
  readonly after: string
  readonly limit: number
}

export interface ListedEncounter {
  readonly row: EncounterRow
  readonly dayStatus: string
  /** Of its day, where that is held. */
  readonly findings: readonly Finding[]
  /** As `EncounterVersion` has it, of the newest. */
  readonly sealed: unknown
}

type ListRow = EncounterRow & { day_status: string; findings: readonly Finding[]; sealed: Buffer }

/** A page in the order of ids; the day's status counts, but for a void encounter. */
export async function listEncounters(work: Work, filter: EncounterFilter): Promise<ListedEncounter[]> {
  const { status, from, to, patientIds, system, after, limit } = filter
  const values = [work.practiceId, status, from, to, patientIds, system, after, limit]
  return (await work.query<ListRow>(list, values)).map(
    ({ day_status: dayStatus, findings, sealed, ...row }) => ({
      ...{ row, dayStatus, findings },
      sealed: work.keys.openColumn(sealed, binding(row.id, row.version)),
    }),
  )
}

function opened(work: Work, row: VersionRow): EncounterVersion {
  return {
    encounterId: row.encounter_id,
    version: row.version,
    status: row.status === 'void' ? 'void' : 'signed',
    contentHash: row.content_hash,
    clear: row.clear,
    sealed: work.keys.openColumn(row.sealed, binding(row.encounter_id, row.version)),
    memberKeys: Array.isArray(row.member_keys) ? row.member_keys : [],
    receivedAt: row.received_at,
    receivedFrom: row.received_from,
  }
}

function binding(encounterId: string, version: number): string {
  return `encounter_version|sealed|${encounterId}/${version}`
}

const columns = 'id, version, status, treatment_day_id, patient_id, service_date, system'

const insert = {
  name: 'encounter-insert',
  text: `insert into encounter (practice_id, ${columns}, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict do nothing returning id`,
}

const lock = {
  name: 'encounter-lock',
  text: `select ${columns} from encounter where practice_id = $1 and id = $2 for update`,
}

const find = {
  name: 'encounter-find',
  text: `select ${columns} from encounter where practice_id = $1 and id = $2`,
}

const update = {
  name: 'encounter-update',
  text: `update encounter set version = $3, status = $4, treatment_day_id = $5, patient_id = $6, service_date = $7
         where practice_id = $1 and id = $2`,
}

const versionColumns = `encounter_id, version, status, content_hash, clear, sealed, member_keys, received_at, received_from`

const insertVersion = {
  name: 'encounter-version-insert',
  text: `insert into encounter_version (practice_id, ${versionColumns})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
}

const ofDay = {
  name: 'encounter-versions-of-day',
  text: `select v.${versionColumns.replaceAll(', ', ', v.')}
         from encounter e join encounter_version v
           on v.practice_id = e.practice_id and v.encounter_id = e.id and v.version = e.version
         where e.practice_id = $1 and e.treatment_day_id = $2 order by e.arrival`,
}

const ofEncounter = {
  name: 'encounter-versions-of',
  text: `select ${versionColumns} from encounter_version
         where practice_id = $1 and encounter_id = $2 order by version desc`,
}

const list = {
  name: 'encounter-list',
  text: `select e.${columns.replaceAll(', ', ', e.')}, d.status as day_status, v.sealed,
                case when d.status = 'held' and e.status <> 'void' then d.findings else '[]' end as findings
         from encounter e join treatment_day d on d.practice_id = e.practice_id and d.id = e.treatment_day_id
         join encounter_version v on v.practice_id = e.practice_id and v.encounter_id = e.id and v.version = e.version
         where e.practice_id = $1
           and ($2::text is null or case when e.status = 'void' then 'voided' else d.status end = $2)
           and ($3::date is null or e.service_date >= $3) and ($4::date is null or e.service_date <= $4)
           and ($5::text[] is null or e.patient_id = any ($5)) and ($6::text is null or e.system = $6) and e.id > $7
         order by e.id limit $8`,
}
