/**
 * Messages of one partition as one transaction: inbox rows first, then every handler, then the outbox (1 a
 * transaction 4.1k events/s, 100 a transaction 53k: stack.md 1.5). All of them or none.
 */
import { Defect } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { failpoint } from '../failpoint.ts'
import { installation } from '../keys/key-vault.ts'
import type { Shell } from '../shell.ts'
import { observeStages, type StageTime } from '../telemetry/stage-times.ts'
import type { SpanHandle } from '../telemetry/trace.ts'
import { type Delivery, listenerOf, type PlacedMessage, readEnvelope, workOf } from './delivery.ts'
import { heldKeys, keptKey, keysWithParked, parkBehind } from './parking.ts'
import { sideBySide } from './side-by-side.ts'
import type { HearingFeature } from './subscription.ts'
import { nothingHeld } from './work.ts'
import { writeHeld } from './write-held.ts'

/** Rejects with a fault, or with a defect that one of them has. */
export async function handleTogether(
  shell: Shell,
  features: readonly HearingFeature[],
  messages: readonly PlacedMessage[],
): Promise<void> {
  const deliveries = await deliveriesOf(shell, features, messages)
  if (deliveries.length === 0) return
  const spans = new Map(deliveries.map((delivery) => [delivery, startSpan(shell, delivery)]))
  let commitStarted = 0
  try {
    const { taken, said, stages } = await inTransaction(shell.worker, null, async (query) => {
      const handled = await takeIn(shell, query, deliveries, spans)
      commitStarted = Date.now()
      return handled
    })
    for (const [delivery, span] of spans) {
      const duplicate = !taken.has(delivery)
      const { practiceId: practice } = delivery.keys
      const under = { parent: span.traceparent, practice, startedAt: commitStarted }
      shell.tracing.start('commit', under).end()
      span.end({ attributes: { 'tally.duplicate': duplicate } })
      const verdict = duplicate ? 'duplicate' : 'handled'
      shell.meters.consumed.inc({ service: shell.service, consumer: delivery.consumer, verdict })
    }
    observeStages(shell.meters, shell.service, stages)
    if (said) shell.wake()
    else shell.wakeJobs()
  } catch (error) {
    for (const span of spans.values()) span.end({ failed: 'not committed' })
    throw error
  }
}

interface Taken {
  readonly taken: Set<Delivery>
  /** Whether anything was. */
  readonly said: boolean
  readonly stages: readonly StageTime[]
}

/** Handles, inside the transaction, what the inbox does not know. */
async function takeIn(
  shell: Shell,
  query: Query,
  deliveries: readonly Delivery[],
  spans: ReadonlyMap<Delivery, SpanHandle>,
): Promise<Taken> {
  const [waiting, fresh] = await Promise.all([
    keysWithParked(query, deliveries),
    notSeen(query, deliveries, shell.clock.now()),
  ])
  const parkedKeys = await heldKeys(query, waiting)
  const held = nothingHeld()
  const taken = new Set<Delivery>()
  await sideBySide(fresh, touched, async (delivery) => {
    const { consumer, message, listener, envelope } = delivery
    const work = workOf(shell, query, delivery, held, spans.get(delivery)?.traceparent)
    if (parkedKeys.has(`${consumer} ${keptKey(message.key)}`)) await parkBehind(shell, query, delivery)
    else await listener.handle(work, envelope)
    taken.add(delivery)
    if (taken.size === Math.ceil(fresh.length / 2)) failpoint('mid-batch')
  })
  await writeHeld(query, held)
  return { taken, said: held.outbox.length > 0, stages: held.stages }
}

const touched = ({ touches, keys }: Delivery) =>
  touches === undefined ? undefined : `${keys.practiceId} ${touches}`

/**
 * Inbox rows first; sorted by practice and what they touch, so that two batches lock aggregates in one order. By their keys when
 * one of them does not say: those of one key stay in their order.
 */
async function notSeen(query: Query, deliveries: readonly Delivery[], now: string): Promise<Delivery[]> {
  const rows = await query<{ consumer: string; message_id: string }>(insertInbox, [
    deliveries.map(({ consumer }) => consumer),
    deliveries.map(({ envelope }) => envelope.id),
    now,
  ])
  const fresh = new Set(rows.map(({ consumer, message_id }) => `${consumer} ${message_id}`))
  const first = deliveries.filter(({ consumer, envelope }) => fresh.delete(`${consumer} ${envelope.id}`))
  const allSay = first.every(({ touches }) => touches !== undefined)
  const order = ({ keys, message, touches }: Delivery) =>
    `${keys.practiceId} ${allSay ? touches : message.key}`
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
  messages: readonly PlacedMessage[],
): Promise<Delivery[]> {
  const deliveries: Delivery[] = []
  for (const message of messages) {
    const envelope = readEnvelope(message.value)
    if (!envelope) throw new Defect('a message is no envelope of ours')
    for (const feature of features) {
      const listener = listenerOf(feature, message.topic, envelope.type)
      if (!listener) continue
      const keys = await shell.vault.of(envelope.practiceid ?? installation)
      const touches = feature.touches?.(envelope)
      deliveries.push({ consumer: feature.name, listener, touches, message, envelope, keys })
    }
  }
  return deliveries
}

/** It says when the message was said and when the broker had it: what it waited is told by that alone. */
function startSpan(shell: Shell, { consumer, envelope, message, keys }: Delivery): SpanHandle {
  return shell.tracing.start(`${consumer} ${envelope.type}`, {
    kind: 'consumer',
    parent: envelope.traceparent,
    practice: keys.practiceId,
    attributes: {
      'tally.message': envelope.id,
      'tally.subject': envelope.subject,
      'tally.said_ms': Date.parse(envelope.time),
      'tally.published_ms': message.timestamp,
    },
  })
}
