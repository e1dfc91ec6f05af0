/**
 * Asks a subscriber's handler what became of a batch. Both adapters ask here, so that a handler that throws
 * means the same on both: nothing is done, the batch comes again, and the broker's own loop never sees the
 * error.
 */

import { assert } from '@tally/kernel'
import type { Batch, Subscribing } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'

/** Messages handed over at once: one transaction of the consumer. 100 to 500 are the best (stack.md 1.5). */
export const BATCH_LIMIT = 500

/** Long enough not to spin on a database that is down, short enough not to be felt when it is back. */
const RETRY_AFTER_THROW_MS = 500

/**
 * The first `done` messages are handled; where that is not all of them, the rest is due again after
 * `retryAfterMs`.
 */
export interface Outcome {
  readonly done: number
  readonly retryAfterMs: number
}

/** Never rejects. */
export async function outcomeOf(subscribing: Subscribing, batch: Batch, log: BrokerLog): Promise<Outcome> {
  const all = batch.messages.length
  try {
    const verdict = await subscribing.onBatch(batch)
    if (verdict.kind === 'handled') return { done: all, retryAfterMs: 0 }
    const { done, retryAfterMs } = verdict
    assert(
      Number.isInteger(done) && done >= 0 && done <= all,
      `a verdict says ${done} of ${all} messages are done`,
    )
    return { done, retryAfterMs }
  } catch (error) {
    const { topic, partition, messages } = batch
    log('error', 'a batch handler threw; the batch comes again', {
      ...{ consumer: subscribing.group, topic, partition, count: messages.length, error },
    })
    return { done: 0, retryAfterMs: RETRY_AFTER_THROW_MS }
  }
}
