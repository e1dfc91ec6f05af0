/**
 * Takes what the broker brings. A batch goes as one transaction; a defect in it makes it go message by message,
 * and the one that fails three times is parked and its key held, so that a claim's events keep their order while
 * every other claim's flow. So does a batch that an earlier process may have died of. A fault leaves what is not
 * done for later, without limit.
 */
import { failpoint } from '../failpoint.ts'
import { isFault } from '../fault.ts'
import type { Shell } from '../shell.ts'
import type { Behind } from './behind.ts'
import type { Batch, Verdict } from './broker/broker.ts'
import type { PlacedMessage } from './delivery.ts'
import { handleAlone } from './handle-alone.ts'
import { handleTogether } from './handle-together.ts'
import { type BatchStart, partitionStarts } from './partition-starts.ts'
import type { HearingFeature } from './subscription.ts'
import { forgetTries } from './tries.ts'

const retryMsMax = 60_000

interface Consumer {
  readonly shell: Shell
  readonly features: readonly HearingFeature[]
  startOf(batch: Batch): Promise<BatchStart>
}

/** A handler of batches for the broker; `faults` counts those in a row, for the wait between them. */
export function batchConsumer(
  shell: Shell,
  features: readonly HearingFeature[],
  behind: Behind,
): (batch: Batch) => Promise<Verdict> {
  const faults = new Map<string, number>()
  const consumer = { shell, features, startOf: partitionStarts(shell) }
  return async (batch) => {
    const place = `${batch.topic}/${batch.partition}`
    const [first] = batch.messages
    if (first) behind.handed(`${shell.service} ${place}`, first.timestamp)
    const verdict = await consume(consumer, batch, (done) => {
      const count = (faults.get(place) ?? 0) + 1
      faults.set(place, count)
      return { kind: 'later', done, retryAfterMs: Math.min(retryMsMax, 250 * 2 ** count) }
    })
    if (verdict.kind === 'handled') faults.delete(place)
    return verdict
  }
}

async function consume(
  { shell, features, startOf }: Consumer,
  batch: Batch,
  later: (done: number) => Verdict,
): Promise<Verdict> {
  let done = 0
  try {
    const { clusterId, begunBefore } = await startOf(batch)
    const messages = batch.messages.map((message) => ({ ...message, clusterId }))
    if (!begunBefore && (await wentTogether(shell, features, batch, messages))) return { kind: 'handled' }
    try {
      for (const message of messages) {
        await batch.heartbeat()
        await handleAlone(shell, features, message, begunBefore)
        done += 1
      }
    } finally {
      await forgetTries(shell, messages.slice(0, done))
    }
    return { kind: 'handled' }
  } catch (error) {
    if (!isFault(error)) throw error
    shell.log.warn('the world failed; the batch is tried again', { ...placeOf(shell, batch), error })
    return later(done)
  }
}

/** False: there is a defect somewhere among them. */
async function wentTogether(
  shell: Shell,
  features: readonly HearingFeature[],
  batch: Batch,
  messages: readonly PlacedMessage[],
): Promise<boolean> {
  try {
    await handleTogether(shell, features, messages)
  } catch (error) {
    if (isFault(error)) throw error
    shell.log.warn('a batch failed and goes message by message', { ...placeOf(shell, batch), error })
    return false
  }
  failpoint('after-effect-before-offset')
  return true
}

function placeOf({ service }: Shell, { topic, partition, messages }: Batch) {
  return { service, topic, partition, count: messages.length }
}
