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

export const visit = schema.table('visit', {
  practice_id: text().notNull(),
  treatment_day_id: text().notNull(),
  version: integer().notNull(),
  location_digest: bytea(),
  named: bytea().notNull(),
})

export const webhookEndpoint = schema.table('webhook_endpoint', {
  practice_id: text().notNull(),
  id: text().notNull(),
  sealed: bytea().notNull(),
  events: text().array(),
  state: text().notNull(),
  because: text(),
  state_since: instant('state_since').notNull(),
  created_at: instant('created_at').notNull(),
  last_success_at: instant('last_success_at'),
  failing_since: instant('failing_since'),
  not_before: instant('not_before'),
})

export const webhookDelivery = schema.table('webhook_delivery', {
  practice_id: text().notNull(),
  endpoint_id: text().notNull(),
  message_id: text().notNull(),
  type: text().notNull(),
  state: text().notNull(),
  attempts: integer().notNull(),
  step: integer().notNull(),
  next_try_at: instant('next_try_at').notNull(),
  status_code: integer(),
  said: text(),
  queued_at: instant('queued_at').notNull(),
  ended_at: instant('ended_at'),
})
