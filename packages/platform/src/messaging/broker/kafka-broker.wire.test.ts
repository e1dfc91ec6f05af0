import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, test, vi } from 'vitest'
import { describeBroker } from './broker.contract.ts'
import type { Broker, OutgoingMessage } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'
import { kafkaBroker } from './kafka-broker.ts'

/** No system gives it out by itself, and hardly anybody listens there. */
const portOfNobody = 1
const brokers = process.env.TEST_KAFKA_BROKERS?.split(',') ?? []
const reason = process.env.TEST_KAFKA_REASON ?? 'TEST_KAFKA_BROKERS is not set'

/** Node tells of a negative delay once a process, so it is listened for from the beginning. */
const warnings: string[] = []
process.on('warning', ({ name }) => warnings.push(name))

if (brokers.length === 0) test.skip(`Kafka: the broker contract (skipped: ${reason})`)
else {
  describeBroker('Kafka', async () => ({ connect: () => connected() }))
  describe('Kafka', describeKafka)
}

/** kafkajs by itself tries on for half a minute and more; a busy machine takes its time for our two seconds. */
const inTimeMs = 20_000

test('start() fails in time and names the address where nobody listens', async () => {
  const broker = brokerAt([`127.0.0.1:${portOfNobody}`], { connectTimeoutMs: 2_000 })
  const started = performance.now()
  await expect(broker.start()).rejects.toThrow(
    /^No Kafka answered at 127\.0\.0\.1:\d+ within 2000 ms \(.*ECONNREFUSED.*KAFKA_BROKERS\.$/,
  )
  expect(performance.now() - started).toBeLessThan(inTimeMs)
})

test('start() fails in time where something listens that is no Kafka', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const broker = brokerAt([`127.0.0.1:${port}`], { connectTimeoutMs: 500 })
  const started = performance.now()
  await expect(broker.start()).rejects.toThrow(`127.0.0.1:${port} within 500 ms`)
  expect(performance.now() - started).toBeLessThan(inTimeMs)
  silent.close()
})

function describeKafka() {
  test('topics get the partitions and the retention they were given', async () => {
    const broker = await connected()
    const topic = `settings-${randomUUID()}`
    await broker.ensureTopics([{ name: topic, partitions: 4, retentionMs: 86_400_000 }])
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin()
    await admin.connect()
    const resource = { type: 2, name: topic, configNames: ['retention.ms'] }
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] })
    expect(resources[0]?.configEntries.map(({ configValue }) => configValue)).toEqual(['86400000'])
    expect(await admin.fetchTopicOffsets(topic)).toHaveLength(4)
    await Promise.all([admin.disconnect(), broker.stop()])
  })

  test('what is too large for one request is sent in several, in order', async () => {
    const { broker, publish, seen, subscribe } = await withTopic()
    await subscribe()
    await publish(Array.from({ length: 40 }, (_, index) => new Uint8Array(100_000).fill(index)))
    await vi.waitFor(() => expect(seen).toHaveLength(40), { timeout: 30_000 })
    expect(seen.map((value) => value[0])).toEqual(Array.from({ length: 40 }, (_, index) => index))
    await broker.stop()
  })

  test('a handler that works longer than a session keeps its partitions and gets its batch once', async () => {
    const { broker, publish, seen, subscribe, caughtUp } = await withTopic({ sessionTimeoutMs: 3_000 })
    await publish([Uint8Array.of(1)])
    // A handler that takes long is what is tested: nothing else is waited for here.
    await subscribe(() => new Promise((resolve) => setTimeout(resolve, 7_000)))
    await caughtUp()
    expect(seen).toHaveLength(1)
    await broker.stop()
  })

  test('the log stays below warning through a first join and a rebalance, and never quotes a message', async () => {
    const lines: { level: string; line: string }[] = []
    const log: BrokerLog = (level, says, fields) =>
      lines.push({ level, line: `${says} ${JSON.stringify(fields)}` })
    const { broker, publish, subscribe, caughtUp } = await withTopic({ log })
    await publish([new TextEncoder().encode('confidential')])
    await subscribe()
    const second = await subscribe()
    await caughtUp()
    await second.stop()
    await broker.stop()
    expect(lines.some(({ line }) => line.includes('joined the group'))).toBe(true)
    const loud = lines.filter(({ level }) => level === 'warn' || level === 'error')
    // A busy machine answers late: what kafkajs says of that is a warning, and asked again.
    expect(loud.filter(({ line }) => !/timed out|timeout/i.test(line))).toEqual([])
    expect(lines.filter(({ line }) => /confidential|the-key/.test(line))).toEqual([])
  })

  test('the client arms no timer with a negative delay, which fires for ever (patches/kafkajs)', async () => {
    const broker = await connected()
    await broker.clusterId()
    await broker.stop()
    expect(warnings).not.toContain('TimeoutNegativeWarning')
  })
}

interface Changes {
  readonly connectTimeoutMs?: number
  readonly sessionTimeoutMs?: number
  readonly log?: BrokerLog
}

function brokerAt(addresses: readonly string[], changes: Changes = {}): Broker {
  const usual = { clientId: 'test', connectTimeoutMs: 10_000, sessionTimeoutMs: 6_000, log: () => undefined }
  return kafkaBroker({ brokers: addresses, ...usual, ...changes })
}

async function connected(changes: Changes = {}): Promise<Broker> {
  const broker = brokerAt(brokers, changes)
  await broker.start()
  return broker
}

/** A connected broker with a topic of one partition and a group of its own. */
async function withTopic(changes: Changes = {}) {
  const broker = await connected(changes)
  const topic = `topic-${randomUUID()}`
  const seen: Uint8Array[] = []
  await broker.ensureTopics([{ name: topic, partitions: 1, retentionMs: -1 }])
  const toMessage = (value: Uint8Array): OutgoingMessage => ({ topic, key: 'the-key', value, headers: {} })
  return {
    broker,
    seen,
    publish: (values: readonly Uint8Array[]) => broker.publish(values.map(toMessage)),
    subscribe: (work: () => Promise<unknown> = async () => undefined) =>
      broker.subscribe({
        ...{ group: topic, topics: [topic], concurrency: 1 },
        onBatch: async ({ messages }) => {
          await work()
          seen.push(...messages.map(({ value }) => value))
          return { kind: 'handled' }
        },
      }),
    caughtUp: () =>
      vi.waitFor(async () => expect(await broker.lag(topic, [topic])).toMatchObject([{ records: 0 }]), {
        timeout: 30_000,
      }),
  }
}
