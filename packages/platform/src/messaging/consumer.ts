/**
 * Takes a batch of messages as one transaction: inbox rows first, then every handler, then the outbox (1 a
 * transaction 4.1k events/s, 100 a transaction 53k: stack.md 1.5). A fault leaves the whole batch for later,
 * without limit. A defect makes it go message by message; the one that fails three times is parked and its
 * key held, so that a claim's events keep their order while every other claim's flow.
 */
import { Defect } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { failpoint } from '../failpoint.ts'
import { describeError, isFault } from '../fault.ts'
import { installation } from '../keys/key-vault.ts'
import type { Shell } from '../shell.ts'
import type { SpanHandle } from '../telemetry/trace.ts'
import type { Batch, IncomingMessage, Verdict } from './broker/broker.ts'
import { type Delivery, readEnvelope, workOf } from './delivery.ts'
import { writeOutbox } from './outbox.ts'
import { heldKeys, park, parkBehind } from './parking.ts'
import type { HearingFeature } from './subscription.ts'
import type { Work } from './work.ts'

const triesMax = 3
const retryMsMax = 60_000

/** A handler of batches for the broker; `faults` counts those in a row, for the wait between them. */
export function batchConsumer(
  shell: Shell,
  features: readonly HearingFeature[],
): (batch: Batch) => Promise<Verdict> {
  const faults = new Map<string, number>()
  return async (batch) => {
    const place = `${batch.topic}/${batch.partition}`
    const verdict = await consume(shell, features, batch, (done) => {
      const count = (faults.get(place) ?? 0) + 1
      faults.set(place, count)
      return { kind: 'later', done, retryAfterMs: Math.min(retryMsMax, 250 * 2 ** count) }
    })
    if (verdict.kind === 'handled') faults.delete(place)
    return verdict
  }
}

async function consume(
  shell: Shell,
  features: readonly HearingFeature[],
  batch: Batch,
  later: (done: number) => Verdict,
): Promise<Verdict> {
  try {
    await together(shell, features, batch.messages)
    failpoint('after-effect-before-offset')
    return { kind: 'handled' }
  } catch (error) {
    if (isFault(error)) return faulted(shell, batch, error, later(0))
    shell.log.warn('a batch failed and goes message by message', { ...placeOf(shell, batch), error })
  }
  for (const [index, message] of batch.messages.entries()) {
    await batch.heartbeat()
    try {
      await alone(shell, features, message)
    } catch (error) {
      if (isFault(error)) return faulted(shell, batch, error, later(index))
      throw error
    }
  }
  return { kind: 'handled' }
}

/** One message, three tries, then parked. Only faults come out of it. */
async function alone(
  shell: Shell,
  features: readonly HearingFeature[],
  message: IncomingMessage,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await together(shell, features, [message])
    } catch (error) {
      if (isFault(error)) throw error
      if (tries < triesMax && !(error instanceof Unreadable)) continue
      const consumer = error instanceof HandlerDefect ? error.consumer : undefined
      const trouble = error instanceof HandlerDefect ? error.cause : error
      const parkedFor = consumer ? [consumer] : features.map(({ name }) => name)
      for (const name of parkedFor) await park(shell, name, message, { tries, ...describeError(trouble) })
      // Other features of this service may hear the same message: they take it without the one that is
      // parked.
      if (parkedFor.length === features.length) return
    }
  }
}

/** Thrown for bytes that are no envelope of ours: trying again cannot help. */
class Unreadable extends Defect {}

/** A handler's defect, with whose it is. */
class HandlerDefect extends Error {
  readonly consumer: string
  constructor(consumer: string, cause: unknown) {
    super('a handler failed', { cause })
    this.consumer = consumer
  }
}

async function together(
  shell: Shell,
  features: readonly HearingFeature[],
  messages: readonly IncomingMessage[],
): Promise<void> {
  const deliveries = await deliveriesOf(shell, features, messages)
  if (deliveries.length === 0) return
  const spans = new Map(deliveries.map((delivery) => [delivery, startSpan(shell, delivery)]))
  let commitStarted = 0
  try {
    const taken = await inTransaction(shell.worker, null, async (query) => {
      const handled = await takeIn(shell, query, deliveries, spans)
      commitStarted = Date.now()
      return handled
    })
    for (const [delivery, span] of spans) {
      const duplicate = !taken.has(delivery)
      const commit = shell.tracing.start('commit', { parent: span.traceparent, startedAt: commitStarted })
      commit.end()
      span.end({ attributes: { 'tally.duplicate': duplicate } })
      const verdict = duplicate ? 'duplicate' : 'handled'
      shell.meters.consumed.inc({ service: shell.service, consumer: delivery.consumer, verdict })
    }
  } catch (error) {
    for (const span of spans.values()) span.end({ failed: 'not committed' })
    throw error
  }
  shell.wake()
}

