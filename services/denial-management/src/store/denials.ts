/** Denials and what was done about them. A person's words are sealed and bound to their step. */
import { type Cents, cents, type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Denial } from '../domain/denial.ts'
import { upsertText, valuesOf } from './denial-columns.ts'
import type { denial, denialStep } from './tables.ts'

type Row = typeof denial.$inferSelect
type StepRow = typeof denialStep.$inferSelect

/** Of a claim whose row is locked. */
export async function unresolvedOf(work: Work, claimId: string): Promise<Denial[]> {
  return (await work.query<Row>(unresolved, [work.practiceId, claimId])).map(readDenial)
}

/** Those that stand by an answer or were changed by it last. The claim's row is locked. */
export async function denialsOfAnswer(work: Work, claimId: string, remittanceId: string): Promise<Denial[]> {
  return (await work.query<Row>(ofAnswer, [work.practiceId, claimId, remittanceId])).map(readDenial)
}

/** The first `limit` claims after the id `after` that the payer denied and that are not resolved. */
export async function claimsDeniedBy(
  work: Work,
  payerId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await work.query<{ claim_id: string }>(ofPayer, [work.practiceId, payerId, after, limit])
  return rows.map(({ claim_id }) => claim_id)
}

export async function findDenial(work: Work, id: string): Promise<Denial | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? readDenial(row) : null
}

/** The day on which its date passed with nobody having acted; null while none has. */
export async function missedOn(work: Work, id: string): Promise<string | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row?.missed_on ?? null
}

export async function markMissed(work: Work, id: string, on: string): Promise<void> {
  await work.query(mark, [work.practiceId, id, on])
}

/**
 * What people wrote off before of the lines of a denial, at any payer of its day: a sum cannot be cut into pieces. What is written
 * off by hand in the ledger is another service's to count.
 */
export async function writtenOffBefore(
  work: Work,
  { id, treatmentDayId, chargeLineId }: Denial,
): Promise<Cents> {
  const values = [work.practiceId, treatmentDayId, id, chargeLineId]
  const [row] = await work.query<{ cents: number }>(writtenOff, values)
  return cents(row?.cents ?? 0)
}

/** What was done: a word of ours, and of a person its key and reason. */
export interface Step {
  readonly did: string
  readonly keyId: string | null
  readonly reason: string | null
  /** Of an appeal’s answer by letter: the day on which it came in, as the person said. */
  readonly answeredOn?: ServiceDate | null
}

/** Inserts or updates, with the step that led to it. */
export async function saveDenial(work: Work, saved: Denial, step: Step): Promise<void> {
  const { did, keyId, reason, answeredOn = null } = step
  await work.query(upsert, valuesOf(work, saved))
  const sealed = reason === null ? null : work.keys.sealColumn(reason, binding(saved.id, saved.version))
  const head = [work.practiceId, saved.id, saved.version]
  await work.query(insertStep, [...head, did, keyId, sealed, work.now, answeredOn])
}

export interface ShownStep extends Step {
  readonly version: number
  readonly at: string
  readonly answeredOn: ServiceDate | null
}

export async function stepsOf(work: Work, denialId: string): Promise<ShownStep[]> {
  const rows = await work.query<StepRow>(steps, [work.practiceId, denialId])
  return rows.map(({ version, did, key_id: keyId, reason, at, answered_on: on }) => ({
    ...{ version, did, keyId, at, answeredOn: on === null ? null : serviceDate(on) },
    reason: reason === null ? null : String(work.keys.openColumn(reason, binding(denialId, version))),
  }))
}

function binding(denialId: string, version: number): string {
  return `denial_step|reason|${denialId}/${version}`
}

export function readDenial(row: Row): Denial {
  // All written by saveDenial alone, from the same types.
  const written = row as unknown as Pick<
    Denial,
    'source' | 'classified' | 'remedy' | 'because' | 'due' | 'answer' | 'status' | 'resolution' | 'remarks'
  > & { readonly waits_for: Denial['waitsFor']; readonly before_answer: Denial['before'] }
  const { source, classified, remedy, because, due, answer, status, resolution, remarks } = written
  const { proposed_by: by, proposed_at: at } = row
  return {
    ...{ source, classified, remedy, because, due, answer, status, resolution, remarks },
    proposed: by === null || at === null ? null : { by, at },
    waitsFor: written.waits_for,
    before: written.before_answer,
    standsDecided: row.stands_decided,
    id: row.id,
    version: row.version,
    claimId: row.claim_id,
    claimVersion: row.claim_version,
    claimNumber: row.claim_number,
    treatmentDayId: row.treatment_day_id,
    coverageOrder: row.coverage_order,
    payerId: row.payer_id,
    patientId: row.patient_id,
    serviceDate: row.service_date === null ? null : serviceDate(row.service_date),
    chargeLineId: row.charge_line_id,
    procedureCode: row.procedure_code,
    groupCode: row.group_code,
    reasonCode: row.reason_code,
    remittanceId: row.remittance_id,
    amountCents: cents(row.amount_cents),
    recoverableCents: cents(row.recoverable_cents),
    receivedOn: serviceDate(row.received_on),
    appeals: row.appeals,
    resolvedBecause: row.resolved_because,
    openedAt: row.opened_at,
  }
}

const unresolved = {
  name: 'denial-unresolved-of-claim',
  text: `select * from denial where practice_id = $1 and claim_id = $2 and status <> 'resolved' order by id`,
}

const ofAnswer = {
  name: 'denial-of-answer',
  text: `select * from denial where practice_id = $1 and claim_id = $2
           and (before_answer ->> 'by' = $3 or remittance_id = $3 and status <> 'resolved') order by id`,
}

const ofPayer = {
  name: 'denial-claims-of-payer',
  text: `select distinct claim_id from denial
         where practice_id = $1 and payer_id = $2 and status <> 'resolved' and claim_id > $3 order by claim_id limit $4`,
}

const find = { name: 'denial-find', text: 'select * from denial where practice_id = $1 and id = $2' }

const writtenOff = {
  name: 'denial-written-off',
  text: `select coalesce(sum(d.amount_cents), 0)::bigint as cents
         from claim c join denial d on d.practice_id = c.practice_id and d.claim_id = c.id
         where c.practice_id = $1 and c.treatment_day_id = $2 and d.id <> $3 and d.resolution = 'written-off'
           and ($4::text is null or d.charge_line_id is null or d.charge_line_id = $4)`,
}

const mark = {
  name: 'denial-mark-missed',
  text: 'update denial set missed_on = coalesce(missed_on, $3) where practice_id = $1 and id = $2',
}

const upsert = { name: 'denial-upsert', text: upsertText }

const insertStep = {
  name: 'denial-step-insert',
  text: `insert into denial_step (practice_id, denial_id, version, did, key_id, reason, at, answered_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

const steps = {
  name: 'denial-steps',
  text: 'select * from denial_step where practice_id = $1 and denial_id = $2 order by version',
}
