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

const schema = pgSchema('charge_capture')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

export const encounter = schema.table('encounter', {
  practice_id: text().notNull(),
  id: text().notNull(),
  version: integer().notNull(),
  status: text().notNull(),
  treatment_day_id: text().notNull(),
  patient_id: text().notNull(),
  service_date: date({ mode: 'string' }).notNull(),
  created_at: instant('created_at').notNull(),
  arrival: bigint({ mode: 'number' }).notNull(),
  system: text().notNull(),
})

export const encounterVersion = schema.table('encounter_version', {
  practice_id: text().notNull(),
  encounter_id: text().notNull(),
  version: integer().notNull(),
  status: text().notNull(),
  content_hash: text().notNull(),
  clear: jsonb().notNull(),
  sealed: bytea().notNull(),
  member_keys: jsonb().notNull(),
  received_at: instant('received_at').notNull(),
  received_from: text().notNull(),
})

export const treatmentDay = schema.table('treatment_day', {
  practice_id: text().notNull(),
  id: text().notNull(),
  billing_npi: text().notNull(),
  patient_id: text().notNull(),
  service_date: date({ mode: 'string' }).notNull(),
  case: text().notNull(),
  version: integer().notNull(),
  status: text().notNull(),
  captured_as: integer(),
  encounters: jsonb().notNull(),
  diagnoses: text().array().notNull(),
  lines: jsonb().notNull(),
  findings: jsonb().notNull(),
  said: text(),
  kx_ledger: text(),
})

export const payerFamily = schema.table('payer_family', {
  practice_id: text().notNull(),
  payer_id: text().notNull(),
  version: integer().notNull(),
  family: text().notNull(),
  coding_rules: jsonb().notNull(),
  filing_days: integer(),
})

export const patientCoverage = schema.table('patient_coverage', {
  practice_id: text().notNull(),
  patient_id: text().notNull(),
  version: integer().notNull(),
  coverages: jsonb().notNull(),
  cards: bytea().notNull(),
})

export const verifiedCoverage = schema.table('verified_coverage', {
  practice_id: text().notNull(),
  patient_id: text().notNull(),
  payer_id: text().notNull(),
  year: integer().notNull(),
  version: integer().notNull(),
  coverage: text().notNull(),
  used_elsewhere_cents: bigint({ mode: 'number' }),
})

export const claimStanding = schema.table('claim_standing', {
  practice_id: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  sequence: integer().notNull(),
  claim_id: text().notNull(),
  state: text(),
  payer_id: text(),
  payer_family: text(),
  paid: boolean().notNull(),
  told: text(),
  claim_version: integer(),
  money_sequences: jsonb().notNull(),
  answers: jsonb().notNull(),
})

export const actualAllowed = schema.table('actual_allowed', {
  practice_id: text().notNull(),
  charge_line_id: text().notNull(),
  allowed_cents: bigint({ mode: 'number' }).notNull(),
})

export const recodeRequest = schema.table('recode_request', {
  practice_id: text().notNull(),
  denial_id: text().notNull(),
  treatment_day_id: text().notNull(),
  category: text().notNull(),
  reason_code: text().notNull(),
  charge_line_ids: text().array().notNull(),
  requested_at: instant('requested_at').notNull(),
  answered_by: integer(),
})

export const workItem = schema.table('work_item', {
  practice_id: text().notNull(),
  id: text().notNull(),
  kind: text().notNull(),
  subject: text().notNull(),
  patient_id: text().notNull(),
  rule: text().notNull(),
  says: text().notNull(),
  next: text().notNull(),
  due_on: date({ mode: 'string' }),
  opened_at: instant('opened_at').notNull(),
  closed_at: instant('closed_at'),
  closed_because: text(),
})
