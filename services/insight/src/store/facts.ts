/** Facts, insert-only: a trigger refuses everything else. What endpoints are owed of one is written with it. */
import type { Query, Work } from '@tally/platform'
import type { Fact } from '../domain/fact.ts'
import type { fact } from './tables.ts'
import { hasEndpoints } from './webhook-endpoints.ts'

type Row = typeof fact.$inferSelect

/** What reads and writes rows of a practice, and says nothing: a rebuild has no more of a work than this. */
export type Rows = Pick<Work, 'practiceId' | 'query'>

/** False when it is known: the message came twice. */
export async function insertFact(work: Work, added: Fact): Promise<boolean> {
  const { messageId, type, service, subject, sequence, correlationId, causationId, at, data } = added
  const values: unknown[] = [
    work.practiceId,
    messageId,
    type,
    service,
    subject,
    sequence,
    correlationId,
    causationId,
    at,
  ]
  values.push(JSON.stringify(data), added.traceId, added.cents)
  const rows = (await hasEndpoints(work))
    ? await work.query(insertAndOwe, [...values, work.now])
    : await work.query(insert, values)
  return rows.length > 0
}

/**
 * When the charges of the fact's treatment day were first said; null where that was not heard yet, and where the day has
 * reached this stage before.
 */
export async function begunAt(
  work: Work,
  { messageId, type, correlationId, data }: Fact,
): Promise<string | null> {
  const state = typeof data.state === 'string' ? data.state : null
  const [row] = await work.query<{ begun_at: string | null }>(begun, [
    work.practiceId,
    correlationId,
    messageId,
    type,
    state,
  ])
  return row?.begun_at ?? null
}

/** What concerns the days, and each remittance that a payment of theirs came with. */
export async function factsOfDays(work: Work, dayIds: readonly string[]): Promise<Fact[]> {
  return (await work.query<Row>(ofDays, [work.practiceId, dayIds])).map(read)
}

/** In the order in which they were heard; `after` is the position of the last one that was read. */
export async function factsAfter(
  { practiceId, query }: Rows,
  after: number,
  limit: number,
): Promise<{ fact: Fact; position: number }[]> {
  const rows = await query<Row>(inTurn, [practiceId, after, limit])
  return rows.map((row) => ({ fact: read(row), position: row.position }))
}

/** Practices that anything was heard of; what belongs to none yet is not among them. */
export async function practicesHeardOf(query: Query): Promise<string[]> {
  return (await query<{ practice_id: string }>(heardOf)).map((row) => row.practice_id)
}

function read(row: Row): Fact {
  return {
    messageId: row.message_id,
    type: row.type,
    service: row.service,
    subject: row.subject,
    sequence: row.sequence,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    at: row.at,
    // An envelope's data is an object.
    data: row.data as Fact['data'],
    traceId: row.trace_id,
    cents: row.cents,
  }
}

const columns = `practice_id, message_id, type, service, subject, sequence, correlation_id, causation_id, at, data, trace_id, cents`
const given = '$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12'

const insert = {
  name: 'fact-insert',
  text: `insert into fact (${columns}) values (${given}) on conflict do nothing returning message_id`,
}

/** An endpoint that is deleted meanwhile is passed over, and one that is being deleted waits: hence the lock. */
const insertAndOwe = {
  name: 'fact-insert-and-owe',
  text: `with recorded as (
           insert into fact (${columns}) values (${given}) on conflict do nothing returning practice_id, message_id, type),
         owed as (
           insert into webhook_delivery (practice_id, endpoint_id, message_id, type, queued_at, next_try_at)
           select r.practice_id, e.id, r.message_id, r.type, $13::timestamptz, $13::timestamptz
           from recorded r join webhook_endpoint e on e.practice_id = r.practice_id
           where e.state <> 'disabled' and (e.events is null or r.type = any(e.events))
           for key share of e)
         select message_id from recorded`,
}

const begun = {
  name: 'fact-begun',
  text: `select case when not coalesce(bool_or(message_id <> $3 and type = $4 and data ->> 'state' is not distinct from $5), false)
                then min(at) filter (where type in ('charge.captured.v1', 'charge.held.v1')) end as begun_at
         from fact where practice_id = $1 and correlation_id = $2`,
}

const ofDays = {
  name: 'fact-of-days',
  text: `select * from fact where practice_id = $1 and correlation_id = any($2)
         union all
         select * from fact
         where practice_id = $1 and type = 'remittance.posted.v1' and correlation_id <> all($2) and subject in (
           select data ->> 'remittanceId' from fact
           where practice_id = $1 and correlation_id = any($2) and type in ('payment.posted.v1', 'payment.reversed.v1'))`,
}

const inTurn = {
  name: 'fact-in-turn',
  text: 'select * from fact where practice_id = $1 and position > $2 order by position limit $3',
}

const heardOf = {
  name: 'fact-practices',
  text: `select distinct practice_id from fact where practice_id <> '' order by practice_id`,
}
