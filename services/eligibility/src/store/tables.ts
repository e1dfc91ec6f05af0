/**
 * The service's tables, for their row types and the drift test; statements are SQL, beside what they serve.
 */
import {
  bigint,
  boolean,
  bytea,
  date,
  integer,
  jsonb,
  pgSchema,
  text,
  timestamp,
} from '@tally/platform/drizzle'

const schema = pgSchema('eligibility')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const day = () => date({ mode: 'string' })

export const patient = schema.table('patient', {
  practice_id: text().notNull(),
  id: text().notNull(),
  version: integer().notNull(),
  told_version: integer().notNull(),
  told: jsonb(),
  told_cards: bytea(),
})

export const treatment_day = schema.table('treatment_day', {
  practice_id: text().notNull(),
  id: text().notNull(),
  patient_id: text().notNull(),
  billing_npi: text().notNull(),
  service_date: day().notNull(),
  version: integer().notNull(),
  standing: text().notNull(),
  captured_version: integer().notNull(),
  payer_id: text(),
  payer_family: text(),
  member_key: text(),
  question_key: text(),
  episode_id: text(),
  services: jsonb().notNull(),
  plan: jsonb(),
  progress_reports: jsonb().notNull(),
  therapy_allowed_cents: bigint({ mode: 'number' }),
  person: bytea().notNull(),
  heard_at: instant('heard_at').notNull(),
  asked_key: text(),
  answer_due_at: instant('answer_due_at').notNull(),
  waiting: boolean().notNull(),
  decision: integer().notNull(),
  answered_version: integer().notNull(),
  answer: jsonb(),
  overridden: jsonb(),
  traceparent: text(),
})

export const inquiry = schema.table('inquiry', {
  practice_id: text().notNull(),
  id: text().notNull(),
  patient_id: text().notNull(),
  payer_id: text().notNull(),
  question_key: text().notNull(),
  as_of: day().notNull(),
  partner_id: text().notNull(),
  interchange_number: integer().notNull(),
  cause: text().notNull(),
  state: text().notNull(),
  question: bytea(),
  problems: jsonb().notNull(),
  tries: integer().notNull(),
  next_try_at: instant('next_try_at'),
  said: text(),
  asked_at: instant('asked_at').notNull(),
  answered_at: instant('answered_at'),
  coverage: text(),
  benefits: jsonb(),
  answer: bytea(),
  reply_digest: text(),
  traceparent: text(),
  arrival: bigint({ mode: 'number' }).notNull(),
})

export const circuit = schema.table('circuit', {
  practice_id: text().notNull(),
  partner_id: text().notNull(),
  outcomes: text().notNull(),
  open_until: instant('open_until'),
})

export const payer = schema.table('payer', {
  practice_id: text().notNull(),
  payer_id: text().notNull(),
  version: integer().notNull(),
  payer_family: text().notNull(),
  checks_eligibility: boolean().notNull(),
})

export const claim_standing = schema.table('claim_standing', {
  practice_id: text().notNull(),
  claim_id: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  sequence: integer().notNull(),
  standing: text().notNull(),
  services: jsonb(),
  went_out: jsonb().notNull(),
})

export const decided_day = schema.table('decided_day', {
  practice_id: text().notNull(),
  treatment_day_id: text().notNull(),
})

export const denial_cause = schema.table('denial_cause', {
  practice_id: text().notNull(),
  denial_id: text().notNull(),
  patient_id: text().notNull(),
  payer_id: text().notNull(),
  category: text().notNull(),
  sequence: integer().notNull(),
  heard_at: instant('heard_at').notNull(),
})

export const episode = schema.table('episode', {
  practice_id: text().notNull(),
  id: text().notNull(),
  patient_id: text().notNull(),
  version: integer().notNull(),
  told: jsonb(),
  seen: jsonb(),
  seen_on: day(),
})

export const work_item = schema.table('work_item', {
  practice_id: text().notNull(),
  id: text().notNull(),
  kind: text().notNull(),
  subject: text().notNull(),
  patient_id: text().notNull(),
  rule: text().notNull(),
  says: text().notNull(),
  next: text().notNull(),
  due_on: day(),
  opened_at: instant('opened_at').notNull(),
  closed_at: instant('closed_at'),
  closed_because: text(),
})

export const authorization_grant = schema.table('authorization_grant', {
  practice_id: text().notNull(),
  id: text().notNull(),
  patient_id: text().notNull(),
  payer_id: text().notNull(),
  version: integer().notNull(),
  status: text().notNull(),
  number: bytea(),
  number_key: text(),
  codes: text().array().notNull(),
  from_on: day(),
  to_on: day(),
  counted_in: text().notNull(),
  limited: boolean().notNull(),
  evaluation_exempt: boolean().notNull(),
  source: text().notNull(),
  said_low: boolean().notNull(),
  said_exhausted: boolean().notNull(),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
})

export const authorization_entry = schema.table('authorization_entry', {
  practice_id: text().notNull(),
  authorization_id: text().notNull(),
  position: integer().notNull(),
  kind: text().notNull(),
  quantity: integer().notNull(),
  treatment_day_id: text(),
  at: instant('at').notNull(),
})