/** Handles, inside the transaction, what the inbox does not know; returns that. */
async function takeIn(
  shell: Shell,
  query: Query,
  deliveries: readonly Delivery[],
  spans: ReadonlyMap<Delivery, SpanHandle>,
): Promise<Set<Delivery>> {
  const held = await heldKeys(query, deliveries)
  const fresh = await notSeen(query, deliveries, shell.clock.now())
  const outgoing: Work['outgoing'] = []
  const taken = new Set<Delivery>()
  for (const delivery of fresh) {
    taken.add(delivery)
    if (held.has(`${delivery.consumer} ${delivery.message.key}`)) await parkBehind(shell, query, delivery)
    else await handle(delivery, workOf(shell, query, delivery, outgoing, spans.get(delivery)?.traceparent))
    if (taken.size === Math.ceil(fresh.length / 2)) failpoint('mid-batch')
  }
  await writeOutbox(query, outgoing)
  return taken
}

async function handle({ consumer, listener, envelope }: Delivery, work: Work): Promise<void> {
  try {
    await listener.handle(work, envelope)
  } catch (error) {
    if (isFault(error)) throw error
    throw new HandlerDefect(consumer, error)
  }
}

/** Inbox rows first; sorted by practice and key, so that two batches lock aggregates in one order. */
async function notSeen(query: Query, deliveries: readonly Delivery[], now: string): Promise<Delivery[]> {
  const rows = await query<{ consumer: string; message_id: string }>(insertInbox, [
    deliveries.map(({ consumer }) => consumer),
    deliveries.map(({ envelope }) => envelope.id),
    now,
  ])
  const fresh = new Set(rows.map(({ consumer, message_id }) => `${consumer} ${message_id}`))
  const first = deliveries.filter(({ consumer, envelope }) => fresh.delete(`${consumer} ${envelope.id}`))
  const order = ({ keys, message }: Delivery) => `${keys.practiceId} ${message.key}`
  return first
    .map((delivery, index) => ({ delivery, index, order: order(delivery) }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.index - b.index))
    .map(({ delivery }) => delivery)
}

const insertInbox = {
  name: 'inbox-insert',
  text: `insert into inbox (consumer, message_id, handled_at)
         select consumer, message_id, $3::timestamptz from unnest($1::text[], $2::text[]) as seen (consumer, message_id)
         order by consumer, message_id
         on conflict do nothing returning consumer, message_id`,
}

/** Each message paired with the features that hear its type; messages nobody here hears give none. */
async function deliveriesOf(
  shell: Shell,
  features: readonly HearingFeature[],
  messages: readonly IncomingMessage[],
): Promise<Delivery[]> {
  const deliveries: Delivery[] = []
  for (const message of messages) {
    const envelope = readEnvelope(message.value)
    if (!envelope) throw new Unreadable('a message is no envelope of ours')
    for (const { name, listeners } of features) {
      const listener = listeners.find(({ type, topic }) => type === envelope.type && topic === message.topic)
      if (!listener) continue
      const keys = await shell.vault.of(envelope.practiceid ?? installation)
      deliveries.push({ consumer: name, listener, message, envelope, keys })
    }
  }
  return deliveries
}

function startSpan(shell: Shell, { consumer, envelope }: Delivery): SpanHandle {
  return shell.tracing.start(`${consumer} ${envelope.type}`, {
    kind: 'consumer',
    parent: envelope.traceparent,
    attributes: {
      'tally.service': shell.service,
      'tally.message': envelope.id,
      'tally.subject': envelope.subject,
    },
  })
}

function faulted(shell: Shell, batch: Batch, error: unknown, verdict: Verdict): Verdict {
  shell.log.warn('the world failed; the batch is tried again', { ...placeOf(shell, batch), error })
  return verdict
}

function placeOf(shell: Shell, batch: Batch) {
  return {
    service: shell.service,
    topic: batch.topic,
    partition: batch.partition,
    count: batch.messages.length,
  }
}
