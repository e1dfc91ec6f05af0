/**
 * What must be known of a batch before it is handled: the broker's cluster, since offsets mean something in it
 * alone, and whether an earlier process died of these very messages, since then they go one by one.
 */
import { assert } from '@tally/kernel'
import type { Shell } from '../shell.ts'
import type { Batch } from './broker/broker.ts'
import { batchBegunBefore } from './tries.ts'

export interface BatchStart {
  readonly clusterId: string
  /** An earlier process began with this batch and did not finish it. Asked of a partition's first batch alone. */
  readonly begunBefore: boolean
}

interface Place {
  readonly clusterId: string
  /** The offset after the last one seen. */
  readonly next: bigint
}

/** One for each consumer: it remembers each partition's place. */
export function partitionStarts(shell: Shell): (batch: Batch) => Promise<BatchStart> {
  const places = new Map<string, Place>()
  return async ({ topic, partition, messages }) => {
    const [first, last] = [messages[0], messages.at(-1)]
    assert(first && last, 'a batch has at least one message')
    const place = places.get(`${topic}/${partition}`)
    // Another cluster counts from 0: offsets that go back may be its.
    const goesOn = place !== undefined && first.offset >= place.next
    const clusterId = goesOn ? place.clusterId : await shell.broker.clusterId()
    const begunBefore = place === undefined && (await batchBegunBefore(shell, { ...first, clusterId }))
    places.set(`${topic}/${partition}`, { clusterId, next: last.offset + 1n })
    return { clusterId, begunBefore }
  }
}
