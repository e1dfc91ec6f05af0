/** Treatment days. A day's row is the lock under which everything of the day changes. */
import { cents, type Finding, type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Case } from '../domain/encounter.ts'
import type { EarlierEvaluation } from '../domain/initial-evaluation.ts'
import type { Used } from '../domain/kx-ledger.ts'
import { newTreatmentDay, type TreatmentDay } from '../domain/treatment-day.ts'
import type { DayPlace } from './payers.ts'
import type { treatmentDay } from './tables.ts'

type Row = typeof treatmentDay.$inferSelect

export interface StoredDay {
  readonly day: TreatmentDay
  readonly findings: readonly Finding[]
  /** Made just now, in this transaction: no other encounter can be in it. */
  readonly fresh: boolean
}

/**
 * Locks the days of `wanted`, making those that are not there; in id order, so that two movers never wait in
 * a ring.
 */
export async function lockDays(
  work: Work,
  wanted: readonly Pick<TreatmentDay, 'id' | 'key'>[],
): Promise<Map<string, StoredDay>> {
  const days = wanted.map(({ id, key }) => newTreatmentDay(id, key)).sort((a, b) => (a.id < b.id ? -1 : 1))
  // A day's threshold and cases are decided on the patient's other days of the year: one at a time.
  const years = new Set(days.map(({ key }) => `${key.patientId} ${key.serviceDate.slice(0, 4)}`))
  for (const year of [...years].sort()) void work.query(lockYear, [work.practiceId, year])
  const locked = new Map<string, StoredDay>()
  for (const day of days) {
    const { billingNpi, patientId, serviceDate } = day.key
    const values = [work.practiceId, day.id, billingNpi, patientId, serviceDate, day.key.case]
    const [made, [row]] = await Promise.all([
      work.query(insert, values),
      work.query<Row>(lock, [work.practiceId, day.id]),
    ])
    locked.set(day.id, row && made.length === 0 ? stored(row) : { day, findings: [], fresh: true })
  }
  return locked
}

export async function findDay(work: Work, id: string): Promise<StoredDay | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? stored(row) : null
}

/** Of a day that is locked; it travels with what the transaction sends next. */
export function saveDay(work: Work, day: TreatmentDay, findings: readonly Finding[]): void {
  void work.query(update, [
    ...[work.practiceId, day.id, day.version, day.status, day.capturedAs, JSON.stringify(day.encounters)],
    ...[day.diagnoses, JSON.stringify(day.lines), JSON.stringify(findings), day.said, day.kxLedger],
  ])
}

interface Neighbour {
  readonly id: string
  readonly case: Case
  readonly same_day: boolean
  readonly later: boolean
  readonly ledger: string | null
  readonly discipline: string | null
  readonly used: number | null
}

export interface Neighbours {
  /** Cases of the patient's other days on this date at this billing provider. */
  readonly otherCases: readonly Case[]
  /**
   * What the patient's days of the calendar year before this one were allowed, or should be while no payer answered; where
   * no price is known the charge. That overstates, since no payer allows more than is charged, and so asks a person for KX
   * too early: too late would be a denial (CARC 119), too early at most a review.
   */
  readonly used: readonly Used[]
  /** There are days of the year after this one that `daysCountingAfter` names. */
  readonly later: boolean
}

/** What coding one day must know of the patient's others. */
export async function neighboursOf(work: Work, { id, key }: TreatmentDay): Promise<Neighbours> {
  const year = key.serviceDate.slice(0, 4)
  const values = [
    work.practiceId,
    key.patientId,
    `${year}-01-01`,
    `${year}-12-31`,
    id,
    key.serviceDate,
    key.billingNpi,
  ]
  const rows = await work.query<Neighbour>(neighbours, values)
  return {
    otherCases: [...new Set(rows.filter((row) => row.same_day).map((row) => row.case))],
    used: rows.flatMap(({ ledger, discipline, used }) =>
      ledger === null || discipline === null ? [] : [{ ledger, discipline, cents: cents(used ?? 0) }],
    ),
    later: rows.some(({ later }) => later),
  }
}

/**
 * The patient's days after `place` in its year that what came before them may decide otherwise, in the order of service: those
 * that count for KX, and held ones, of which nobody knows yet.
 */
export async function daysCountingAfter(
  work: Work,
  patientId: string,
  { serviceDate, id }: DayPlace,
): Promise<string[]> {
  const yearEnd = `${serviceDate.slice(0, 4)}-12-31`
  const values = [work.practiceId, patientId, serviceDate, id, yearEnd]
  return (await work.query<{ id: string }>(countingAfter, values)).map((row) => row.id)
}

