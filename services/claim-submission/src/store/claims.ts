/** Claims. The person's part is sealed under the practice's key and bound to the claim. */
import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Answer, Charges, Claim, ClaimPerson, ClaimState } from '../domain/claim.ts'
import type { claim, treatment_day } from './tables.ts'

type Row = typeof claim.$inferSelect
type DayRow = typeof treatment_day.$inferSelect

/** The authorization that eligibility named, sealed beside its answer. */
export interface AnswerPerson {
  readonly priorAuthorization: string | null
}

export interface Joined {
  readonly claim: Claim | null
  readonly answer: Answer | null
  readonly answerPerson: AnswerPerson | null
  /** The person's part as it is stored; none before the first charge event. */
  readonly person: ClaimPerson
}

/** Locks the day, whether its charges or its answer came first, and its claim. */
export async function lockDay(work: Work, treatmentDayId: string): Promise<Joined> {
  // Sent together and done one after the other: the day is locked first.
  const [[day], [row]] = await Promise.all([
    work.query<DayRow>(lockTheDay, [work.practiceId, treatmentDayId]),
    work.query<Row>(lockOfDay, [work.practiceId, treatmentDayId]),
  ])
  const answer = (day?.answer ?? null) as Answer | null
  const sealed = day?.answer_person
  const answerPerson = sealed
    ? (work.keys.openColumn(sealed, dayBinding(treatmentDayId)) as AnswerPerson)
    : null
  const person = row ? openedWhenSeen(work, row) : { visits: [] }
  return { claim: row ? { ...readClaim(row), answer } : null, answer, answerPerson, person }
}

/** Of the four times that a visit's claim is locked on its way to the payer two look at the person, which is 8 KB of JSON. */
function openedWhenSeen(work: Work, { id, person }: Row): ClaimPerson {
  let opened: ClaimPerson | undefined
  const open = () => {
    opened ??= work.keys.openColumn(person, binding(id)) as ClaimPerson
    return opened
  }
  return {
    get visits() {
      return open().visits
    },
    get asked() {
      return open().asked ?? null
    },
  }
}

/** Of a day that is locked; it travels with what the transaction sends next. */
export function saveAnswer(
  work: Work,
  treatmentDayId: string,
  answer: Answer,
  person: AnswerPerson | null,
): void {
  const sealed = person ? work.keys.sealColumn(person, dayBinding(treatmentDayId)) : null
  void work.query(updateAnswer, [work.practiceId, treatmentDayId, JSON.stringify(answer), sealed])
}

/** Locks the claim's day before the claim, as everything does that changes one. */
export async function lockClaim(work: Work, id: string): Promise<Joined> {
  const [row] = await work.query<Pick<Row, 'treatment_day_id'>>(findDay, [work.practiceId, id])
  return row
    ? lockDay(work, row.treatment_day_id)
    : { claim: null, answer: null, answerPerson: null, person: { visits: [] } }
}

/**
 * Charges as they were read: a claim that is saved with the same ones does not write them again. They are 8 KB of JSON, and of the
 * seven times that a visit's claim is saved on its way to cash one changes them.
 */
const stored = new WeakSet<Charges>()

/**
 * Inserts or updates; `person` null keeps the one that is stored. The day is locked: it travels with what the transaction sends
 * next.
 */
export function saveClaim(work: Work, saved: Claim, person: ClaimPerson | null): void {
  const { id, treatmentDayId, coverageOrder, version, dayVersion, chargeStanding, holdRules } = saved
  const { capturedVersion, heldByPerson, claimVersion, claimNumber, builtDayVersion, readyAt } = saved
  const { charges } = saved
  const changed = charges === null || !stored.has(charges)
  void work.query(upsert, [
    ...[work.practiceId, id, treatmentDayId, coverageOrder, version, dayVersion],
    ...[saved.state, saved.heldBecause, saved.payerId, saved.patientId, saved.billingNpi, saved.serviceDate],
    ...[saved.chargeCents, saved.timelyFilingDueOn, JSON.stringify(changed ? charges : null)],
    ...[work.keys.sealColumn(person ?? { visits: [] }, binding(id)), saved.traceparent, work.now],
    ...[chargeStanding, holdRules, capturedVersion, heldByPerson, claimVersion, claimNumber, builtDayVersion],
    ...[readyAt, saved.unanswered, saved.payerFamily, person !== null, changed],
  ])
}

export interface ShownClaim {
  readonly claim: Claim
  readonly person: ClaimPerson
  readonly createdAt: string
  readonly updatedAt: string
}

