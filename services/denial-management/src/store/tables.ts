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

const schema = pgSchema('denial_management')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

export const payer = schema.table('payer', {
  practice_id: text().notNull(),
  id: text().notNull(),
  version: integer().notNull(),
  family: text().notNull(),
  appeal_days: integer(),
  accepts_replacement: boolean().notNull(),
})

export const treatmentDay = schema.table('treatment_day', {
  practice_id: text().notNull(),
  id: text().notNull(),
  version: integer().notNull(),
  status: text().notNull(),
  patient_id: text().notNull(),
  service_date: date({ mode: 'string' }).notNull(),
  coverages: jsonb().notNull(),
  asks_nobody: text(),
})

export const claim = schema.table('claim', {
  practice_id: text().notNull(),
  id: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  payer_id: text().notNull(),
  payer_family: text(),
  patient_id: text(),
  service_date: date({ mode: 'string' }),
  claim_version: integer().notNull(),
  claim_number: text().notNull(),
  standing: text().notNull(),
  was_accepted: boolean().notNull(),
  was_adjudicated: boolean().notNull(),
  unanswered_for: text(),
  filing_due_on: date({ mode: 'string' }),
  expected: jsonb().notNull(),
  heard: jsonb().notNull(),
  last_remittance_id: text(),
  taken_back: jsonb(),
  decisions: jsonb().notNull(),
})

export const denial = schema.table('denial', {
  practice_id: text().notNull(),
  id: text().notNull(),
  version: integer().notNull(),
  source: text().notNull(),
  claim_id: text().notNull(),
  claim_version: integer().notNull(),
  claim_number: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  payer_id: text().notNull(),
  patient_id: text().notNull(),
  service_date: date({ mode: 'string' }),
  charge_line_id: text(),
  procedure_code: text(),
  group_code: text(),
  reason_code: text().notNull(),
  remarks: text().array().notNull(),
  remittance_id: text(),
  amount_cents: bigint({ mode: 'number' }).notNull(),
  recoverable_cents: bigint({ mode: 'number' }).notNull(),
  category: text().notNull(),
  classified: jsonb().notNull(),
  remedy: text(),
  because: jsonb().notNull(),
  received_on: date({ mode: 'string' }).notNull(),
  due_on: date({ mode: 'string' }).notNull(),
  due: jsonb().notNull(),
  appeals: integer().notNull(),
  status: text().notNull(),
  waits_for: text(),
  resolution: text(),
  resolved_because: text(),
  missed_on: date({ mode: 'string' }),
  opened_at: instant('opened_at').notNull(),
  updated_at: instant('updated_at').notNull(),
  answer: jsonb(),
  proposed_by: text(),
  proposed_at: instant('proposed_at'),
  before_answer: jsonb(),
  stands_decided: boolean().notNull(),
})

export const denialStep = schema.table('denial_step', {
  practice_id: text().notNull(),
  denial_id: text().notNull(),
  version: integer().notNull(),
  did: text().notNull(),
  key_id: text(),
  reason: bytea(),
  at: instant('at').notNull(),
  answered_on: date({ mode: 'string' }),
})

export const appeal = schema.table('appeal', {
  practice_id: text().notNull(),
  id: text().notNull(),
  denial_id: text().notNull(),
  claim_id: text().notNull(),
  payer_id: text().notNull(),
  level: integer().notNull(),
  filed_on: date({ mode: 'string' }).notNull(),
  answer_due_on: date({ mode: 'string' }).notNull(),
  outcome: text().notNull(),
  decided_on: date({ mode: 'string' }),
})
