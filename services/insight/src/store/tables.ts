/**
 * The service's tables, for their row types and the drift test; statements are SQL, beside what they serve.
 */
import { bigint, boolean, date, integer, jsonb, pgSchema, text, timestamp } from '@tally/platform/drizzle'

const schema = pgSchema('insight')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const cents = () => bigint({ mode: 'number' })

export const fact = schema.table('fact', {
  practice_id: text().notNull(),
  message_id: text().notNull(),
  position: bigint({ mode: 'number' }).notNull(),
  type: text().notNull(),
  service: text().notNull(),
  subject: text().notNull(),
  sequence: integer().notNull(),
  correlation_id: text().notNull(),
  causation_id: text().notNull(),
  at: instant('at').notNull(),
  data: jsonb().notNull(),
  trace_id: text(),
  cents: cents(),
})

export const encounterDay = schema.table('encounter_day', {
  practice_id: text().notNull(),
  encounter_id: text().notNull(),
  treatment_day_id: text().notNull(),
})

export const money = schema.table('money', {
  practice_id: text().notNull(),
  message_id: text().notNull(),
  treatment_day_id: text().notNull(),
  kind: text().notNull(),
  at: instant('at').notNull(),
  version: integer(),
  service_date: date({ mode: 'string' }),
  charge_cents: cents().notNull(),
  desk_cents: cents().notNull(),
  paid_cents: cents().notNull(),
  written_cents: cents().notNull(),
  contractual_cents: cents().notNull(),
  claim_id: text(),
  claim_version: integer(),
  sequence: integer(),
  decides: boolean().notNull(),
  denied_cents: cents().notNull(),
  denies: boolean().notNull(),
})
