/** What endpoints are owed. A row is taken, tried and marked; while it is tried no transaction is open. */
import type { Query, Statement, Work } from '@tally/platform'
import type { webhookDelivery } from './tables.ts'

type Row = typeof webhookDelivery.$inferSelect
export type DeliveryState = 'waiting' | 'delivered' | 'failed'

/** A row that is being tried: `attempts` tells it from a later attempt of the same. */
export interface OwedDelivery {
  readonly practiceId: string
  readonly endpointId: string
  readonly messageId: string
  readonly type: string
  readonly attempts: number
  readonly step: number
  readonly queuedAt: string
  /** Of its endpoint. */
  readonly sealed: Uint8Array
  readonly failingSince: string | null
  /** Of its fact; null: it is a test. */
  readonly at: string | null
  readonly service: string
  readonly subject: string
  readonly sequence: number
  readonly correlationId: string
}

/** How many of each endpoint are under way, by its id. */
export type UnderWay = ReadonlyMap<string, number>

/**
 * Takes what is due, each endpoint's oldest first and the endpoints in turn, until `leaseUntil`: a process that dies in
 * between leaves them to be taken again.
 */
export async function takeOwed(
  query: Query,
  now: string,
  leaseUntil: string,
  underWay: UnderWay,
  limit: number,
): Promise<OwedDelivery[]> {
  const busy = [[...underWay.keys()], [...underWay.values()]]
  return query<OwedDelivery>(take, [now, leaseUntil, ...busy, limit])
}

export interface Ending {
  readonly state: DeliveryState
  readonly nextTryAt: string | null
  readonly statusCode: number | null
  readonly said: string | null
}

/** False: it was taken by another attempt meanwhile, or is not there any more. */
export async function markDelivery(work: Work, owed: OwedDelivery, ending: Ending): Promise<boolean> {
  const { endpointId, messageId, attempts } = owed
  const rows = await work.query(mark, [
    ...[work.practiceId, endpointId, messageId, attempts, ending.state, ending.nextTryAt],
    ...[ending.statusCode, ending.said, ending.state === 'waiting' ? null : work.now],
  ])
  return rows.length > 0
}

/** As if the attempt had not begun: the process stops. */
export async function giveBack(work: Work, { endpointId, messageId, attempts }: OwedDelivery): Promise<void> {
  await work.query(untake, [work.practiceId, endpointId, messageId, attempts, work.now])
}

/** All that an endpoint waits for ends: it was disabled. */
export async function failWaiting(work: Work, endpointId: string): Promise<void> {
  await work.query(failAll, [work.practiceId, endpointId, work.now])
}

/** What ended because it was disabled is owed again: it is taken up. */
export async function oweWhatEnded(work: Work, endpointId: string, disabledAt: string): Promise<void> {
  await work.query(takeUp, [work.practiceId, endpointId, disabledAt, work.now])
}

/** Owes the endpoint a message that no service said. */
export async function insertTest(
  work: Work,
  endpointId: string,
  messageId: string,
  type: string,
): Promise<void> {
  await work.query(insertOne, [work.practiceId, endpointId, messageId, type, work.now])
}

export interface Replayed {
  readonly from: string
  /** Before this moment. */
  readonly to: string
  readonly types: readonly string[]
  readonly max: number
}

/** Owes the endpoint again what happened in a period; null: that is more than `max`, and nothing is owed. */
export async function owePast(work: Work, endpointId: string, asked: Replayed): Promise<number | null> {
  const { from, to, types, max } = asked
  const [row] = await work.query<{ found: number }>(replay, [
    ...[work.practiceId, endpointId, from, to, types, max, work.now],
  ])
  const found = row?.found ?? 0
  return found > max ? null : found
}

export interface Page {
  readonly state: DeliveryState | null
  /** The message id of the last one that was read. */
  readonly before: string | null
  readonly limit: number
}

/** The newest first. */
export async function listDeliveries(work: Work, endpointId: string, page: Page): Promise<Row[]> {
  return work.query<Row>(list, [work.practiceId, endpointId, page.state, page.before, page.limit])
}

/**
 * Each endpoint tries four at once, one while it fails; what it has under way counts first, so that none keeps another waiting.
 * `owing` goes from endpoint to endpoint through the index of what waits, so that those who are owed nothing cost nothing.
 */
