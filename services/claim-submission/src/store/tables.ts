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

const schema = pgSchema('claim_submission')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

export const claim = schema.table('claim', {
  practice_id: text().notNull(),
  id: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  version: integer().notNull(),
  day_version: integer().notNull(),
  state: text().notNull(),
  held_because: text(),
  payer_id: text(),
  patient_id: text().notNull(),
  billing_npi: text().notNull(),
  service_date: date({ mode: 'string' }).notNull(),
  charge_cents: bigint({ mode: 'number' }).notNull(),
  timely_filing_due_on: date({ mode: 'string' }),
  charges: jsonb().notNull(),
  person: bytea().notNull(),
  traceparent: text(),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
  charge_standing: text().notNull(),
  hold_rules: text().array().notNull(),
  captured_version: integer().notNull(),
  held_by_person: text(),
  claim_version: integer().notNull(),
  claim_number: text(),
  built_day_version: integer().notNull(),
  ready_at: instant('ready_at'),
  unanswered: boolean().notNull(),
  payer_family: text(),
})

export const treatment_day = schema.table('treatment_day', {
  practice_id: text().notNull(),
  id: text().notNull(),
  answer: jsonb(),
  answer_person: bytea(),
})

export const claim_version = schema.table('claim_version', {
  practice_id: text().notNull(),
  claim_id: text().notNull(),
  version: integer().notNull(),
  claim_number: text().notNull(),
  kind: text().notNull(),
  frequency: text().notNull(),
  replaces_claim_number: text(),
  day_version: integer().notNull(),
  state: text().notNull(),
  charge_cents: bigint({ mode: 'number' }).notNull(),
  lines: jsonb().notNull(),
  document: bytea().notNull(),
  explanation: jsonb().notNull(),
  batch_id: text(),
  payer_claim_key: bytea(),
  payer_claim_number: bytea(),
  sent_at: instant('sent_at'),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
  remarks: text().array(),
  paid_cents: bigint({ mode: 'number' }),
  payer_id: text().notNull(),
  payer_family: text().notNull(),
  answers: jsonb().notNull(),
  waited_as: text(),
})

export const claim_decision = schema.table('claim_decision', {
  practice_id: text().notNull(),
  id: text().notNull(),
  claim_id: text().notNull(),
  did: text().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  reason: bytea().notNull(),
  decided_at: instant('decided_at').notNull(),
})

export const batch = schema.table('batch', {
  practice_id: text().notNull(),
  id: text().notNull(),
  partner_id: text().notNull(),
  interchange_number: integer().notNull(),
  group_number: integer().notNull(),
  state: text().notNull(),
  claims: integer().notNull(),
  charge_cents: bigint({ mode: 'number' }).notNull(),
  digest: text().notNull(),
  bytes: integer().notNull(),
  tries: integer().notNull(),
  next_try_at: instant('next_try_at').notNull(),
  said: text(),
  interchange_verdict: text(),
  transaction_verdict: text(),
  written_at: instant('written_at').notNull(),
  sent_at: instant('sent_at'),
})

export const control_number = schema.table('control_number', {
  partner_id: text().notNull(),
  interchange: integer().notNull(),
  group_number: integer().notNull(),
})

export const acknowledgment = schema.table('acknowledgment', {
  practice_id: text().notNull(),
  id: text().notNull(),
  transmission_id: text().notNull(),
  content: text().notNull(),
  batch_id: text(),
  claim_id: text(),
  claim_number: text(),
  verdict: text().notNull(),
  codes: jsonb().notNull(),
  digest: text().notNull(),
  received_at: instant('received_at').notNull(),
})

export const payer = schema.table('payer', {
  practice_id: text().notNull(),
  payer_id: text().notNull(),
  version: integer().notNull(),
  profile: jsonb().notNull(),
  updated_at: instant('updated_at').notNull(),
})

export const transmission = schema.table('transmission', {
  practice_id: text().notNull(),
  id: text().notNull(),
  partner_id: text().notNull(),
  content: text().notNull(),
  digest: text().notNull(),
  bytes: integer().notNull(),
  channel: text().notNull(),
  received_at: instant('received_at').notNull(),
})

export const webhook_delivery = schema.table('webhook_delivery', {
  practice_id: text().notNull(),
  partner_id: text().notNull(),
  webhook_id: text().notNull(),
  digest: text().notNull(),
  received_at: instant('received_at').notNull(),
})

export const expected_file = schema.table('expected_file', {
  practice_id: text().notNull(),
  partner_id: text().notNull(),
  file_id: text().notNull(),
  channel: text().notNull(),
  tries: integer().notNull(),
  next_try_at: instant('next_try_at').notNull(),
  fetched_at: instant('fetched_at'),
  said: text(),
  refused_digest: text(),
})

export const partner_cursor = schema.table('partner_cursor', {
  practice_id: text().notNull(),
  partner_id: text().notNull(),
  file_cursor: text().notNull(),
  polled_at: instant('polled_at').notNull(),
})
