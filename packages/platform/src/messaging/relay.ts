/**
 * Carries outbox rows to the broker. One relay a service, elected by a session advisory lock on the very
 * connection that reads and marks: losing the connection loses both. It reads rows whose `published_at` is
 * null and never past a cursor, because sequence numbers are handed out before commit: with 16 writers a
 * cursor lost 27-29 % of 1,920 events, this way 0 (measured). Read and mark are separate statements; no
 * transaction stays open while the broker is awaited. While broker or database fail it waits longer each time,
 * up to five seconds, however many commits ring meanwhile.
 *
 * While a transaction of seconds runs (an ST of 10,000 claims says 20,000 events) each look walks over what it has written, which
 * nobody may see yet, and over what was published since it began, which nothing may remove yet. So a look that finds nothing
 * is paid for by waiting, and what waits beyond one batch is listed once and then read by its ids.
 */
import type pg from 'pg'
import { openSession, type Query, queryOn } from '../database/pool.ts'
import { failpoint } from '../failpoint.ts'
import { Fault, isFault, onlyReads } from '../fault.ts'
import type { Shell } from '../shell.ts'
import { type Doorbell, doorbell } from './doorbell.ts'
import { type GrowingWait, growingWait } from './growing-wait.ts'
import { toMessage } from './outbox.ts'
import type { OutboxRow } from './work.ts'

export interface RelaySettings {
  /** Connection of the service's `_worker` role. */
  readonly url: string
  /** Milliseconds between looks at the outbox when nobody wakes the relay. */
  readonly pollMs: number
  /**
   * Milliseconds at least from one look to the next, however often it is woken: what is said after quiet leaves at once, what is
   * said under load leaves together. Fewer, larger batches raise throughput and cut latency (stack.md 4.3).
   */
  readonly lingerMs: number
  /** Called once a second by the leader. */
  readonly everySecond: () => Promise<void>
  /**
   * Since when (milliseconds since 1970) the oldest row waits for the broker; null when it takes them. Told by the leader after
   * each pass, and by who stands by whenever it has looked: it takes what the leader must publish.
   */
  readonly unpublished: (since: number | null) => void
}

export interface Relay {
  wake(): void
  leads(): boolean
  stop(): Promise<void>
}

type Pending = Pick<OutboxRow, 'topic' | 'key' | 'body' | 'traceparent'> & { readonly id: number }

const batchMax = 500
/** Ids that are listed at once: 20,000 events are two walks instead of forty. */
const listedMax = 10_000
/** A look that finds nothing is followed by so many times its own length without one, but no longer than the second's work may wait. */
const [quietTimes, quietMaxMs] = [20, 1_000]
const lockClass = 7_261_002
const standbyMs = 1_000
/** Who stands by looks at one row so often; what it looks for is ten minutes old. */
const standbyLookMs = 5_000

export function startRelay(shell: Shell, settings: RelaySettings): Relay {
  const turn: Turn = {
    shell,
    settings,
    bell: doorbell(),
    wait: growingWait(),
    stopping: false,
    leading: false,
    nextLook: 0,
  }
  const ended = run(turn)
  return {
    wake: turn.bell.ring,
    leads: () => turn.leading,
    async stop() {
      turn.stopping = true
      turn.bell.close()
      await ended
    },
  }
}

interface Turn {
  readonly shell: Shell
  readonly settings: RelaySettings
  readonly bell: Doorbell
  /** Grows from one connection to the next: only a pass that went well proves anything of the broker. */
  readonly wait: GrowingWait
  stopping: boolean
  leading: boolean
  /** Of who stands by. */
  nextLook: number
}

async function run(turn: Turn): Promise<void> {
  while (!turn.stopping) await turn.bell.pause(await connectAndLead(turn))
}

/** Leads for as long as it can; answers how many milliseconds to wait before the next try. */
async function connectAndLead(turn: Turn): Promise<number> {
  const { shell, settings } = turn
  const session = openSession({ url: settings.url, applicationName: `tally ${shell.service} relay` })
  // Reported again by the query that fails on it.
  session.on('error', () => undefined)
  try {
    await session.connect()
    if (!(await elected(session, shell.service))) {
      await standBy(turn, queryOn(session))
      return standbyMs
    }
    turn.leading = true
    await lead(turn, queryOn(session))
    return 0
  } catch (error) {
    // It knows nothing of the outbox until it has looked again.
    settings.unpublished(null)
    turn.nextLook = 0
    return failed(turn, 'the relay lost its database and tries again', error)
  } finally {
    turn.leading = false
    await session.end().catch((error: unknown) => shell.log.debug('relay connection', { error }))
  }
}

async function standBy(turn: Turn, query: Query): Promise<void> {
  if (performance.now() < turn.nextLook) return
  turn.nextLook = performance.now() + standbyLookMs
  const [first] = await query<FirstWaiting>(firstWaiting)
  turn.settings.unpublished(first && first.position === null ? Date.parse(first.created_at) : null)
}

async function lead(turn: Turn, query: Query): Promise<void> {
  const { shell, settings, bell, wait } = turn
  let nextSecond = 0
  let brokerIsKnown = false
  while (!turn.stopping) {
    let sent = 0
    let waitMs = 0
    let tookMs = 0
    const looked = performance.now()
    try {
      if (!brokerIsKnown) await refillForgottenBroker(shell, query)
      brokerIsKnown = true
      sent = await sendWaiting(turn, query)
      tookMs = performance.now() - looked
      wait.wentWell()
      settings.unpublished(null)
    } catch (error) {
      if (onlyReads(error)) throw error
      // Without its session it leads no more. Without the broker it does: deadlines and jobs go on.
      const [oldest] = await query<{ since: string | null }>(oldestWaiting)
      settings.unpublished(oldest?.since == null ? null : Date.parse(oldest.since))
      brokerIsKnown = false
      waitMs = failed(turn, 'the relay cannot publish and tries again', error)
    }
    if (performance.now() >= nextSecond) {
      nextSecond = performance.now() + 1_000
      await everySecond(turn)
    }
    const quietMs = sent === 0 ? Math.min(tookMs * quietTimes, quietMaxMs) : 0
    if (waitMs > 0) await bell.pause(waitMs)
    else if (sent < batchMax && (await bell.wait(Math.max(settings.pollMs, quietMs))))
      await bell.pauseUntil(looked + settings.lingerMs)
  }
}

