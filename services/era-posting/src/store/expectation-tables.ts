/** Tables of what was expected against what was paid, and of what the nights' looks found, for their row types and the drift test. */
import { bigint, bytea, date, integer, jsonb, pgSchema, text, timestamp } from '@tally/platform/drizzle'

const schema = pgSchema('era_posting')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const day = () => date({ mode: 'string' })
const money = () => bigint({ mode: 'number' })

export const chargePrice = schema.table('charge_price', {
  practice_id: text().notNull(),
  charge_line_id: text().notNull(),
  expected_allowed_cents: money().notNull(),
  reasons: jsonb().notNull(),
})

export const variance = schema.table('variance', {
  practice_id: text().notNull(),
  id: text().notNull(),
  remittance_id: text().notNull(),
  claim_id: text().notNull(),
  charge_line_id: text().notNull(),
  payer_id: text().notNull(),
  service_date: day().notNull(),
  procedure_code: text().notNull(),
  expected_allowed_cents: money().notNull(),
  allowed_cents: money().notNull(),
  found_at: instant('found_at').notNull(),
  position: integer(),
  tolerance_cents: money().notNull(),
  paid_cents: money(),
  patient_cents: money(),
  adjustments: jsonb().notNull(),
  because: text().notNull(),
  says: text().notNull(),
  rule: jsonb(),
  state: text().notNull(),
  withdrawn_because: text(),
  withdrawn_at: instant('withdrawn_at'),
})

export const varianceDecision = schema.table('variance_decision', {
  practice_id: text().notNull(),
  id: text().notNull(),
  variance_id: text().notNull(),
  state: text().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  reason: bytea().notNull(),
  decided_at: instant('decided_at').notNull(),
  arrival: bigint({ mode: 'number' }).notNull(),
})

export const remittanceProof = schema.table('remittance_proof', {
  practice_id: text().notNull(),
  remittance_id: text().notNull(),
  digest: text(),
  equalities: integer().notNull(),
  broken: integer().notNull(),
  proven_at: instant('proven_at').notNull(),
})

export const ledgerNight = schema.table('ledger_night', {
  practice_id: text().notNull(),
  night: day().notNull(),
  looked_at: instant('looked_at').notNull(),
  broken: integer().notNull(),
  unproven: integer().notNull(),
  proven: integer().notNull(),
  examples: jsonb().notNull(),
  took_ms: integer().notNull(),
})
