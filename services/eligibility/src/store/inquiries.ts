/** Questions to payers and their answers. The question's bytes and the whole answer are sealed and bound to the inquiry. */
import { assert, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { SubscriberBenefits } from '@tally/x12'
import type { BenefitsKnown } from '../domain/benefits-known.ts'
import type { Inquiry, InquiryState, WritingProblem } from '../domain/inquiry.ts'
import type { inquiry } from './tables.ts'

type Row = typeof inquiry.$inferSelect

/** What only those see who may see the person. */
export interface InquiryAnswer {
  readonly inquiry: Inquiry
  readonly told: SubscriberBenefits | null
  readonly replyDigest: string | null
}

export interface NewInquiry
  extends Pick<Inquiry, 'id' | 'patientId' | 'payerId' | 'questionKey' | 'asOf' | 'problems'> {
  readonly partnerId: string
  readonly interchangeNumber: number
  readonly cause: 'charge' | 'request'
  /** The 270; null when none could be written. */
  readonly text: string | null
  readonly traceparent: string | null
}

/** Interchange and group number of a question: used once, gaps are questions that were not committed. */
export async function takeNumber(work: Work): Promise<number> {
  const [row] = await work.query<{ number: number }>(nextNumber)
  assert(row, 'a sequence gives a number')
  return row.number
}

export async function addInquiry(work: Work, added: NewInquiry): Promise<Inquiry> {
  const { id, patientId, payerId, questionKey, asOf, partnerId, interchangeNumber, cause, text, problems } =
    added
  const state: InquiryState = text === null ? 'refused' : 'open'
  const said = text === null ? 'no 270 could be written from what is known of the patient' : null
  const sealed = text === null ? null : work.keys.sealColumn(text, binding(id, 'question'))
  await work.query(insert, [
    ...[
      work.practiceId,
      id,
      patientId,
      payerId,
      questionKey,
      asOf,
      partnerId,
      interchangeNumber,
      cause,
      state,
    ],
    ...[sealed, JSON.stringify(problems), text === null ? null : work.now, said, work.now, added.traceparent],
  ])
  return {
    ...{ id, patientId, payerId, questionKey, asOf, state, tries: 0, said, problems },
    ...{ askedAt: work.now, answeredAt: null, benefits: null },
  }
}

export async function inquiriesOf(
  work: Work,
  patientId: string,
  questionKeys: readonly string[],
): Promise<Inquiry[]> {
  if (questionKeys.length === 0) return []
  return (await work.query<Row>(ofQuestions, [work.practiceId, patientId, questionKeys])).map(read)
}

/** The newest answered one of each payer. */
export async function newestAnswers(work: Work, patientId: string): Promise<Inquiry[]> {
  return (await work.query<Row>(newest, [work.practiceId, patientId])).map(read)
}

export async function findInquiry(work: Work, id: string): Promise<Inquiry | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

export async function inquiryAnswer(work: Work, id: string): Promise<InquiryAnswer | null> {
  const [row] = await work.query<Row>(findWhole, [work.practiceId, id])
  if (!row) return null
  const told = row.answer
    ? (work.keys.openColumn(row.answer, binding(id, 'answer')) as SubscriberBenefits)
    : null
  return { inquiry: read(row), told, replyDigest: row.reply_digest }
}

/** The 270 as it was frozen; null when it is not to be asked any more. */
export async function frozenQuestion(work: Work, id: string): Promise<string | null> {
  const [row] = await work.query<Row>(findWhole, [work.practiceId, id])
  if (!row?.question || (row.state !== 'open' && row.state !== 'deferred')) return null
  return String(work.keys.openColumn(row.question, binding(id, 'question')))
}

export interface Due {
  readonly practiceId: string
  readonly id: string
  readonly traceparent: string | null
}

/** Takes up to `most` due questions of every practice, oldest first, for as long as one attempt may last. */
export async function takeDue(
  query: Work['query'],
  now: string,
  until: string,
  most: number,
): Promise<Due[]> {
  const rows = await query<Pick<Row, 'practice_id' | 'id' | 'traceparent'>>(take, [now, until, most])
  return rows.map(({ practice_id, id, traceparent }) => ({ practiceId: practice_id, id, traceparent }))
}

/** Whose question a trace is, of any practice: an answer names our trace and not whose it is. */
export async function inquiryByTrace(
  query: Work['query'],
  partnerId: string,
  trace: string,
): Promise<Due | null> {
  const [row] = await query<Pick<Row, 'practice_id' | 'id' | 'traceparent'>>(byTrace, [trace, partnerId])
  return row ? { practiceId: row.practice_id, id: row.id, traceparent: row.traceparent } : null
}

export interface Moved {
  readonly state: InquiryState
  readonly said: string | null
  readonly nextTryAt: string | null
}

export async function moveInquiry(work: Work, id: string, { state, said, nextTryAt }: Moved): Promise<void> {
  await work.query(move, [work.practiceId, id, state, said, nextTryAt])
}

/** What is not to be asked before `resting` is asked now; what is due earlier, or on its way, stays as it is. */
export async function bringForward(work: Work, id: string, resting: string): Promise<void> {
  await work.query(forward, [work.practiceId, id, work.now, resting])
}

export interface Answered {
  readonly benefits: BenefitsKnown
  readonly told: SubscriberBenefits | null
  readonly replyDigest: string | null
}

export async function saveAnswer(
  work: Work,
  id: string,
  { benefits, told, replyDigest }: Answered,
): Promise<void> {
  const sealed = told ? work.keys.sealColumn(told, binding(id, 'answer')) : null
  await work.query(answer, [
    ...[work.practiceId, id, work.now, benefits.coverage, JSON.stringify(benefits), sealed, replyDigest],
  ])
}

function read(row: Omit<Row, 'question' | 'answer' | 'arrival'>): Inquiry {
  return {
    id: row.id,
    patientId: row.patient_id,
    payerId: row.payer_id,
    questionKey: row.question_key,
    asOf: serviceDate(row.as_of),
    // Written by this file alone, from the same types; states are also checked by the table.
    state: row.state as InquiryState,
    problems: row.problems as readonly WritingProblem[],
    benefits: row.benefits as BenefitsKnown | null,
    tries: row.tries,
    said: row.said,
    askedAt: row.asked_at,
    answeredAt: row.answered_at,
  }
}

function binding(id: string, column: 'question' | 'answer'): string {
  return `inquiry|${column}|${id}`
}

/** Without the two long columns. */
const columns = `practice_id, id, patient_id, payer_id, question_key, as_of, partner_id, interchange_number, cause, state,
  problems, tries, next_try_at, said, asked_at, answered_at, coverage, benefits, reply_digest, traceparent`

const nextNumber = { name: 'question-number', text: `select nextval('question_number') as number` }

const insert = {
  name: 'inquiry-insert',
  text: `insert into inquiry (practice_id, id, patient_id, payer_id, question_key, as_of, partner_id, interchange_number,
                              cause, state, question, problems, next_try_at, said, asked_at, traceparent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
}

const ofQuestions = {
  name: 'inquiry-of-questions',
  text: `select ${columns} from inquiry
         where practice_id = $1 and patient_id = $2 and question_key = any ($3::text[]) order by arrival`,
}

const newest = {
  name: 'inquiry-newest',
  // A question of a month long ago, asked late, says nothing of what is left now.
  text: `select distinct on (payer_id) ${columns} from inquiry
         where practice_id = $1 and patient_id = $2 and state = 'answered'
         order by payer_id, date_trunc('month', as_of) desc, answered_at desc, arrival desc`,
}

const find = {
  name: 'inquiry-find',
  text: `select ${columns} from inquiry where practice_id = $1 and id = $2`,
}

const findWhole = { name: 'inquiry-whole', text: 'select * from inquiry where practice_id = $1 and id = $2' }

const take = {
  name: 'inquiry-take',
  text: `update inquiry i set next_try_at = $2, tries = i.tries + 1
         from (select practice_id, id from inquiry
               where state in ('open', 'deferred') and next_try_at <= $1
               order by next_try_at, id limit $3 for update skip locked) due
         where i.practice_id = due.practice_id and i.id = due.id
         returning i.practice_id, i.id, i.traceparent`,
}

const byTrace = {
  name: 'inquiry-by-trace',
  text: 'select practice_id, id, traceparent from inquiry where id = $1 and partner_id = $2',
}

const move = {
  name: 'inquiry-move',
  text: `update inquiry set state = $3, said = $4, next_try_at = $5::timestamptz where practice_id = $1 and id = $2`,
}

const forward = {
  name: 'inquiry-bring-forward',
  text: `update inquiry set next_try_at = $3 where practice_id = $1 and id = $2 and next_try_at > $4`,
}

/** The first answer stays until a later one replaces it. */
const answer = {
  name: 'inquiry-answer',
  text: `update inquiry set state = 'answered', answered_at = $3, coverage = $4, benefits = $5, answer = $6,
                            reply_digest = $7, next_try_at = null, said = null
         where practice_id = $1 and id = $2`,
}
