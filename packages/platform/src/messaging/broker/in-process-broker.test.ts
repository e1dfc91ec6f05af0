import { expect, test } from 'vitest'
import { Fault } from '../../fault.ts'
import { describeBroker } from './broker.contract.ts'
import type { Batch, Verdict } from './broker.ts'
import { until } from './broker-trial.contract.ts'
import { type InProcessOptions, inProcessBroker } from './in-process-broker.ts'

describeBroker('in-process', async () => {
  const broker = inProcessBroker()
  const connect = async () => {
    await broker.start()
    return broker
  }
  return { connect }
})

const GROUP = 'group'
const TOPIC = 'topic'
const handled: Verdict = { kind: 'handled' }

test('it says that it forgets, and has a cluster id of its own each time', async () => {
  const [one, two] = [inProcessBroker(), inProcessBroker()]
  expect(one.durable).toBe(false)
  expect(await one.clusterId()).not.toBe(await two.clusterId())
})

test('timestamps and the age of the lag follow the clock it is given', async () => {
  let now = 1_000
  const { broker, publish } = await brokerWith({ clock: () => now, partitions: 1 })
  await publish('a')
  now = 61_000
  expect(await broker.lag(GROUP, [TOPIC])).toEqual([{ topic: TOPIC, partition: 0, records: 1, seconds: 60 }])
})

test('a message published keeps its bytes though the caller writes on into its buffer', async () => {
  const { broker, seen, subscribe } = await brokerWith({})
  const value = new TextEncoder().encode('sent')
  await broker.publish([{ topic: TOPIC, key: 'a', value, headers: {} }])
  value.fill(0)
  await subscribe()
  await until(() => expect(seen).toEqual(['sent']))
})

test('a topic that does not exist is named', async () => {
  const { broker } = await brokerWith({})
  const message = { topic: 'unheard', key: 'a', value: new Uint8Array(), headers: {} }
  await expect(broker.publish([message])).rejects.toThrow('unheard')
})

test('fault: a publish refused appends nothing, the next one does', async () => {
  const { broker, publish, lag } = await brokerWith({ faults: { publishesToRefuse: 1 } })
  await expect(publish('a')).rejects.toThrow('nothing was appended')
  expect(await lag()).toBe(0)
  await publish('a')
  expect(await lag()).toBe(1)
  expect(broker.faults.publishesToRefuse).toBe(0)
})

test('fault: a publish whose acknowledgement is lost has appended all the same', async () => {
  const { publish, lag } = await brokerWith({ faults: { acknowledgementsToLose: 1 } })
  await expect(publish('a')).rejects.toThrow('acknowledgement')
  expect(await lag()).toBe(1)
})

test('fault: a batch is handed over twice', async () => {
  const { publish, seen, subscribe, caughtUp } = await brokerWith({ faults: { batchesToDuplicate: 1 } })
  await publish('a')
  await subscribe()
  await caughtUp()
  await publish('b')
  await caughtUp()
  expect(seen).toEqual(['a', 'a', 'b'])
})

test('fault: a verdict lost between effect and commit brings the batch again', async () => {
  const { publish, seen, subscribe, caughtUp } = await brokerWith({ faults: { commitsToLose: 1 } })
  await publish('a')
  await subscribe()
  await caughtUp()
  expect(seen).toEqual(['a', 'a'])
})

test('fault: a forced rebalance takes the batch in hand away, and its verdict counts no more', async () => {
  const { broker, publish, lag } = await brokerWith({ partitions: 1 })
  const entered = Promise.withResolvers<Batch>()
  const finish = Promise.withResolvers<void>()
  const again = Promise.withResolvers<void>()
  const subscribing = { group: GROUP, topics: [TOPIC], concurrency: 1 }
  const losing = await broker.subscribe({
    ...subscribing,
    onBatch: async (batch) => {
      entered.resolve(batch)
      await finish.promise
      return handled
    },
  })
  await publish('a')
  const first = await entered.promise
  await broker.subscribe({
    ...subscribing,
    onBatch: async () => {
      again.resolve()
      return { kind: 'later', done: 0, retryAfterMs: 1 }
    },
  })
  broker.rebalance(GROUP)
  await again.promise
  await expect(first.heartbeat()).rejects.toBeInstanceOf(Fault)
  finish.resolve()
  await losing.stop()
  expect(await lag()).toBe(1)
})

test("fault: the order across partitions is the picker's, the order within one is kept", async () => {
  const { publish, seen, subscribe, caughtUp } = await brokerWith({
    faults: { pickPartition: (ready) => ready - 1 },
  })
  const texts = Array.from({ length: 12 }, (_, index) => `k${index % 4}:${index}`)
  for (const text of texts) await publish(text, text.slice(0, 2))
  await subscribe()
  await caughtUp()
  expect(seen).not.toEqual(texts)
  for (const key of ['k0', 'k1', 'k2', 'k3']) {
    expect(seen.filter((text) => text.startsWith(key))).toEqual(texts.filter((text) => text.startsWith(key)))
  }
})

test('fault: a delay is waited out before the handler sees the batch', async () => {
  const { publish, seen, subscribe, caughtUp } = await brokerWith({ faults: { deliveryDelayMs: 30 } })
  const started = performance.now()
  await publish('a')
  await subscribe()
  await caughtUp()
  expect(seen).toEqual(['a'])
  expect(performance.now() - started).toBeGreaterThanOrEqual(29)
})

test('a handler that throws is logged with its place and without its words', async () => {
  const lines: unknown[] = []
  const { broker, publish, caughtUp } = await brokerWith({ log: (...line) => lines.push(line) })
  let throws = true
  await broker.subscribe({
    ...{ group: GROUP, topics: [TOPIC], concurrency: 1 },
    onBatch: async () => {
      if (!throws) return handled
      throws = false
      throw new Error('boom')
    },
  })
  await publish('secret value')
  await caughtUp()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject([
    'error',
    'a batch handler threw; the batch comes again',
    { topic: TOPIC, count: 1 },
  ])
  expect(JSON.stringify(lines)).not.toContain('secret value')
})

/** A started broker with one topic, and what the tests do with it. */
async function brokerWith({
  partitions = 3,
  ...options
}: InProcessOptions & { readonly partitions?: number }) {
  const broker = inProcessBroker(options)
  const seen: string[] = []
  await broker.start()
  await broker.ensureTopics([{ name: TOPIC, partitions, retentionMs: -1 }])
  const lag = async () => (await broker.lag(GROUP, [TOPIC])).reduce((sum, { records }) => sum + records, 0)
  return {
    broker,
    seen,
    lag,
    publish: (text: string, key = 'a') =>
      broker.publish([{ topic: TOPIC, key, value: new TextEncoder().encode(text), headers: {} }]),
    subscribe: () =>
      broker.subscribe({
        ...{ group: GROUP, topics: [TOPIC], concurrency: 1 },
        onBatch: async ({ messages }) => {
          seen.push(...messages.map(({ value }) => new TextDecoder().decode(value)))
          return handled
        },
      }),
    caughtUp: () => until(async () => expect(await lag()).toBe(0)),
  }
}
