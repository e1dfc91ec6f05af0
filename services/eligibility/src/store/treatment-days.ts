/** Treatment days. Patient, card and asker are sealed under the practice's key and bound to the day. */
import { type PayerFamily, type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { BilledService } from '../domain/authorization.ts'
import type { Asker, Card, Insured } from '../domain/compose-inquiry.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'
import { isSent, sentServices } from './claims.ts'
import type { treatment_day } from './tables.ts'

type Row = typeof treatment_day.$inferSelect

/** `card` null: the patient pays. */
export interface DayPerson {
  readonly patient: Insured['patient'] | null
  readonly card: Card | null
  readonly asker: Asker | null
}

export interface OpenDay extends TreatmentDay {
  /** A claim of it went out and nothing has undone that. */
  readonly sent: boolean
  /** What that claim went out with; null: none did, or nobody said. */
  readonly sentServices: readonly BilledService[] | null
}

export async function findDay(work: Work, id: string): Promise<TreatmentDay | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

export async function dayPerson(work: Work, id: string): Promise<DayPerson> {
  const [row] = await work.query<Pick<Row, 'person'>>(findPerson, [work.practiceId, id])
  return row
    ? (work.keys.openColumn(row.person, binding(id)) as DayPerson)
    : { patient: null, card: null, asker: null }
}

/** The newest captured day of a patient: what the last visit told of person and card. */
export async function newestDay(work: Work, patientId: string): Promise<TreatmentDay | null> {
  const [row] = await work.query<Row>(newest, [work.practiceId, patientId])
  return row ? read(row) : null
}

/**
 * The patient's captured days by date: those that no claim has left for, those whose version is not answered, those whose claim
 * left and is work for a person now, and within `reach` all. One that the patient pays is answered once: nothing that is learned
 * changes it, and no claim ever leaves.
 */
export async function openDays(
  work: Work,
  patientId: string,
  reach: { readonly from: ServiceDate; readonly to: ServiceDate } | null,
): Promise<OpenDay[]> {
  const rows = await work.query<Row & Sent>(open, [
    ...[work.practiceId, patientId, reach?.from ?? null, reach?.to ?? null],
  ])
  return rows.map((row) => ({ ...read(row), sent: row.sent, sentServices: row.sent_services }))
}

interface Sent {
  readonly sent: boolean
  readonly sent_services: OpenDay['sentServices']
}

/** Days that a claim went out for. */
export async function sentDays(work: Work, patientId: string): Promise<TreatmentDay[]> {
  return (await work.query<Row>(sent, [work.practiceId, patientId])).map(read)
}

/** Days that charge-capture holds and no claim is out for: a list of coverages has them coded anew. */
export async function daysHeldByCoding(work: Work, patientId: string): Promise<TreatmentDay[]> {
  return (await work.query<Row>(held, [work.practiceId, patientId])).map(read)
}

export interface Treated {
  readonly id: string
  readonly serviceDate: ServiceDate
  readonly payerId: string | null
  readonly episodeId: string | null
  readonly heardAt: string
  readonly sent: boolean
  /** Its first payer has decided on it. */
  readonly decided: boolean
  readonly therapyAllowedCents: number | null
  /** Of the reports that its visits came with. */
  readonly progressReportsOn: readonly ServiceDate[]
}

/** Every captured day of the patient, by date: what counts of visits are made of. */
export async function treatedDays(work: Work, patientId: string): Promise<Treated[]> {
  const rows = await work.query<Row & { sent: boolean; decided: boolean }>(treated, [
    work.practiceId,
    patientId,
  ])
  return rows.map((row) => ({
    id: row.id,
    serviceDate: serviceDate(row.service_date),
    payerId: row.payer_id,
    episodeId: row.episode_id,
    heardAt: row.heard_at,
    sent: row.sent,
    decided: row.decided,
    therapyAllowedCents: row.therapy_allowed_cents,
    progressReportsOn: row.progress_reports as ServiceDate[],
  }))
}

/** Patients with days of this payer that no claim has left for. */
export async function patientsWaitingOn(work: Work, payerId: string): Promise<string[]> {
  const rows = await work.query<{ patient_id: string }>(waitingOn, [work.practiceId, payerId])
  return rows.map(({ patient_id }) => patient_id)
}

/**
 * What a charge event told; what was asked and answered stays as it is. `person` null keeps the one stored. The patient is
 * locked; it travels with what the transaction sends next.
 */
export function saveHeard(work: Work, day: TreatmentDay, person: DayPerson | null): void {
  const { id, patientId, billingNpi, version, standing, capturedVersion, payerId, payerFamily, memberKey } =
    day
  const sealed = work.keys.sealColumn(person ?? { patient: null, card: null, asker: null }, binding(id))
  void work.query(upsert, [
    ...[work.practiceId, id, patientId, billingNpi, day.serviceDate, version, standing, capturedVersion],
    ...[payerId, payerFamily, memberKey, day.questionKey, day.episodeId, JSON.stringify(day.services)],
    ...[day.plan ? JSON.stringify(day.plan) : null, JSON.stringify(day.progressReportsOn)],
    ...[day.therapyAllowedCents, sealed, day.heardAt, day.answerDueAt, day.traceparent, person !== null],
  ])
}

/** What was asked for a day and what it was answered; the same. */
export function saveAnswered(work: Work, day: TreatmentDay): void {
  const { id, askedKey, answerDueAt, waiting, decision, answeredVersion, answer, overridden } = day
  void work.query(answered, [
    ...[work.practiceId, id, askedKey, answerDueAt, waiting, decision, answeredVersion],
    ...[answer ? JSON.stringify(answer) : null, overridden ? JSON.stringify(overridden) : null],
  ])
}

function read(row: Row): TreatmentDay {
  return {
    id: row.id,
    patientId: row.patient_id,
    billingNpi: row.billing_npi,
    serviceDate: serviceDate(row.service_date),
    version: row.version,
    // Written by this file alone, from the same types; standings are also checked by the table.
    standing: row.standing as TreatmentDay['standing'],
    payerFamily: row.payer_family as PayerFamily | null,
    services: row.services as TreatmentDay['services'],
    plan: row.plan as TreatmentDay['plan'],
    progressReportsOn: row.progress_reports as ServiceDate[],
    answer: row.answer as TreatmentDay['answer'],
    overridden: row.overridden as TreatmentDay['overridden'],
    capturedVersion: row.captured_version,
    payerId: row.payer_id,
    memberKey: row.member_key,
    questionKey: row.question_key,
    episodeId: row.episode_id,
    therapyAllowedCents: row.therapy_allowed_cents,
    heardAt: row.heard_at,
    askedKey: row.asked_key,
    answerDueAt: row.answer_due_at,
    waiting: row.waiting,
    decision: row.decision,
    answeredVersion: row.answered_version,
    traceparent: row.traceparent,
  }
}

function binding(dayId: string): string {
  return `treatment_day|person|${dayId}`
}

const find = { name: 'day-find', text: 'select * from treatment_day where practice_id = $1 and id = $2' }

const findPerson = {
  name: 'day-person',
  text: 'select person from treatment_day where practice_id = $1 and id = $2',
}

const newest = {
  name: 'day-newest',
  text: `select * from treatment_day where practice_id = $1 and patient_id = $2 and standing = 'captured'
         order by service_date desc, id limit 1`,
}

const open = {
  name: 'day-open',
  text: `select d.*, ${isSent} as sent, ${sentServices} as sent_services from treatment_day d
         where d.practice_id = $1 and d.patient_id = $2 and d.standing = 'captured'
           and ((d.payer_id is not null and not ${isSent}) or d.answered_version < d.version
             or d.service_date between $3::date and $4::date
             or exists (select from work_item w where w.practice_id = d.practice_id and w.kind = 'after-sending'
                          and w.subject = d.id and w.closed_at is null))
         order by d.service_date, d.id`,
}

const sent = {
  name: 'day-sent',
  text: `select d.* from treatment_day d
         where d.practice_id = $1 and d.patient_id = $2 and d.standing = 'captured' and ${isSent}
         order by d.service_date, d.id`,
}

const held = {
  name: 'day-held',
  text: `select d.* from treatment_day d
         where d.practice_id = $1 and d.patient_id = $2 and d.standing = 'held' and not ${isSent}
         order by d.service_date, d.id`,
}

const treated = {
  name: 'day-treated',
  text: `select d.id, d.service_date, d.payer_id, d.episode_id, d.heard_at, d.therapy_allowed_cents, d.progress_reports,
                ${isSent} as sent,
                exists (select from decided_day c where c.practice_id = d.practice_id and c.treatment_day_id = d.id) as decided
         from treatment_day d
         where d.practice_id = $1 and d.patient_id = $2 and d.standing = 'captured' order by d.service_date, d.id`,
}

const waitingOn = {
  name: 'day-patients-waiting-on',
  text: `select distinct d.patient_id from treatment_day d
         where d.practice_id = $1 and d.payer_id = $2 and d.standing = 'captured' and not ${isSent}
         order by d.patient_id`,
}

const upsert = {
  name: 'day-heard',
  text: `insert into treatment_day (practice_id, id, patient_id, billing_npi, service_date, version, standing,
                                    captured_version, payer_id, payer_family, member_key, question_key, episode_id,
                                    services, plan, progress_reports, therapy_allowed_cents, person, heard_at,
                                    answer_due_at, traceparent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
         on conflict (practice_id, id) do update set
           version = excluded.version, standing = excluded.standing, captured_version = excluded.captured_version,
           payer_id = excluded.payer_id, payer_family = excluded.payer_family, member_key = excluded.member_key,
           question_key = excluded.question_key, episode_id = excluded.episode_id, services = excluded.services,
           plan = excluded.plan, progress_reports = excluded.progress_reports,
           therapy_allowed_cents = excluded.therapy_allowed_cents, answer_due_at = excluded.answer_due_at,
           person = case when $22 then excluded.person else treatment_day.person end`,
}

const answered = {
  name: 'day-answered',
  text: `update treatment_day set asked_key = $3, answer_due_at = $4, waiting = $5, decision = $6, answered_version = $7,
                                  answer = $8, overridden = $9
         where practice_id = $1 and id = $2`,
}
