/** Tables of hand work, deposits and closings, for their row types and the drift test. */
import { bigint, bytea, date, integer, jsonb, pgSchema, text, timestamp } from '@tally/platform/drizzle'

const schema = pgSchema('era_posting')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const day = () => date({ mode: 'string' })
const money = () => bigint({ mode: 'number' })

export const handEntry = schema.table('hand_entry', {
  practice_id: text().notNull(),
  id: text().notNull(),
  kind: text().notNull(),
  status: text().notNull(),
  amount_cents: money().notNull(),
  effective_on: day().notNull(),
  patient_id: text(),
  payer_id: text(),
  asked: jsonb().notNull(),
  lines: jsonb().notNull(),
  batch_id: text(),
  remittance_id: text(),
  words: bytea().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  made_at: instant('made_at').notNull(),
  second_key: text(),
  second_label: text(),
  second_at: instant('second_at'),
  reversal_batch_id: text(),
  reversed_by_key: text(),
  reversed_by_label: text(),
  reversed_at: instant('reversed_at'),
  reversal_words: bytea(),
})

export const patientPerson = schema.table('patient_person', {
  practice_id: text().notNull(),
  patient_id: text().notNull(),
  service_date: day().notNull(),
  person: bytea().notNull(),
})

export const visitPlace = schema.table('visit_place', {
  practice_id: text().notNull(),
  treatment_day_id: text().notNull(),
  version: integer().notNull(),
  location_digest: bytea(),
  location: bytea(),
})

export const duePayment = schema.table('due_payment', {
  practice_id: text().notNull(),
  remittance_id: text().notNull(),
  trace: text().notNull(),
  trace_number: text().notNull(),
  payer_id: text(),
  payment_cents: money().notNull(),
  paid_on: day(),
  late_on: day(),
  trace_digest: bytea(),
  looked_at: instant('looked_at'),
})

export const deposit = schema.table('deposit', {
  practice_id: text().notNull(),
  id: text().notNull(),
  source: text().notNull(),
  line_digest: bytea().notNull(),
  deposited_on: day().notNull(),
  amount_cents: money().notNull(),
  status: text().notNull(),
  because: text(),
  expected_cents: money(),
  words: bytea().notNull(),
  late_on: day().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  made_at: instant('made_at').notNull(),
})

export const depositToken = schema.table('deposit_token', {
  practice_id: text().notNull(),
  token_digest: bytea().notNull(),
  deposit_id: text().notNull(),
})

export const depositMatch = schema.table('deposit_match', {
  practice_id: text().notNull(),
  batch_id: text().notNull(),
  deposit_id: text().notNull(),
  remittance_id: text().notNull(),
  amount_cents: money().notNull(),
  by_key: text(),
  by_label: text(),
  matched_at: instant('matched_at').notNull(),
  undone_batch_id: text(),
  undone_by_key: text(),
  undone_by_label: text(),
  undone_at: instant('undone_at'),
  words: bytea(),
  undone_words: bytea(),
})

export const ledgerPeriod = schema.table('ledger_period', {
  practice_id: text().notNull(),
  closed_through: day().notNull(),
})

export const ledgerClosing = schema.table('ledger_closing', {
  practice_id: text().notNull(),
  id: text().notNull(),
  closed_through: day().notNull(),
  batches: money().notNull(),
  posted_cents: money().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  reason: bytea().notNull(),
  closed_at: instant('closed_at').notNull(),
})
