/**
 * A message on its way to a handler: read from its bytes, paired with the feature that hears it, given a work
 * of its own.
 */
import { type Envelope, envelope as envelopeShape } from '@tally/contracts'
import type { Query } from '../database/pool.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import type { Shell } from '../shell.ts'
import type { IncomingMessage } from './broker/broker.ts'
import type { HearingFeature, Listener } from './subscription.ts'
import { type Held, openWork, type Work } from './work.ts'

/** A message with the cluster of the broker in which its offset means something. */
export interface PlacedMessage extends IncomingMessage {
  readonly clusterId: string
}

/** A message and one feature that hears it. */
export interface Delivery {
  readonly consumer: string
  readonly listener: Listener
  /** What it touches, of whose practice; undefined: it may be anything. */
  readonly touches: string | undefined
  readonly message: PlacedMessage
  readonly envelope: Envelope
  readonly keys: PracticeKeys
}

/** undefined: the bytes are no envelope of ours. */
export function readEnvelope(value: Uint8Array): Envelope | undefined {
  try {
    const parsed = envelopeShape.safeParse(JSON.parse(Buffer.from(value).toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What `feature` does with events of `type` on `topic`; undefined when it does not hear them. */
export function listenerOf(feature: HearingFeature, topic: string, type: string): Listener | undefined {
  return feature.listeners.find((listener) => listener.type === type && listener.topic === topic)
}

/** The work of handling one message inside the batch's transaction. */
export function workOf(
  shell: Shell,
  query: Query,
  { consumer, envelope, keys }: Pick<Delivery, 'consumer' | 'envelope' | 'keys'>,
  held: Held,
  traceparent: string | undefined,
): Work {
  const unit = { kind: 'event', name: envelope.type, input: () => ({ consumer, envelope }) } as const
  const acting = {
    kind: 'message',
    name: consumer,
    action: envelope.type,
    subject: envelope.subject,
  } as const
  return openWork(shell, query, {
    ...{
      keys,
      causationId: envelope.id,
      traceparent: traceparent ?? envelope.traceparent,
      unit,
      held,
      acting,
    },
  })
}
