/**
 * The service's tables, for their row types and the drift test; statements are SQL, beside what they serve.
 */
import { bigint, bytea, date, integer, jsonb, pgSchema, text, timestamp } from '@tally/platform/drizzle'

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
})