/** What goes wrong there is no reason to publish nothing. */
async function everySecond({ shell, settings }: Turn): Promise<void> {
  try {
    await settings.everySecond()
  } catch (error) {
    const says = 'what the leader does each second failed and is tried again'
    shell.log[isFault(error) ? 'warn' : 'error'](says, { service: shell.service, error })
  }
}

function failed({ shell, wait }: Turn, says: string, error: unknown): number {
  const waitMs = wait.failed()
  shell.log.warn(says, { service: shell.service, count: wait.failures(), error })
  return waitMs
}

const oldestWaiting = {
  name: 'relay-oldest-waiting',
  text: 'select min(created_at) as since from outbox where published_at is null',
}

interface FirstWaiting {
  readonly created_at: string
  /** It was published before: another broker is being filled again, with rows as old as the outbox keeps them. */
  readonly position: number | null
}

/** One row by the index of what is not published: the least number, which is the oldest but for transactions under way. */
const firstWaiting = {
  name: 'relay-first-waiting',
  text: 'select created_at, position from outbox where published_at is null order by id limit 1',
}

/**
 * Never on a server that only reads, to which a failover may have led this session: it would lead for as long as the session lives,
 * with an outbox that nobody writes to any more and so nothing to fail on.
 */
async function elected(session: pg.Client, service: string): Promise<boolean> {
  const { rows } = await session.query(
    `select pg_try_advisory_lock($1, hashtext($2)) as won, current_setting('transaction_read_only')::bool as only_reads`,
    [lockClass, service],
  )
  if (rows[0]?.only_reads === true) throw new Fault('the server only reads, as one does that was demoted')
  return rows[0]?.won === true
}

/** The broker that "published" speaks of may be gone: another cluster id sends what is retained once more. */
async function refillForgottenBroker(shell: Shell, query: Query): Promise<void> {
  const clusterId = await shell.broker.clusterId()
  const [memory] = await query<{ cluster_id: string }>({
    name: 'relay-memory',
    text: 'select cluster_id from relay_memory',
  })
  if (memory?.cluster_id === clusterId) return
  await query(
    {
      name: 'relay-refill',
      text: `with remembered as (
               insert into relay_memory (cluster_id) values ($1)
               on conflict (singleton) do update set cluster_id = excluded.cluster_id)
             update outbox set published_at = null where published_at is not null`,
    },
    [clusterId],
  )
  if (memory)
    shell.log.warn('another broker: what the outbox retains is sent again', { service: shell.service })
}

/** Sends up to 500 rows, and where more wait those that are listed; returns how many. */
async function sendWaiting(turn: Turn, query: Query): Promise<number> {
  const { shell } = turn
  const first = await query<Pending>(unpublished, [batchMax])
  await send(shell, query, first)
  if (first.length < batchMax) return first.length
  // Of one moment: what is said of a thing later stands in a later list, whatever its number.
  const ids = (await query<Pick<Pending, 'id'>>(unpublishedIds, [listedMax])).map(({ id }) => id)
  for (let at = 0; at < ids.length && !turn.stopping; at += batchMax) {
    await send(shell, query, await query<Pending>(byIds, [ids.slice(at, at + batchMax)]))
  }
  return first.length + ids.length
}

/** Sends rows and marks them. */
async function send(shell: Shell, query: Query, rows: readonly Pending[]): Promise<void> {
  if (rows.length === 0) return
  const span = shell.tracing.start(`publish ${shell.service}`, {
    kind: 'producer',
    links: rows.flatMap(({ traceparent }) => (traceparent ? [traceparent] : [])),
    attributes: { 'messaging.batch.message_count': rows.length },
  })
  try {
    await shell.broker.publish(rows.map(toMessage))
  } catch (error) {
    span.end({ failed: 'not published' })
    throw error
  }
  failpoint('after-publish-before-mark')
  await query(markPublished, [rows.map(({ id }) => id), shell.clock.now()])
  span.end()
  for (const { topic } of rows) shell.meters.published.inc({ service: shell.service, topic })
}

const unpublished = {
  name: 'relay-read',
  text: `select id, topic, key, body, traceparent from outbox where published_at is null order by id limit $1`,
}

const unpublishedIds = {
  name: 'relay-list',
  text: 'select id from outbox where published_at is null order by id limit $1',
}

const byIds = {
  name: 'relay-read-listed',
  text: 'select id, topic, key, body, traceparent from outbox where id = any($1::bigint[]) order by id',
}

/**
 * A row that is sent again keeps its position: /v1/events has shown it already. Numbers go on where removed rows ended. By `any` and not by a join
 * with unnest, which the planner answered with a scan of the whole outbox for each batch (1,341 scans in
 * 3,000 visits, measured).
 */
const markPublished = {
  name: 'relay-mark',
  text: `with last as (
           select greatest((select max(position) from outbox), (select forgotten_position from relay_memory), 0) as position)
         update outbox o
         set published_at = $2, position = coalesce(o.position, last.position + array_position($1::bigint[], o.id))
         from last where o.id = any($1::bigint[])`,
}
