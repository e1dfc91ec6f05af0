/** Endpoints of a practice. What could open a receiver's door is sealed: its URL and the secrets that sign. */
import type { Work } from '@tally/platform'
import type { DisabledBecause } from '../domain/webhook-plan.ts'
import type { webhookEndpoint } from './tables.ts'

type Row = typeof webhookEndpoint.$inferSelect

export interface SealedSettings {
  readonly url: string
  readonly description: string | null
  /** The one that was shown last. */
  readonly secret: string
  /** Those before it, each good until its time. */
  readonly former: readonly { readonly secret: string; readonly until: string }[]
}

export interface Endpoint extends SealedSettings {
  readonly id: string
  /** null: every type. */
  readonly events: readonly string[] | null
  readonly state: 'active' | 'paused' | 'disabled'
  readonly because: DisabledBecause | null
  readonly stateSince: string
  readonly createdAt: string
  readonly lastSuccessAt: string | null
  readonly failingSince: string | null
}

export interface ListedEndpoint extends Endpoint {
  /** Deliveries that are owed. */
  readonly waiting: number
}

export const endpointsMax = 10

/** False: the practice has as many as it may. */
export async function insertEndpoint(work: Work, added: Endpoint): Promise<boolean> {
  const rows = await work.query(insert, [
    ...[work.practiceId, added.id, sealedOf(work, added), added.events, added.state, work.now],
    endpointsMax,
  ])
  return rows.length > 0
}

/** Locked until the transaction ends. */
export async function lockEndpoint(work: Work, id: string): Promise<Endpoint | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  return row ? read(work, row) : null
}

/** In the order in which they were made, after the id `after`. */
export async function listEndpoints(work: Work, after: string, limit: number): Promise<ListedEndpoint[]> {
  const rows = await work.query<Row & { waiting: number }>(list, [work.practiceId, after, limit])
  return rows.map((row) => ({ ...read(work, row), waiting: row.waiting }))
}

export async function findEndpoint(work: Work, id: string): Promise<ListedEndpoint | null> {
  const [row] = await work.query<Row & { waiting: number }>(find, [work.practiceId, id])
  return row ? { ...read(work, row), waiting: row.waiting } : null
}

/** Its settings, and a state that a person chose. Whoever failed at nothing has not asked us to wait either. */
export async function saveEndpoint(work: Work, saved: Endpoint): Promise<void> {
  const { id, events, state, because, stateSince, failingSince } = saved
  await work.query(save, [
    ...[work.practiceId, id, sealedOf(work, saved), events, state, because, stateSince, failingSince],
  ])
}

/** With all that it was owed; false: it is not there. */
export async function deleteEndpoint(work: Work, id: string): Promise<boolean> {
  return (await work.query(remove, [work.practiceId, id])).length > 0
}

export async function noteSuccess(work: Work, id: string): Promise<void> {
  await work.query(succeeded, [work.practiceId, id, work.now])
}

export async function noteFailure(work: Work, id: string, notBefore: string | null): Promise<void> {
  await work.query(failed, [work.practiceId, id, work.now, notBefore])
}

/** False: it was not active any more. */
export async function disableEndpoint(work: Work, id: string, because: DisabledBecause): Promise<boolean> {
  return (await work.query(disable, [work.practiceId, id, work.now, because])).length > 0
}

/** By transaction and practice: a batch of a hundred events asks once. */
const asked = new WeakMap<Work['held'], Map<string, Promise<boolean>>>()

/** Whether the practice wants to be told anything; one that is made during the transaction may be missed by it. */
export async function hasEndpoints(work: Work): Promise<boolean> {
  const known = asked.get(work.held) ?? new Map<string, Promise<boolean>>()
  asked.set(work.held, known)
  const answer =
    known.get(work.practiceId) ?? work.query(any, [work.practiceId]).then((rows) => rows.length > 0)
  known.set(work.practiceId, answer)
  return answer
}

function sealedOf(work: Work, { id, url, description, secret, former }: Endpoint): Buffer {
  const settings: SealedSettings = { url, description, secret, former }
  return work.keys.sealColumn(settings, bindingOf(id))
}

/** What binds the sealed column to its row. */
export function bindingOf(id: string): string {
  return `webhook_endpoint|sealed|${id}`
}

function read(work: Work, row: Row): Endpoint {
  return {
    // Written by `sealedOf` alone.
    ...(work.keys.openColumn(row.sealed, bindingOf(row.id)) as SealedSettings),
    ...{ id: row.id, events: row.events, stateSince: row.state_since, createdAt: row.created_at },
    // The table's checks allow no other.
    state: row.state as Endpoint['state'],
    because: row.because as Endpoint['because'],
    ...{ lastSuccessAt: row.last_success_at, failingSince: row.failing_since },
  }
}

const insert = {
  name: 'webhook-endpoint-insert',
  text: `insert into webhook_endpoint (practice_id, id, sealed, events, state, state_since, created_at)
         select $1, $2, $3, $4::text[], $5, $6::timestamptz, $6::timestamptz
         where (select count(*) from webhook_endpoint where practice_id = $1) < $7 returning id`,
}

const any = {
  name: 'webhook-endpoint-any',
  text: `select 1 from webhook_endpoint where practice_id = $1 and state <> 'disabled' limit 1`,
}

const waiting = `(select count(*) from webhook_delivery d
                  where d.practice_id = e.practice_id and d.endpoint_id = e.id and d.state = 'waiting') as waiting`

const list = {
  name: 'webhook-endpoint-list',
  text: `select e.*, ${waiting} from webhook_endpoint e where practice_id = $1 and id > $2 order by id limit $3`,
}

const find = {
  name: 'webhook-endpoint-find',
  text: `select e.*, ${waiting} from webhook_endpoint e where practice_id = $1 and id = $2`,
}

const lock = {
  name: 'webhook-endpoint-lock',
  text: 'select * from webhook_endpoint where practice_id = $1 and id = $2 for no key update',
}

const save = {
  name: 'webhook-endpoint-save',
  text: `update webhook_endpoint
         set sealed = $3, events = $4::text[], state = $5, because = $6, state_since = $7, failing_since = $8,
             not_before = case when $8::timestamptz is not null then not_before end
         where practice_id = $1 and id = $2`,
}

const remove = {
  name: 'webhook-endpoint-delete',
  text: 'delete from webhook_endpoint where practice_id = $1 and id = $2 returning id',
}

/** Once a second at most while all goes well: a row that is written at every delivery is a hot one. */
const succeeded = {
  name: 'webhook-endpoint-succeeded',
  text: `update webhook_endpoint set last_success_at = $3, failing_since = null, not_before = null
         where practice_id = $1 and id = $2 and (failing_since is not null or not_before is not null
           or last_success_at is null or last_success_at < $3::timestamptz - interval '1 second')`,
}

const failed = {
  name: 'webhook-endpoint-failed',
  text: `update webhook_endpoint set failing_since = coalesce(failing_since, $3), not_before = greatest(not_before, $4)
         where practice_id = $1 and id = $2`,
}

const disable = {
  name: 'webhook-endpoint-disable',
  text: `update webhook_endpoint set state = 'disabled', because = $4, state_since = $3
         where practice_id = $1 and id = $2 and state = 'active' returning id`,
}
