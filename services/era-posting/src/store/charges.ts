/** Treatment days as they were charged. A day's row is the lock under which its money moves. */
import { cents } from '@tally/kernel'
import type { Statement, Work } from '@tally/platform'
import type { BookedLine, ChargeDay, Coverage, TreatmentCase } from '../domain/book-charges.ts'
import type { chargeDay, chargeLine } from './tables.ts'

type DayRow = typeof chargeDay.$inferSelect
type LineRow = typeof chargeLine.$inferSelect

/** Those of `ids` that are known, locked in id order, so that two who lock several never wait in a ring. */
export async function lockDays(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, ChargeDay>> {
  return readDays(work, lock, ids)
}

async function readDays(
  work: Work,
  statement: Statement,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ChargeDay>> {
  if (ids.length === 0) return new Map()
  // Sent together, done in this order: where the days are locked, their lines are read behind the lock.
  const [days, lines] = await Promise.all([
    work.query<DayRow>(statement, [work.practiceId, ids]),
    work.query<LineRow>(linesOf, [work.practiceId, ids]),
  ])
  const byDay = Map.groupBy(lines, (line) => line.treatment_day_id)
  return new Map(days.map((row) => [row.treatment_day_id, dayOf(row, byDay.get(row.treatment_day_id) ?? [])]))
}

/** Locks those of `ids` that are known, in id order, and answers which they are. */
export async function lockDayIds(work: Work, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const days = await work.query<Pick<DayRow, 'treatment_day_id'>>(lockIds, [work.practiceId, ids])
  return new Set(days.map((row) => row.treatment_day_id))
}

/** Those of `ids` that are known, which somebody has locked before. */
export async function findDays(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, ChargeDay>> {
  return readDays(work, findAll, ids)
}

/** Without locking it; null: it was never charged. */
export async function findDay(work: Work, treatmentDayId: string): Promise<ChargeDay | null> {
  const [day] = await work.query<DayRow>(find, [work.practiceId, treatmentDayId])
  return day ? dayOf(day, await work.query<LineRow>(linesOf, [work.practiceId, [treatmentDayId]])) : null
}

/** The charge lines of a day, without locking it. */
export async function findDayLines(work: Work, treatmentDayId: string): Promise<readonly string[]> {
  const rows = await work.query<LineRow>(linesOf, [work.practiceId, [treatmentDayId]])
  return rows.map(({ id }) => id)
}

export async function saveDay(work: Work, day: ChargeDay): Promise<void> {
  const { treatmentDayId, version, patientId, serviceDate, coverages, patientPaidCents, lines } = day
  const { treatmentCase, thirdParty } = day
  await work.query(upsertDay, [
    ...[work.practiceId, treatmentDayId, version, patientId, serviceDate],
    ...[JSON.stringify(coverages), patientPaidCents, treatmentCase, thirdParty],
  ])
  if (lines.length === 0) return
  await work.query(upsertLines, [
    ...[work.practiceId, treatmentDayId],
    ...[lines.map(({ chargeLineId }) => chargeLineId), lines.map(({ procedureCode }) => procedureCode)],
    // An array of arrays of differing lengths is none for Postgres.
    ...[lines.map(({ modifiers }) => modifiers.join(' ')), lines.map(({ account }) => account)],
    lines.map(({ bookedCents }) => bookedCents),
    lines.map(({ expectedAllowedCents }) => expectedAllowedCents),
  ])
}

function dayOf(row: DayRow, lines: readonly LineRow[]): ChargeDay {
  return {
    ...{ treatmentDayId: row.treatment_day_id, version: row.version, patientId: row.patient_id },
    serviceDate: row.service_date,
    // Written by saveDay alone, from the same types.
    treatmentCase: row.treatment_case as TreatmentCase,
    thirdParty: row.third_party,
    coverages: row.coverages as Coverage[],
    patientPaidCents: cents(row.patient_paid_cents),
    lines: lines.map(lineOf),
  }
}

function lineOf(row: LineRow): BookedLine {
  const expected = row.expected_allowed_cents
  return {
    ...{ chargeLineId: row.id, procedureCode: row.procedure_code, modifiers: row.modifiers },
    ...{ account: row.booked_account, bookedCents: cents(row.booked_cents) },
    expectedAllowedCents: expected === null ? null : cents(expected),
  }
}

const lock = {
  name: 'charge-days-lock',
  text: `select * from charge_day where practice_id = $1 and treatment_day_id = any($2::text[])
         order by treatment_day_id for update`,
}

const lockIds = {
  name: 'charge-day-ids-lock',
  text: `select treatment_day_id from charge_day where practice_id = $1 and treatment_day_id = any($2::text[])
         order by treatment_day_id for update`,
}

const findAll = {
  name: 'charge-days-find',
  text: 'select * from charge_day where practice_id = $1 and treatment_day_id = any($2::text[])',
}

const find = {
  name: 'charge-day-find',
  text: 'select * from charge_day where practice_id = $1 and treatment_day_id = $2',
}

const linesOf = {
  name: 'charge-lines-of-days',
  text: `select * from charge_line where practice_id = $1 and treatment_day_id = any($2::text[]) order by id`,
}

const upsertDay = {
  name: 'charge-day-upsert',
  text: `insert into charge_day (practice_id, treatment_day_id, version, patient_id, service_date, coverages,
                                 patient_paid_cents, treatment_case, third_party)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (practice_id, treatment_day_id) do update set
           version = excluded.version, coverages = excluded.coverages, patient_paid_cents = excluded.patient_paid_cents,
           treatment_case = excluded.treatment_case, third_party = excluded.third_party`,
}

const upsertLines = {
  name: 'charge-lines-upsert',
  text: `insert into charge_line (practice_id, treatment_day_id, id, procedure_code, modifiers, booked_account,
                                  booked_cents, expected_allowed_cents)
         select $1, $2, id, code, array_remove(string_to_array(modifiers, ' '), ''), account, booked, expected
         from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
              as line (id, code, modifiers, account, booked, expected)
         on conflict (practice_id, id) do update set
           modifiers = excluded.modifiers, booked_account = excluded.booked_account,
           booked_cents = excluded.booked_cents, expected_allowed_cents = excluded.expected_allowed_cents`,
}