export async function findClaim(work: Work, id: string): Promise<ShownClaim | null> {
  const [row] = await work.query<Row & Pick<DayRow, 'answer'>>(findWithAnswer, [work.practiceId, id])
  if (!row) return null
  const person = work.keys.openColumn(row.person, binding(row.id)) as ClaimPerson
  const answer = row.answer as Answer | null
  return {
    claim: { ...readClaim(row), answer },
    person,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export interface ClaimFilter {
  readonly state: string | null
  readonly unanswered: boolean | null
  readonly payerId: string | null
  readonly filingDueBefore: string | null
  readonly treatmentDayId: string | null
  readonly after: string
  readonly limit: number
}

export async function listClaims(work: Work, filter: ClaimFilter): Promise<Claim[]> {
  const { state, unanswered, payerId, filingDueBefore, treatmentDayId, after, limit } = filter
  const values = [work.practiceId, state, payerId, filingDueBefore, treatmentDayId, after, limit, unanswered]
  return (await work.query<Row>(list, values)).map(readClaim)
}

/** Practices that have claims whose window has opened. */
export async function practicesReady(query: Work['query'], now: string): Promise<string[]> {
  const rows = await query<{ practice_id: string }>(readyPractices, [now])
  return rows.map(({ practice_id }) => practice_id)
}

/**
 * The practice's claims that have waited longest with their window open, in the order of their days: as events lock
 * days, so that the sender and they cannot wait for each other.
 */
export async function readyClaims(work: Work, limit: number): Promise<string[]> {
  const rows = await work.query<{ id: string }>(ready, [work.practiceId, work.now, limit])
  return rows.map(({ id }) => id)
}

/** Without its day's answer. */
export function readClaim(row: Row): Claim {
  const charges = row.charges as Charges | null
  if (charges) stored.add(charges)
  return {
    id: row.id,
    treatmentDayId: row.treatment_day_id,
    coverageOrder: row.coverage_order,
    version: row.version,
    dayVersion: row.day_version,
    // Written by saveClaim alone, from the same types; states are also checked by the table.
    chargeStanding: row.charge_standing as Claim['chargeStanding'],
    state: row.state as ClaimState,
    payerFamily: row.payer_family as PayerFamily | null,
    charges,
    holdRules: row.hold_rules,
    capturedVersion: row.captured_version,
    answer: null,
    heldByPerson: row.held_by_person,
    heldBecause: row.held_because,
    payerId: row.payer_id,
    patientId: row.patient_id,
    billingNpi: row.billing_npi,
    serviceDate: serviceDate(row.service_date),
    chargeCents: cents(row.charge_cents),
    timelyFilingDueOn: row.timely_filing_due_on === null ? null : serviceDate(row.timely_filing_due_on),
    claimVersion: row.claim_version,
    claimNumber: row.claim_number,
    builtDayVersion: row.built_day_version,
    readyAt: row.ready_at,
    unanswered: row.unanswered,
    traceparent: row.traceparent,
  }
}

function binding(claimId: string): string {
  return `claim|person|${claimId}`
}

function dayBinding(treatmentDayId: string): string {
  return `treatment_day|answer_person|${treatmentDayId}`
}

/**
 * The no-op update locks the row that another transaction is just inserting, too. One that is there is locked as it is: updated, it
 * left a dead row each of the four times a visit.
 */
const lockTheDay = {
  name: 'day-lock',
  text: `with found as (select * from treatment_day where practice_id = $1 and id = $2 for update),
              made as (insert into treatment_day (practice_id, id) select $1, $2 where not exists (select from found)
                       on conflict (practice_id, id) do update set id = excluded.id returning *)
         select * from found union all select * from made`,
}

const updateAnswer = {
  name: 'day-answer',
  text: `update treatment_day set answer = $3, answer_person = $4 where practice_id = $1 and id = $2`,
}

const lockOfDay = {
  name: 'claim-lock-of-day',
  text: 'select * from claim where practice_id = $1 and treatment_day_id = $2 and coverage_order = 1 for update',
}

const findDay = {
  name: 'claim-find-day',
  text: 'select treatment_day_id from claim where practice_id = $1 and id = $2',
}

const findWithAnswer = {
  name: 'claim-find-with-answer',
  text: `select c.*, d.answer from claim c
         left join treatment_day d on d.practice_id = c.practice_id and d.id = c.treatment_day_id
         where c.practice_id = $1 and c.id = $2`,
}

/** The first trace of a claim stays: it is the visit's. */
const upsert = {
  name: 'claim-upsert',
  text: `insert into claim (practice_id, id, treatment_day_id, coverage_order, version, day_version, state, held_because,
                            payer_id, patient_id, billing_npi, service_date, charge_cents, timely_filing_due_on, charges,
                            person, traceparent, created_at, updated_at, charge_standing, hold_rules, captured_version,
                            held_by_person, claim_version, claim_number, built_day_version, ready_at, unanswered, payer_family)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27, $28)
         on conflict (practice_id, treatment_day_id, coverage_order) do update set
           version = excluded.version, day_version = excluded.day_version, state = excluded.state,
           held_because = excluded.held_because, payer_id = excluded.payer_id, charge_cents = excluded.charge_cents,
           timely_filing_due_on = excluded.timely_filing_due_on, charges = case when $30 then excluded.charges else claim.charges end,
           person = case when $29 then excluded.person else claim.person end, updated_at = excluded.updated_at,
           charge_standing = excluded.charge_standing, hold_rules = excluded.hold_rules,
           captured_version = excluded.captured_version, held_by_person = excluded.held_by_person,
           claim_version = excluded.claim_version, claim_number = excluded.claim_number,
           built_day_version = excluded.built_day_version, ready_at = excluded.ready_at,
           unanswered = excluded.unanswered, payer_family = excluded.payer_family`,
}

const list = {
  name: 'claim-list',
  text: `select * from claim
         where practice_id = $1 and ($2::text is null or state = $2) and ($3::text is null or payer_id = $3)
           and ($4::date is null or timely_filing_due_on < $4) and ($5::text is null or treatment_day_id = $5)
           and id > $6 and ($8::boolean is null or unanswered = $8)
         order by id limit $7`,
}

const ready = {
  name: 'claim-ready',
  text: `select id from (select id, treatment_day_id from claim
                         where practice_id = $1 and state = 'ready' and ready_at <= $2
                         order by ready_at, id limit $3) oldest
         order by treatment_day_id`,
}

const readyPractices = {
  name: 'claim-ready-practices',
  text: `select distinct practice_id from claim where state = 'ready' and ready_at <= $1 order by practice_id`,
}
