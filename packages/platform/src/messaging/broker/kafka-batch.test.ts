import { type EachBatchPayload, KafkaJSProtocolError } from 'kafkajs'
import { expect, it, vi } from 'vitest'
import { Fault } from '../../fault.ts'
import type { Batch } from './broker.ts'
import { handleBatch } from './kafka-batch.ts'

const lost = new KafkaJSProtocolError(
  Object.assign(new Error('The coordinator is not aware of this member'), {
    type: 'UNKNOWN_MEMBER_ID',
    code: 25,
  }),
)

/** A batch of one message whose membership ends as soon as the handler has it. */
function payloadOf(beats: () => Promise<void>): EachBatchPayload {
  const message = { key: null, value: Buffer.from('1'), offset: '7', timestamp: '0', attributes: 0, size: 1 }
  return {
    batch: { topic: 'charges', partition: 0, messages: [message] },
    ...{ heartbeat: beats, isRunning: () => true, isStale: () => false, pause: () => vi.fn() },
    ...{ resolveOffset: vi.fn(), commitOffsetsIfNecessary: vi.fn() },
  } as unknown as EachBatchPayload
}

it('a partition taken away is a fault to the handler, and its own error to kafkajs, which joins again', async () => {
  let beats = 0
  let told: unknown
  const onBatch = async (batch: Batch) => {
    told = await batch.heartbeat().catch((error: unknown) => error)
    return { kind: 'later', done: 0, retryAfterMs: 60_000 } as const
  }
  const handling = {
    subscribing: { group: 'g', topics: ['charges'], concurrency: 1, onBatch },
    ...{ heartbeatEveryMs: 60_000, log: () => undefined, oldest: new Map() },
  }
  const payload = payloadOf(async () => {
    beats += 1
    if (beats > 1) throw lost
  })
  await expect(handleBatch(handling, payload)).rejects.toBe(lost)
  expect(told).toBeInstanceOf(Fault)
  expect(String(told)).toContain('charges/0 was taken away')
})
