/**
 * What the contract's tests share: a fresh connection with two empty topics and an unused group for each test, so that the suite
 * runs on a broker that others use; and waiting for states, never for time.
 */

import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import type { Batch, Broker, IncomingMessage, OutgoingMessage, Subscribing, Verdict } from './broker.ts'

/** A cluster that outlives the connections to it; `connect` gives a started broker, one at a time. */
export interface Cluster {
  connect(): Promise<Broker>
}

export type Trial = ReturnType<typeof brokerTrial>

export const PARTITIONS = 3
export const handled: Verdict = { kind: 'handled' }

/** To be called inside `describe`. `make` is called once, before the first test. */
export function brokerTrial(make: () => Promise<Cluster>) {
  let cluster: Cluster
  let broker: Broker
  let id = ''

  beforeAll(async () => {
    cluster = await make()
  })
  beforeEach(async () => {
    id = randomUUID()
    broker = await cluster.connect()
    await broker.ensureTopics([spec(trial.topic), spec(trial.other)])
  })
  afterEach(() => broker.stop())

  const trial = {
    get broker() {
      return broker
    },
    get topic() {
      return `contract-${id}`
    },
    get other() {
      return `contract-other-${id}`
    },
    get group() {
      return `contract-group-${id}`
    },
    reconnect: async () => {
      await broker.stop()
      broker = await cluster.connect()
    },
    subscribe: (onBatch: Subscribing['onBatch'], changes: Partial<Subscribing> = {}) =>
      broker.subscribe({
        ...{ group: trial.group, topics: [trial.topic], concurrency: PARTITIONS, onBatch },
        ...changes,
      }),
    /** Of the group in the topic, over all partitions. */
    lag: async () =>
      (await broker.lag(trial.group, [trial.topic])).reduce((sum, { records }) => sum + records, 0),
    caughtUp: () => until(async () => expect(await trial.lag()).toBe(0)),
    /** Asks the broker where keys lie, by a topic of its own, since each may hash as it likes. */
    keysOfTwoPartitions: async (): Promise<[string, string]> => {
      const topic = `${trial.topic}-asking`
      const { seen, onBatch } = noting()
      await broker.ensureTopics([spec(topic)])
      const subscription = await trial.subscribe(onBatch, { topics: [topic], group: `${trial.group}-asking` })
      const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']
      await broker.publish(keys.map((key) => message(topic, key, key)))
      await until(() => expect(seen).toHaveLength(keys.length))
      await subscription.stop()
      const first = seen.at(0)
      const second = seen.find(({ partition }) => partition !== first?.partition)
      if (!first || !second) throw new Error('eight keys lie in one partition')
      return [first.key, second.key]
    },
  }
  return trial
}

/** A handler that notes all it sees and answers `handled`. */
export function noting() {
  const seen: IncomingMessage[] = []
  const onBatch = async ({ messages }: Batch) => {
    seen.push(...messages)
    return handled
  }
  return { seen, onBatch, texts: () => seen.map(textOf) }
}

export function spec(name: string) {
  return { name, partitions: PARTITIONS, retentionMs: -1 }
}

export function message(topic: string, key: string, text: string): OutgoingMessage {
  return { topic, key, value: new TextEncoder().encode(text), headers: {} }
}

export function textOf({ value }: IncomingMessage): string {
  return new TextDecoder().decode(value)
}

/** Until what is expected holds; 20 s cover a rebalance on a busy machine. */
export function until(expectation: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(expectation, { timeout: 20_000, interval: 10 })
}
