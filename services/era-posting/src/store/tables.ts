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

const schema = pgSchema('era_posting')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const day = () => date({ mode: 'string' })
const money = () => bigint({ mode: 'number' })

export const postingBatch = schema.table('posting_batch', {
  practice_id: text().notNull(),
  id: text().notNull(),
  source_type: text().notNull(),
  source_key: text().notNull(),
  remittance_id: text(),
  effective_on: day().notNull(),
  recorded_at: instant('recorded_at').notNull(),
  original_on: day(),
  closed_through: day(),
})

export const posting = schema.table('posting', {
  practice_id: text().notNull(),
  id: bigint({ mode: 'number' }).notNull(),
  batch_id: text().notNull(),
  debit_account: text().notNull(),
  credit_account: text().notNull(),
  amount_cents: money().notNull(),
  source_key: text().notNull(),
  claim_position: integer(),
  reverses: bigint({ mode: 'number' }),
  written_by: bigint({ mode: 'number' }).notNull(),
})

export const chargeDay = schema.table('charge_day', {
  practice_id: text().notNull(),
  treatment_day_id: text().notNull(),
  version: integer().notNull(),
  patient_id: text().notNull(),
  service_date: day().notNull(),
  coverages: jsonb().notNull(),
  patient_paid_cents: money().notNull(),
  treatment_case: text().notNull(),
  third_party: boolean().notNull(),
})

export const chargeLine = schema.table('charge_line', {
  practice_id: text().notNull(),
  id: text().notNull(),
  treatment_day_id: text().notNull(),
  procedure_code: text().notNull(),
  modifiers: text().array().notNull(),
  booked_account: text().notNull(),
  booked_cents: money().notNull(),
  expected_allowed_cents: money(),
})

export const claim = schema.table('claim', {
  practice_id: text().notNull(),
  id: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  patient_id: text().notNull(),
  payer_id: text().notNull(),
  payer_family: text(),
  service_date: day().notNull(),
  standing: text().notNull(),
  heard: integer().notNull(),
  said: integer().notNull(),
  traceparent: text(),
  adjudicated_at: instant('adjudicated_at'),
  settled_at: instant('settled_at'),
})

export const claimVersion = schema.table('claim_version', {
  practice_id: text().notNull(),
  claim_number: text().notNull(),
  folded_number: text().notNull(),
  claim_id: text().notNull(),
  version: integer().notNull(),
  charge_cents: money().notNull(),
  lines: jsonb().notNull(),
  visit_digest: bytea(),
  record_digest: bytea(),
})

export const payerClaimNumber = schema.table('payer_claim_number', {
  practice_id: text().notNull(),
  number_digest: bytea().notNull(),
  claim_id: text().notNull(),
})

export const payerProfile = schema.table('payer_profile', {
  practice_id: text().notNull(),
  payer_id: text().notNull(),
  version: integer().notNull(),
  payer_family: text().notNull(),
  tolerance_cents: money().notNull(),
  assistant_percent: integer().notNull(),
})

export const denial = schema.table('denial', {
  practice_id: text().notNull(),
  id: text().notNull(),
  version: integer().notNull(),
})

export const remittanceFile = schema.table('remittance_file', {
  practice_id: text().notNull(),
  id: text().notNull(),
  transmission_id: text(),
  digest: text().notNull(),
  channel: text().notNull(),
  received_at: instant('received_at').notNull(),
  transactions: integer().notNull(),
})

export const remittance = schema.table('remittance', {
  practice_id: text().notNull(),
  id: text().notNull(),
  file_id: text().notNull(),
  transmission_id: text(),
  ordinal: integer().notNull(),
  digest: text().notNull(),
  blob_digest: text().notNull(),
  status: text().notNull(),
  because: text(),
  verdict: text().notNull(),
  duplicate_of: text(),
  trace: text().notNull(),
  trace_number: text().notNull(),
  payer_id: text(),
  payer_name: text().notNull(),
  payee_npi: text(),
  method: text().notNull(),
  paid_on: day(),
  payment_cents: money().notNull(),
  difference_cents: money().notNull(),
  claims: integer().notNull(),
  matched: integer().notNull(),
  unmatched_cents: money().notNull(),
  provider_level_cents: money().notNull(),
  postings: integer().notNull(),
  said: integer().notNull(),
  tries: integer().notNull(),
  traceparent: text(),
  received_at: instant('received_at').notNull(),
  arrival: bigint({ mode: 'number' }).notNull(),
  posted_at: instant('posted_at'),
  unordered_digest: text(),
})

export const remittanceClaim = schema.table('remittance_claim', {
  practice_id: text().notNull(),
  remittance_id: text().notNull(),
  position: integer().notNull(),
  outcome: text().notNull(),
  because: text(),
  claim_id: text(),
  claim_version: integer(),
  tier: integer(),
  evidence: text(),
  numbers: bytea().notNull(),
  number_digest: bytea().notNull(),
  payer_number_digest: bytea(),
  status: text().notNull(),
  charge_cents: money().notNull(),
  paid_cents: money().notNull(),
  patient_cents: money(),
  denied: boolean().notNull(),
  reverses_remittance_id: text(),
  reverses_position: integer(),
  look_again_at: instant('look_again_at'),
  patient_share: jsonb(),
  legacy: boolean().notNull(),
  coverage_order: integer(),
})

export const patientShareRelease = schema.table('patient_share_release', {
  practice_id: text().notNull(),
  charge_line_id: text().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  reason: bytea().notNull(),
  released_at: instant('released_at').notNull(),
})

export const providerAdjustment = schema.table('provider_adjustment', {
  practice_id: text().notNull(),
  remittance_id: text().notNull(),
  position: integer().notNull(),
  code: text().notNull(),
  account: text().notNull(),
  reference: bytea().notNull(),
  fiscal_on: day(),
  amount_cents: money().notNull(),
  payer_id: text().notNull(),
  provider_id: text().notNull(),
  paired_with: integer(),
  claim_id: text(),
  named_by: integer().notNull(),
  named_whole: boolean().notNull(),
  chain: text().notNull(),
})

export const recoupmentName = schema.table('recoupment_name', {
  practice_id: text().notNull(),
  name_digest: bytea().notNull(),
  remittance_id: text().notNull(),
  position: integer().notNull(),
  begins: boolean().notNull(),
})

export const waitingKey = schema.table('waiting_key', {
  practice_id: text().notNull(),
  key_digest: bytea().notNull(),
  remittance_id: text().notNull(),
  position: integer().notNull(),
})

export const handMatch = schema.table('hand_match', {
  practice_id: text().notNull(),
  id: text().notNull(),
  remittance_id: text().notNull(),
  position: integer().notNull(),
  claim_id: text().notNull(),
  kind: text().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  reason: bytea().notNull(),
  made_at: instant('made_at').notNull(),
})

export const overpayment = schema.table('overpayment', {
  practice_id: text().notNull(),
  id: text().notNull(),
  claim_id: text().notNull(),
  treatment_day_id: text().notNull(),
  coverage_order: integer().notNull(),
  payer_id: text().notNull(),
  payer_family: text().notNull(),
  patient_id: text().notNull(),
  amount_cents: money().notNull(),
  because: text().notNull(),
  identified_on: day().notNull(),
  due_on: day(),
  opened_at: instant('opened_at').notNull(),
  closed_at: instant('closed_at'),
  closed_because: text(),
})

export const ledgerCheck = schema.table('ledger_check', {
  singleton: boolean().notNull(),
  checked_at: instant('checked_at').notNull(),
  broken: integer().notNull(),
  took_ms: integer().notNull(),
  examples: jsonb().notNull(),
})
