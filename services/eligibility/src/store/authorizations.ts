/** Authorizations and the entries of their ledgers; the payer's number is sealed and looked up by its keyed digest. */
import { serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Ledger } from '../domain/answer-in-order.ts'
import {
  type Authorization,
  type AuthorizationStatus,
  balanceOf,
  type Entry,
} from '../domain/authorization.ts'
import type { authorization_entry, authorization_grant } from './tables.ts'

type Row = typeof authorization_grant.$inferSelect
type EntryRow = typeof authorization_entry.$inferSelect

export async function ledgersOf(work: Work, patientId: string): Promise<Ledger[]> {
  const rows = await work.query<Row>(ofPatient, [work.practiceId, patientId])
  return withBalances(work, rows)
}

/** Whoever changes one has locked its patient. */
export async function findLedger(work: Work, id: string): Promise<Ledger | null> {
  const rows = await work.query<Row>(find, [work.practiceId, id])
  return (await withBalances(work, rows))[0] ?? null
}

export interface AuthorizationFilter {
  readonly patientIds: readonly string[] | null
  readonly payerId: string | null
  readonly status: AuthorizationStatus | null
  readonly after: string
  readonly limit: number
}

export async function listLedgers(work: Work, filter: AuthorizationFilter): Promise<Ledger[]> {
  const { patientIds, payerId, status, after, limit } = filter
  const rows = await work.query<Row>(list, [work.practiceId, patientIds, payerId, status, after, limit])
  return withBalances(work, rows)
}

/** The payer's numbers in the clear, by authorization. */
export async function numbersOf(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await work.query<Pick<Row, 'id' | 'number'>>(numbers, [work.practiceId, ids])
  return new Map(
    rows.flatMap(({ id, number }) =>
      number ? [[id, String(work.keys.openColumn(number, binding(id)))]] : [],
    ),
  )
}

export interface EntryShown extends Entry {
  readonly position: number
  readonly at: string
}

export async function entriesOf(work: Work, id: string): Promise<EntryShown[]> {
  const rows = await work.query<EntryRow>(entries, [work.practiceId, [id]])
  return rows.map((row) => ({ ...entryOf(row), position: row.position, at: row.at }))
}

/** Inserts or changes it; `number` undefined keeps the one stored. */
export async function saveAuthorization(
  work: Work,
  saved: Authorization,
  number: string | null | undefined,
): Promise<void> {
  const { id, patientId, payerId, version, status, numberKey, codes, from, to, countedIn, limited } = saved
  await work.query(upsert, [
    ...[work.practiceId, id, patientId, payerId, version, status],
    ...[number == null ? null : work.keys.sealColumn(number, binding(id)), numberKey, codes, from, to],
    ...[countedIn, limited, saved.evaluationExempt, saved.source, saved.saidLow, saved.saidExhausted],
    ...[work.now, number !== undefined],
  ])
}

export async function addEntry(work: Work, authorizationId: string, entry: Entry): Promise<void> {
  const { kind, quantity, treatmentDayId } = entry
  await work.query(insertEntry, [work.practiceId, authorizationId, kind, quantity, treatmentDayId, work.now])
}

async function withBalances(work: Work, rows: readonly Row[]): Promise<Ledger[]> {
  if (rows.length === 0) return []
  const all = await work.query<EntryRow>(entries, [work.practiceId, rows.map(({ id }) => id)])
  const byId = Map.groupBy(all, ({ authorization_id }) => authorization_id)
  return rows.map((row) => ({
    authorization: read(row),
    balance: balanceOf((byId.get(row.id) ?? []).map(entryOf)),
  }))
}

function entryOf({ kind, quantity, treatment_day_id }: EntryRow): Entry {
  // Checked by the table.
  return { kind: kind as Entry['kind'], quantity, treatmentDayId: treatment_day_id }
}

function read(row: Row): Authorization {
  return {
    id: row.id,
    patientId: row.patient_id,
    payerId: row.payer_id,
    version: row.version,
    // All three are checked by the table.
    status: row.status as AuthorizationStatus,
    countedIn: row.counted_in as Authorization['countedIn'],
    source: row.source as Authorization['source'],
    numberKey: row.number_key,
    codes: row.codes,
    from: row.from_on === null ? null : serviceDate(row.from_on),
    to: row.to_on === null ? null : serviceDate(row.to_on),
    limited: row.limited,
    evaluationExempt: row.evaluation_exempt,
    saidLow: row.said_low,
    saidExhausted: row.said_exhausted,
  }
}

function binding(id: string): string {
  return `authorization_grant|number|${id}`
}

const ofPatient = {
  name: 'authorization-of-patient',
  text: 'select * from authorization_grant where practice_id = $1 and patient_id = $2 order by id',
}

const find = {
  name: 'authorization-find',
  text: 'select * from authorization_grant where practice_id = $1 and id = $2',
}

const list = {
  name: 'authorization-list',
  text: `select * from authorization_grant
         where practice_id = $1 and ($2::text[] is null or patient_id = any ($2)) and ($3::text is null or payer_id = $3)
           and ($4::text is null or status = $4) and id > $5
         order by id limit $6`,
}

const numbers = {
  name: 'authorization-numbers',
  text: 'select id, number from authorization_grant where practice_id = $1 and id = any ($2::text[])',
}

const entries = {
  name: 'authorization-entries',
  text: `select * from authorization_entry where practice_id = $1 and authorization_id = any ($2::text[])
         order by authorization_id, position`,
}

const upsert = {
  name: 'authorization-save',
  text: `insert into authorization_grant (practice_id, id, patient_id, payer_id, version, status, number, number_key, codes,
                                          from_on, to_on, counted_in, limited, evaluation_exempt, source, said_low,
                                          said_exhausted, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
         on conflict (practice_id, id) do update set
           version = excluded.version, status = excluded.status,
           number = case when $19 then excluded.number else authorization_grant.number end,
           number_key = excluded.number_key, codes = excluded.codes, from_on = excluded.from_on, to_on = excluded.to_on,
           counted_in = excluded.counted_in, limited = excluded.limited, evaluation_exempt = excluded.evaluation_exempt,
           source = excluded.source, said_low = excluded.said_low, said_exhausted = excluded.said_exhausted,
           updated_at = excluded.updated_at`,
}

/** The next place in the ledger; its patient is locked. */
const insertEntry = {
  name: 'authorization-entry-insert',
  text: `insert into authorization_entry (practice_id, authorization_id, position, kind, quantity, treatment_day_id, at)
         select $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6
         from authorization_entry where practice_id = $1 and authorization_id = $2`,
}