/** The first of the patient's days before `key.serviceDate` with an evaluation that is `wanted`; null: none. */
export async function firstEvaluated(
  work: Work,
  { key }: TreatmentDay,
  wanted: EarlierEvaluation,
): Promise<ServiceDate | null> {
  const { billingNpi, patientId, serviceDate: before } = key
  const [row] = await work.query<{ evaluated_on: string | null }>(evaluated, [
    ...[work.practiceId, patientId, billingNpi, key.case, wanted.from, before],
    ...[wanted.disciplines, wanted.codes.source],
  ])
  return row?.evaluated_on == null ? null : serviceDate(row.evaluated_on)
}

function stored(row: Row): StoredDay {
  const { id, version, captured_as, kx_ledger: kxLedger, diagnoses, said } = row
  const key = {
    billingNpi: row.billing_npi,
    patientId: row.patient_id,
    serviceDate: serviceDate(row.service_date),
    case: row.case as Case,
  }
  // Written by saveDay alone, from the same types.
  const written = row as unknown as Pick<TreatmentDay, 'status' | 'encounters' | 'lines'> & {
    findings: Finding[]
  }
  const { status, encounters, lines, findings } = written
  return {
    day: { id, key, version, status, capturedAs: captured_as, kxLedger, encounters, diagnoses, lines, said },
    findings,
    fresh: false,
  }
}

const lockYear = { name: 'day-lock-year', text: 'select pg_advisory_xact_lock(hashtext($1), hashtext($2))' }

const insert = {
  name: 'day-insert',
  text: `insert into treatment_day (practice_id, id, billing_npi, patient_id, service_date, "case", version, status,
                                    encounters, diagnoses, lines, findings)
         values ($1, $2, $3, $4, $5, $6, 0, 'new', '[]', '{}', '[]', '[]') on conflict do nothing returning id`,
}

const lock = {
  name: 'day-lock',
  text: 'select * from treatment_day where practice_id = $1 and id = $2 for update',
}

const find = { name: 'day-find', text: 'select * from treatment_day where practice_id = $1 and id = $2' }

const update = {
  name: 'day-update',
  text: `update treatment_day set version = $3, status = $4, captured_as = $5, encounters = $6, diagnoses = $7, lines = $8,
                                  findings = $9, said = $10, kx_ledger = $11
         where practice_id = $1 and id = $2`,
}

/**
 * What a line was allowed is looked up line by line (`offset 0` keeps the planner from doing otherwise): joined, all of the
 * practice's were hashed for each visit: 2.2 ms when 5,000 lines were paid, and more the more there were.
 */
const neighbours = {
  name: 'day-neighbours',
  text: `select d.id, d."case", d.service_date = $6 and d.billing_npi = $7 and d.status in ('captured', 'held') as same_day,
                (d.status = 'held' or d.status = 'captured' and d.kx_ledger is not null)
                  and (d.service_date, d.id) > ($6::date, $5::text) as later,
                d.kx_ledger as ledger, l -> 'slot' ->> 'discipline' as discipline,
                sum(coalesce(a.allowed_cents, (l ->> 'expectedAllowedCents')::bigint,
                             (l ->> 'chargeCents')::bigint))::bigint as used
         from treatment_day d
         left join lateral jsonb_array_elements(
           case when d.kx_ledger is not null and (d.service_date, d.id) < ($6::date, $5::text) then d.lines
                else '[]' end) l on true
         left join lateral (select allowed_cents from actual_allowed
                            where practice_id = d.practice_id and charge_line_id = l ->> 'id' offset 0) a on true
         where d.practice_id = $1 and d.patient_id = $2 and d.service_date between $3 and $4 and d.id <> $5
         group by d.id, d."case", d.service_date, d.billing_npi, d.status, d.kx_ledger, l -> 'slot' ->> 'discipline'
         order by d.service_date, d.id`,
}

const countingAfter = {
  name: 'day-counting-after',
  text: `select d.id from treatment_day d
         where d.practice_id = $1 and d.patient_id = $2 and (d.service_date, d.id) > ($3::date, $4::text)
           and d.service_date <= $5 and (d.status = 'held' or d.status = 'captured' and d.kx_ledger is not null)
         order by d.service_date, d.id`,
}

/**
 * A day that is held and was never captured has nothing on its lines yet: what was evaluated there was evaluated all the same.
 */
const evaluated = {
  name: 'day-evaluated',
  text: `select min(d.service_date) as evaluated_on
         from treatment_day d cross join lateral jsonb_array_elements(d.lines) l
         where d.practice_id = $1 and d.patient_id = $2 and d.billing_npi = $3 and d."case" = $4
           and d.service_date >= $5 and d.service_date < $6
           and (d.captured_as is null and d.status = 'held' or (l ->> 'units')::int > 0)
           and l -> 'slot' ->> 'discipline' = any($7) and l -> 'slot' ->> 'procedureCode' ~ $8`,
}