const take: Statement = {
  name: 'webhook-delivery-take',
  plannedAnew: true,
  text: `with recursive owing as (
           (select practice_id, endpoint_id from webhook_delivery where state = 'waiting' order by practice_id, endpoint_id limit 1)
           union all
           select next.practice_id, next.endpoint_id from owing cross join lateral (
             select practice_id, endpoint_id from webhook_delivery d
             where state = 'waiting' and (d.practice_id, d.endpoint_id) > (owing.practice_id, owing.endpoint_id)
             order by practice_id, endpoint_id limit 1) next),
         due as (
           select d.practice_id, d.endpoint_id, d.message_id
           from owing join webhook_endpoint e on e.practice_id = owing.practice_id and e.id = owing.endpoint_id
           left join unnest($3::text[], $4::integer[]) as busy (endpoint_id, sending) on busy.endpoint_id = e.id
           cross join lateral (
             select first.*, row_number() over (order by next_try_at, message_id) as turn from (
               select practice_id, endpoint_id, message_id, next_try_at from webhook_delivery
               where practice_id = e.practice_id and endpoint_id = e.id and state = 'waiting' and next_try_at <= $1
               order by next_try_at, message_id
               limit greatest(0, case when e.failing_since is null then 4 else 1 end - coalesce(busy.sending, 0))) first) d
           where e.state = 'active' and (e.not_before is null or e.not_before <= $1)
           order by coalesce(busy.sending, 0) + d.turn, d.next_try_at limit $5),
         taken as (
           update webhook_delivery d set attempts = d.attempts + 1, step = d.step + 1, next_try_at = $2
           from due where d.practice_id = due.practice_id and d.endpoint_id = due.endpoint_id and d.message_id = due.message_id
             and d.state = 'waiting' and d.next_try_at <= $1
           returning d.*)
         select t.practice_id as "practiceId", t.endpoint_id as "endpointId", t.message_id as "messageId", t.type, t.attempts,
                t.step, t.queued_at as "queuedAt", e.sealed, e.failing_since as "failingSince", f.at, f.service, f.subject,
                f.sequence, f.correlation_id as "correlationId"
         from taken t join webhook_endpoint e on e.practice_id = t.practice_id and e.id = t.endpoint_id
         left join fact f on f.practice_id = t.practice_id and f.message_id = t.message_id`,
}

const mark = {
  name: 'webhook-delivery-mark',
  text: `update webhook_delivery
         set state = $5, next_try_at = coalesce($6, next_try_at), status_code = $7, said = $8, ended_at = $9
         where practice_id = $1 and endpoint_id = $2 and message_id = $3 and attempts = $4 and state = 'waiting' returning 1`,
}

const untake = {
  name: 'webhook-delivery-untake',
  text: `update webhook_delivery set step = greatest(0, step - 1), next_try_at = $5
         where practice_id = $1 and endpoint_id = $2 and message_id = $3 and attempts = $4 and state = 'waiting'`,
}

const failAll = {
  name: 'webhook-delivery-fail-all',
  text: `update webhook_delivery set state = 'failed', said = coalesce(said, 'endpoint-disabled'), ended_at = $3
         where practice_id = $1 and endpoint_id = $2 and state = 'waiting'`,
}

/** At that moment it failed with all that waited: what had run out of its tries before stays failed. */
const takeUp = {
  name: 'webhook-delivery-take-up',
  text: `update webhook_delivery set state = 'waiting', step = 0, queued_at = $4, next_try_at = $4, ended_at = null
         where practice_id = $1 and endpoint_id = $2 and state = 'failed' and ended_at = $3`,
}

const insertOne = {
  name: 'webhook-delivery-insert-test',
  text: `insert into webhook_delivery (practice_id, endpoint_id, message_id, type, queued_at, next_try_at)
         values ($1, $2, $3, $4, $5, $5)`,
}

/** One that is under way is begun anew: it is sent twice, with one id. */
const replay = {
  name: 'webhook-delivery-replay',
  text: `with past as materialized (
           select message_id, type from fact
           where practice_id = $1 and type = any($5::text[]) and at >= $3 and at < $4 limit $6 + 1),
         counted as (select count(*) as found from past),
         owed as (
           insert into webhook_delivery (practice_id, endpoint_id, message_id, type, queued_at, next_try_at)
           select $1, $2, message_id, type, $7::timestamptz, $7::timestamptz from past
           where (select found from counted) <= $6
           on conflict (practice_id, endpoint_id, message_id) do update
             set state = 'waiting', step = 0, queued_at = excluded.queued_at, next_try_at = excluded.next_try_at,
                 ended_at = null)
         select found from counted`,
}

const list = {
  name: 'webhook-delivery-list',
  text: `select * from webhook_delivery
         where practice_id = $1 and endpoint_id = $2 and ($3::text is null or state = $3) and ($4::text is null or message_id < $4)
         order by message_id desc limit $5`,
}

/**
 * Hourly. Facts stay: what was removed here can be replayed. What a paused endpoint has waited for too long fails, so that one
 * which nobody takes up again does not gather rows for ever.
 */
export const retained: readonly Statement[] = [
  {
    name: 'retain-webhook-deliveries',
    text: `delete from webhook_delivery where (practice_id, endpoint_id, message_id) in (
             select practice_id, endpoint_id, message_id from webhook_delivery
             where (state = 'delivered' and ended_at < $1::timestamptz - interval '14 days')
                or (state = 'failed' and ended_at < $1::timestamptz - interval '90 days')
             limit 500) returning 1`,
  },
  {
    name: 'retain-webhook-pauses',
    text: `update webhook_delivery d set state = 'failed', said = 'paused-too-long', ended_at = $1
           where (practice_id, endpoint_id, message_id) in (
             select w.practice_id, w.endpoint_id, w.message_id from webhook_endpoint e
             join webhook_delivery w on w.practice_id = e.practice_id and w.endpoint_id = e.id
             where e.state = 'paused' and w.state = 'waiting' and w.queued_at < $1::timestamptz - interval '14 days'
             limit 500) returning 1`,
  },
]
