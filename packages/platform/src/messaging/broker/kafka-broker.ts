/**
 * The broker port on any Kafka, by kafkajs 2.2.4 (patched, `patches/`). The settings and what they cost are
 * in stack.md 1.3 to 1.5; no idempotent producer: it allows one request in flight anyway, and the inbox drops
 * what is sent twice.
 */

import { setTimeout as wait } from 'node:timers/promises'
import { type Admin, Kafka, type KafkaConfig, logLevel, Partitioners, type Producer } from 'kafkajs'
import type { Broker, OutgoingMessage, PartitionLag, TopicSpec } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'
import { partitionName } from './kafka-batch.ts'
import { joinGroup, type KafkaSubscription } from './kafka-consumer.ts'
import { kafkaFault } from './kafka-fault.ts'
import { kafkaLog } from './kafka-log.ts'

export interface KafkaOptions {
  /** `host:port` each. */
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly connectTimeoutMs: number
  /** How long a group waits for a member that died before it gives its partitions away. */
  readonly sessionTimeoutMs: number
  readonly log: BrokerLog
}

/**
 * Three broker kills under load surfaced no error with these (stack.md 2.1); a broker away longer than ~18 s
 * does.
 */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20 }

/** A topic is served within milliseconds of its creation, on a starved machine within a second or two. */
const TOPIC_READY_MS = 30_000

/**
 * Below a broker's `message.max.bytes` (1,048,588), which holds for all that one request brings to one
 * partition.
 */
const REQUEST_BYTES = 900_000

const NOT_STARTED = 'The broker is not connected: call start() first.'

interface Clients {
  readonly admin: Admin
  readonly producer: Producer
}

export function kafkaBroker(options: KafkaOptions): Broker {
  const { brokers, clientId, log, sessionTimeoutMs } = options
  const config: KafkaConfig = {
    ...{ brokers: [...brokers], clientId, retry: RETRY },
    ...{ logCreator: kafkaLog(log), logLevel: logLevel.INFO },
  }
  const membership = { newKafka: () => new Kafka(config), sessionTimeoutMs, log }
  const subscriptions = new Set<KafkaSubscription>()
  let connected: Clients | undefined

  /** What goes wrong there leaves this port as a fault, unless we asked for something wrong. */
  const asking = async <T>(ask: (clients: Clients) => Promise<T>): Promise<T> => {
    if (!connected) throw new Error(NOT_STARTED)
    try {
      return await ask(connected)
    } catch (error) {
      throw kafkaFault(error, brokers)
    }
  }

  return {
    kind: 'kafka',
    durable: true,
    start: async () => {
      try {
        connected ??= await connect(config, options)
      } catch (error) {
        throw kafkaFault(error, brokers)
      }
    },
    stop: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      subscriptions.clear()
      const { producer, admin } = connected ?? {}
      connected = undefined
      await Promise.all([producer?.disconnect(), admin?.disconnect()])
    },
    clusterId: () => asking(async ({ admin }) => (await admin.describeCluster()).clusterId),
    ensureTopics: (topics) => asking(({ admin }) => createMissing(admin, topics)),
    publish: (messages) =>
      asking(async ({ producer }) => {
        for (const request of requestsOf(messages)) await send(producer, request)
      }),
    subscribe: async (subscribing) => {
      const subscription = await asking(() => joinGroup(membership, subscribing))
      subscriptions.add(subscription)
      const stop = async () => {
        subscriptions.delete(subscription)
        await subscription.stop()
      }
      return { stop }
    },
    lag: (group, topics) =>
      asking(async ({ admin }) => {
        const members = [...subscriptions].filter((subscription) => subscription.group === group)
        const oldest = new Map(members.flatMap((member) => [...member.oldest]))
        const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] })
        const lags = committed.map(({ topic, partitions }) => lagOf(admin, topic, partitions, oldest))
        return (await Promise.all(lags)).flat()
      }),
  }
}

/**
 * A first answer is waited for until the deadline; only then are the clients made, which from there on retry
 * by themselves.
 */
async function connect(config: KafkaConfig, options: KafkaOptions): Promise<Clients> {
  await firstAnswer(config, options)
  const kafka = new Kafka(config)
  const admin = kafka.admin()
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: false,
    maxInFlightRequests: 1,
  })
  await Promise.all([admin.connect(), producer.connect()])
  return { admin, producer }
}

