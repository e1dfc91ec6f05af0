/** Tables of go-live, for their row types and the drift test. */
import { bigint, bytea, date, integer, pgSchema, text, timestamp } from '@tally/platform/drizzle'

const schema = pgSchema('era_posting')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const money = () => bigint({ mode: 'number' })

export const openingImport = schema.table('opening_import', {
  practice_id: text().notNull(),
  id: text().notNull(),
  system: text().notNull(),
  file_digest: text().notNull(),
  effective_on: date({ mode: 'string' }).notNull(),
  claims: integer().notNull(),
  lines: integer().notNull(),
  payer_cents: money().notNull(),
  patient_cents: money().notNull(),
  credit_cents: money().notNull(),
  by_key: text().notNull(),
  by_label: text().notNull(),
  imported_at: instant('imported_at').notNull(),
})

export const openingClaim = schema.table('opening_claim', {
  practice_id: text().notNull(),
  treatment_day_id: text().notNull(),
  import_id: text().notNull(),
  claim_id: text(),
  content_digest: bytea().notNull(),
})

export const openingLine = schema.table('opening_line', {
  practice_id: text().notNull(),
  charge_line_id: text().notNull(),
  treatment_day_id: text().notNull(),
  payer_cents: money().notNull(),
  patient_cents: money().notNull(),
})
