/**
 * What is done with one batch of kafkajs: hand it over in chunks, commit after each verdict, keep the
 * membership alive meanwhile, hold the partition back on `later`. Thrown into kafkajs is only what makes it
 * rejoin the group or fetch again; a thrown handler's error would stop the consumer and rebalance the whole
 * group on every try (stack.md 1.3).
 */

import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs'
import { Fault } from '../../fault.ts'
import type { IncomingMessage, Subscribing } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'
import { BATCH_LIMIT, outcomeOf } from './outcome-of.ts'

export interface Handling {
  readonly subscribing: Subscribing
  readonly heartbeatEveryMs: number
  readonly log: BrokerLog
  /** By `partitionName`: the broker's timestamp of the first message in hand or held back. */
  readonly oldest: Map<string, number>
}

export function partitionName(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

/**
 * Resolves when the batch is handled, held back, or no longer ours; rejects only to make kafkajs rejoin or
 * fetch again.
 */
export async function handleBatch(handling: Handling, payload: EachBatchPayload): Promise<void> {
  const { topic, partition } = payload.batch
  const messages = payload.batch.messages.map((message) => incoming(topic, partition, message))
  const membership = keepAlive(payload, handling.heartbeatEveryMs)
  const name = partitionName(topic, partition)
  try {
    for (let from = 0; from < messages.length; from += BATCH_LIMIT) {
      if (!payload.isRunning() || payload.isStale()) break
      await membership.heartbeat()
      const chunk = messages.slice(from, from + BATCH_LIMIT)
      handling.oldest.set(name, chunk[0]?.timestamp ?? 0)
      const batch = { topic, partition, messages: chunk, heartbeat: toldAsFault(membership.heartbeat, name) }
      const { done, retryAfterMs } = await outcomeOf(handling.subscribing, batch, handling.log)
      await commit(payload, chunk[done - 1])
      const next = chunk[done]
      if (next && !membership.lost()) {
        handling.oldest.set(name, next.timestamp)
        return holdBack(payload, retryAfterMs)
      }
      await membership.heartbeat()
    }
    handling.oldest.delete(name)
  } catch (error) {
    handling.oldest.delete(name)
    throw error
  } finally {
    membership.release()
  }
}

/**
 * Offsets move only by this: where the commit fails the messages are fetched again, and the inbox knows them.
 */
async function commit(
  { batch, ...payload }: EachBatchPayload,
  last: IncomingMessage | undefined,
): Promise<void> {
  if (!last) return
  const offset = String(last.offset + 1n)
  const partitions = [{ partition: batch.partition, offset }]
  await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] })
  payload.resolveOffset(String(last.offset))
}

/**
 * The partition alone is paused; kafkajs goes on from the resolved offset. A rebuilt consumer begins
 * unpaused, which is as well.
 */
function holdBack(payload: EachBatchPayload, forMs: number): void {
  const resume = payload.pause()
  setTimeout(resume, forMs).unref()
}

/**
 * Heartbeats while a handler works, for it may take longer than a session. Only the answers that mean "no
 * longer yours" count; a broker that is away for a moment does not end a batch. kafkajs itself sends at most
 * one per heartbeat interval.
 */
function keepAlive(payload: EachBatchPayload, everyMs: number) {
  let loss: Error | undefined
  const heartbeat = async () => {
    if (loss) throw loss
    try {
      await payload.heartbeat()
    } catch (error) {
      if (!isLoss(error)) return
      loss = error
      throw error
    }
  }
  // A loss noted here is thrown by the next call.
  const timer = setInterval(() => void heartbeat().catch(() => undefined), everyMs)
  return { heartbeat, lost: () => loss !== undefined, release: () => clearInterval(timer) }
}

/** For the handler, which must not see an error of kafkajs; kafkajs itself needs its own, to join again. */
function toldAsFault(heartbeat: () => Promise<void>, name: string): () => Promise<void> {
  return async () => {
    try {
      await heartbeat()
    } catch (cause) {
      throw new Fault(`${name} was taken away: end the batch, its next owner gets it again.`, { cause })
    }
  }
}

const LOSSES = [
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'FENCED_INSTANCE_ID',
]

function isLoss(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && LOSSES.includes(String(error.type))
}

/**
 * A foreign producer may send no key, no value and repeated headers: '', no bytes, and the last of them as
 * Java's clients do.
 */
function incoming(topic: string, partition: number, message: KafkaMessage): IncomingMessage {
  return {
    topic,
    partition,
    key: message.key?.toString() ?? '',
    value: message.value ?? new Uint8Array(),
    headers: headersOf(message.headers ?? {}),
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
  }
}

function headersOf(headers: IHeaders): Record<string, string> {
  const strings: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) strings[name] = last.toString()
  }
  return strings
}