async function firstAnswer(config: KafkaConfig, { brokers, connectTimeoutMs }: KafkaOptions): Promise<void> {
  const deadline = Date.now() + connectTimeoutMs
  let last = 'no answer'
  for (let left = connectTimeoutMs; left > 0; left = deadline - Date.now()) {
    const limits = { connectionTimeout: left, requestTimeout: left, enforceRequestTimeout: true }
    const admin = new Kafka({
      ...config,
      ...limits,
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
    }).admin()
    try {
      await admin.connect()
      await admin.describeCluster()
      return
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    } finally {
      await admin.disconnect()
    }
    await wait(Math.min(100, Math.max(0, deadline - Date.now())))
  }
  throw new Error(
    `No Kafka answered at ${brokers.join(', ')} within ${connectTimeoutMs} ms (${last}): start it there, or correct KAFKA_BROKERS.`,
  )
}

/** Several processes may start at once: a topic that another one has just created is as good. */
async function createMissing(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const missing = specs.filter(({ name }) => !existing.has(name))
  await Promise.all(
    missing.map(async ({ name, partitions, retentionMs }) => {
      const configEntries = [{ name: 'retention.ms', value: String(retentionMs) }]
      const topics = [{ topic: name, numPartitions: partitions, configEntries }]
      // kafkajs's own wait gives up on a topic that the metadata does not name yet (seen on a busy machine).
      await admin.createTopics({ topics, waitForLeaders: false })
      await served(admin, name)
    }),
  )
}

/**
 * Waits until the broker answers for every partition. The metadata names leaders earlier; a publish then is
 * taken by some partitions and refused by others, and kafkajs sends all of it again (on a starved machine 10
 * of 40 new topics, of 24 partitions each, got duplicates; with this wait none).
 */
async function served(admin: Admin, topic: string): Promise<void> {
  const deadline = Date.now() + TOPIC_READY_MS
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic)
      return
    } catch (error) {
      if (!isRetriable(error) || Date.now() > deadline) throw error
      await wait(20)
    }
  }
}

function isRetriable(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true
}

/**
 * Splits what would be too large for one request; kept in order, since each is acknowledged before the next
 * is sent.
 */
function* requestsOf(messages: readonly OutgoingMessage[]): Generator<OutgoingMessage[]> {
  let request: OutgoingMessage[] = []
  let bytes = 0
  for (const message of messages) {
    const size = sizeOf(message)
    if (request.length > 0 && bytes + size > REQUEST_BYTES) {
      yield request
      request = []
      bytes = 0
    }
    request.push(message)
    bytes += size
  }
  if (request.length > 0) yield request
}

/** Upper bound: three bytes a UTF-16 unit, 100 for the record's own fields and lengths. */
function sizeOf({ key, value, headers }: OutgoingMessage): number {
  const texts = Object.entries(headers).flat()
  return texts.reduce((bytes, text) => bytes + 3 * text.length, value.byteLength + 3 * key.length + 100)
}

async function send(producer: Producer, messages: readonly OutgoingMessage[]): Promise<void> {
  const byTopic = Map.groupBy(messages, ({ topic }) => topic)
  const topicMessages = [...byTopic].map(([topic, ofTopic]) => ({
    topic,
    messages: ofTopic.map(({ key, value, headers }) => ({
      key,
      value: bufferOn(value),
      headers: { ...headers },
    })),
  }))
  await producer.sendBatch({ acks: -1, topicMessages })
}

/** The same bytes, not a copy. */
function bufferOn({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

async function lagOf(
  admin: Admin,
  topic: string,
  committed: readonly { readonly partition: number; readonly offset: string }[],
  oldest: ReadonlyMap<string, number>,
): Promise<PartitionLag[]> {
  const ends = await admin.fetchTopicOffsets(topic)
  return ends.map(({ partition, low, high }) => {
    const offset = BigInt(committed.find((known) => known.partition === partition)?.offset ?? -1)
    // -1 says that the group never committed: it begins at the oldest message kept, as it does when that has
    // overtaken it.
    const from = offset < BigInt(low) ? BigInt(low) : offset
    const records = Math.max(0, Number(BigInt(high) - from))
    const since = oldest.get(partitionName(topic, partition))
    const seconds = since === undefined ? null : Math.max(0, Date.now() - since) / 1_000
    return { topic, partition, records, seconds: records === 0 ? 0 : seconds }
  })
}
