/**
 * One member of a group, kept alive for ever. kafkajs restarts some crashed consumers and silently leaves
 * others stopped; here there is one way only: it never restarts, and every crash is answered by building a
 * new consumer until that one runs.
 */

import { setTimeout as wait } from 'node:timers/promises'
import type { Consumer, Kafka } from 'kafkajs'
import type { Subscribing, Subscription } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'
import { type Handling, handleBatch } from './kafka-batch.ts'
import { severityOfCrash } from './kafka-log.ts'

export interface Membership {
  /** A new one for each consumer: those of one `Kafka` share a group's offsets and, as two members, wipe each other's. */
  readonly newKafka: () => Kafka
  readonly sessionTimeoutMs: number
  readonly log: BrokerLog
}

export interface KafkaSubscription extends Subscription {
  readonly group: string
  /** See `Handling`. */
  readonly oldest: ReadonlyMap<string, number>
}

const REBUILD_AFTER_MS = 1_000

/**
 * How long a fetch gathers at the broker, and what ends it sooner. A message a fetch is a transaction a message: with 25 visits
 * a second a fetch that the first message ended had claims written within 1.58 s (p99) and 28/s as the most, one that gathers
 * for 100 ms within 0.84 s, and with one partition a topic 48/s; 200 ms gain nothing more (measured on 2 cores). It is also
 * what a resumed partition and `stop` wait at most.
 */
const FETCH_WAIT_MS = 100
const FETCH_BYTES = 100_000

/**
 * Resolves when the group is joined. Rejects when the first attempt fails; later ones are made without limit.
 */
export async function joinGroup(
  membership: Membership,
  subscribing: Subscribing,
): Promise<KafkaSubscription> {
  const { log } = membership
  const { group } = subscribing
  const heartbeatEveryMs = Math.min(3_000, Math.floor(membership.sessionTimeoutMs / 3))
  const handling: Handling = { subscribing, heartbeatEveryMs, log, oldest: new Map() }
  const stopping = new AbortController()
  let consumer: Consumer

  const build = () => {
    consumer = newConsumer(membership, handling, (error) => {
      if (stopping.signal.aborted) return
      log(severityOfCrash(error), 'the consumer crashed and is built again', { consumer: group, error })
      void rebuild()
    })
    return run(consumer, handling)
  }

  const rebuild = async () => {
    while (!stopping.signal.aborted) {
      try {
        await wait(REBUILD_AFTER_MS, undefined, { signal: stopping.signal })
        await build()
        // It may have joined after `stop` disconnected it.
        if (stopping.signal.aborted) await consumer.disconnect()
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        log('warn', 'the consumer cannot be built yet', { consumer: group, error })
      }
    }
  }

  await build()
  const stop = async () => {
    stopping.abort()
    await consumer.disconnect()
  }
  return { group, oldest: handling.oldest, stop }
}

function newConsumer(membership: Membership, handling: Handling, onCrash: (error: Error) => void): Consumer {
  const consumer = membership.newKafka().consumer({
    groupId: handling.subscribing.group,
    sessionTimeout: membership.sessionTimeoutMs,
    heartbeatInterval: handling.heartbeatEveryMs,
    rebalanceTimeout: 60_000,
    allowAutoTopicCreation: false,
    minBytes: FETCH_BYTES,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    retry: { restartOnFailure: async () => false },
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => onCrash(payload.error))
  // What was held back may now be another member's.
  consumer.on(consumer.events.GROUP_JOIN, () => handling.oldest.clear())
  return consumer
}

async function run(consumer: Consumer, handling: Handling): Promise<void> {
  const { topics, concurrency } = handling.subscribing
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({
      eachBatch: (payload) => handleBatch(handling, payload),
      eachBatchAutoResolve: false,
      autoCommit: false,
      partitionsConsumedConcurrently: concurrency,
    })
  } catch (error) {
    await consumer.disconnect()
    throw error
  }
}
