/**
 * What every broker behind the port promises. Each test takes topics and groups of its own, so that it can run on a broker that
 * others use, and waits for states, never for time.
 */

import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Batch, Broker, IncomingMessage, OutgoingMessage, Subscribing, Verdict } from './broker.ts'

/** A cluster that outlives the connections to it; `connect` gives a started broker. One connection at a time is asked for. */
export interface Cluster {
  connect(): Promise<Broker>
}

const PARTITIONS = 3
const handled: Verdict = { kind: 'handled' }

/** Runs the whole contract; `make` is called once, before the first test. */
export function describeBroker(name: string, make: () => Promise<Cluster>): void {
  describe(`${name}: the broker contract`, () => {
    let cluster: Cluster
    let broker: Broker
    let topic: string
    let other: string
    let group: string

    beforeAll(async () => {
      cluster = await make()
    })
    beforeEach(async () => {
      const id = randomUUID()
      topic = `contract-${id}`
      other = `contract-other-${id}`
      group = `group-${id}`
      broker = await cluster.connect()
      await broker.ensureTopics([topic, other].map((one) => spec(one)))
    })
    afterEach(() => broker.stop())
    afterAll(() => broker.stop())

    const reconnect = async () => {
      await broker.stop()
      broker = await cluster.connect()
    }

    const subscribe = (onBatch: Subscribing['onBatch'], changes: Partial<Subscribing> = {}) =>
      broker.subscribe({ group, topics: [topic], concurrency: PARTITIONS, onBatch, ...changes })

    /** A handler that notes all it sees and answers `handled`. */
    const noting = () => {
      const seen: IncomingMessage[] = []
      const onBatch = async ({ messages }: Batch) => {
        seen.push(...messages)
        return handled
      }
      return { seen, onBatch, texts: () => seen.map(textOf) }
    }

    const lagOf = async () =>
      (await broker.lag(group, [topic])).reduce((sum, { records }) => sum + records, 0)
    const caughtUp = () => until(async () => expect(await lagOf()).toBe(0))

    test('messages of one key arrive in the order they were published', async () => {
      const { seen, onBatch } = noting()
      await subscribe(onBatch)
      const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
      for (let round = 0; round < 5; round++) {
        await broker.publish(
          keys.flatMap((key) => [
            message(topic, key, `${2 * round}`),
            message(topic, key, `${2 * round + 1}`),
          ]),
        )
      }
      await until(() => expect(seen).toHaveLength(70))
      for (const key of keys) {
        const ofKey = seen.filter((one) => one.key === key)
        expect(ofKey.map(textOf)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1)
      }
    })

    test('a batch holds consecutive messages of one partition, at most 500', async () => {
      const batches: Batch[] = []
      await broker.publish(Array.from({ length: 1_200 }, (_, index) => message(topic, 'a', `${index}`)))
      await subscribe(async (batch) => {
        batches.push(batch)
        return handled
      })
      await caughtUp()
      const offsets = batches.flatMap(({ messages }) => messages.map(({ offset }) => Number(offset)))
      expect(offsets).toEqual(Array.from({ length: 1_200 }, (_, index) => index))
      expect(Math.max(...batches.map(({ messages }) => messages.length))).toBeLessThanOrEqual(500)
      expect(
        batches.every((batch) => batch.messages.every(({ partition }) => partition === batch.partition)),
      ).toBe(true)
    })

    test('each group sees everything', async () => {
      const [one, two] = [noting(), noting()]
      await subscribe(one.onBatch)
      await subscribe(two.onBatch, { group: `${group}-two` })
      await broker.publish([message(topic, 'a', '1'), message(topic, 'b', '2')])
      await until(() =>
        expect([one.texts().sort(), two.texts().sort()]).toEqual([
          ['1', '2'],
          ['1', '2'],
        ]),
      )
    })

    test('a new group begins at the first message ever published', async () => {
      await broker.publish([message(topic, 'a', 'before')])
      const { texts, onBatch } = noting()
      await subscribe(onBatch)
      await until(() => expect(texts()).toEqual(['before']))
    })

    test('one publish reaches many topics, one subscription hears several', async () => {
      const { seen, onBatch } = noting()
      await subscribe(onBatch, { topics: [topic, other] })
      await broker.publish([message(topic, 'a', '1'), message(other, 'a', '2'), message(topic, 'b', '3')])
      const byTopic = (name: string) =>
        seen
          .filter((one) => one.topic === name)
          .map(textOf)
          .sort()
      await until(() => expect([byTopic(topic), byTopic(other)]).toEqual([['1', '3'], ['2']]))
    })

    test('a message comes as it was sent: every byte, headers, key; with the time the broker took it', async () => {
      const { seen, onBatch } = noting()
      await subscribe(onBatch)
      const value = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const headers = {
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        name: 'Zoë',
        empty: '',
      }
      const before = Date.now()
      await broker.publish([{ topic, key: 'Schlüssel', value, headers }])
      await until(() => expect(seen).toHaveLength(1))
      const [arrived] = seen
      expect([...(arrived?.value ?? [])]).toEqual([...value])
      expect(arrived).toMatchObject({ topic, key: 'Schlüssel', headers, offset: 0n })
      expect(arrived?.timestamp).toBeGreaterThanOrEqual(before)
      expect(arrived?.timestamp).toBeLessThanOrEqual(Date.now())
    })

    test('a group goes on where it was after a restart: nothing handled comes again, the rest does', async () => {
      const first = noting()
      await subscribe(first.onBatch)
      await broker.publish([message(topic, 'a', '1'), message(topic, 'b', '2')])
      await caughtUp()
      await reconnect()
      await broker.publish([message(topic, 'a', '3')])
      const second = noting()
      await subscribe(second.onBatch)
      await until(() => expect(second.texts()).toEqual(['3']))
    })

    test('`later` goes on from `done`, in order, and holds back its own partition alone', async () => {
      const [held, free] = await keysOfTwoPartitions()
      await broker.publish(['1', '2', '3'].map((text) => message(topic, held, text)))
      const batches: string[][] = []
      const passing: string[] = []
      let open = false
      await subscribe(async ({ messages }) => {
        if (messages[0]?.key === free) passing.push(...messages.map(textOf))
        else batches.push(messages.map(textOf))
        if (messages[0]?.key === free || open) return handled
        return { kind: 'later', done: batches.length === 1 ? 1 : 0, retryAfterMs: 20 }
      })
      await until(() => expect(batches.length).toBeGreaterThan(2))
      await broker.publish([message(topic, free, 'passes')])
      await until(() => expect(passing).toEqual(['passes']))
      open = true
      await caughtUp()
      expect(batches[0]).toEqual(['1', '2', '3'])
      expect(batches.slice(1).every((batch) => batch.join() === '2,3')).toBe(true)
    })

    test('what `later` says is done stays done after a restart', async () => {
      await broker.publish(['1', '2', '3'].map((text) => message(topic, 'a', text)))
      await subscribe(async () => ({ kind: 'later', done: 2, retryAfterMs: 60_000 }))
      await until(async () => expect(await lagOf()).toBe(1))
      await reconnect()
      const { texts, onBatch } = noting()
      await subscribe(onBatch)
      await until(() => expect(texts()).toEqual(['3']))
    })

    test('a handler that throws gets the batch again, and the other partitions are not disturbed', async () => {
      const [failing, free] = await keysOfTwoPartitions()
      const { texts, onBatch } = noting()
      let throws = 2
      await subscribe(async (batch) => {
        if (batch.messages[0]?.key === failing && throws-- > 0) throw new Error('the database is away')
        return onBatch(batch)
      })
      await broker.publish([
        message(topic, failing, '1'),
        message(topic, failing, '2'),
        message(topic, free, 'free'),
      ])
      await until(() => expect(texts()).toHaveLength(3))
      expect(texts()).toEqual(['free', '1', '2'])
    })

    test('an effect whose offset was not committed happens again after a restart', async () => {
      const effects: string[] = []
      await broker.publish([message(topic, 'a', '1')])
      await subscribe(async ({ messages }) => {
        effects.push(...messages.map(textOf))
        throw new Error('died between effect and commit')
      })
      await until(() => expect(effects).toEqual(['1']))
      await reconnect()
      const { texts, onBatch } = noting()
      await subscribe(onBatch)
      await until(() => expect(texts()).toEqual(['1']))
    })

    test('stop() waits for the batch in hand and commits it', async () => {
      const entered = Promise.withResolvers<void>()
      const finish = Promise.withResolvers<void>()
      await broker.publish([message(topic, 'a', '1')])
      const subscription = await subscribe(async () => {
        entered.resolve()
        await finish.promise
        return handled
      })
      await entered.promise
      let stopped = false
      const stopping = subscription.stop().then(() => {
        stopped = true
      })
      await broker.clusterId()
      expect(stopped).toBe(false)
      finish.resolve()
      await stopping
      expect(await lagOf()).toBe(0)
    })

    test('nothing is handed over after stop()', async () => {
      const { texts, onBatch } = noting()
      const subscription = await subscribe(onBatch)
      await broker.publish([message(topic, 'a', '1')])
      await caughtUp()
      await subscription.stop()
      await broker.publish([message(topic, 'a', '2')])
      await until(async () => expect(await lagOf()).toBe(1))
      expect(texts()).toEqual(['1'])
    })

    test('two members share the partitions; when one leaves, the other takes over', async () => {
      const [one, two] = [noting(), noting()]
      const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`)
      const first = await subscribe(one.onBatch)
      await subscribe(two.onBatch)
      await until(async () => {
        await broker.publish(keys.map((key) => message(topic, key, 'shared')))
        await caughtUp()
        expect([one.seen.length, two.seen.length].every((count) => count > 0)).toBe(true)
      })
      await first.stop()
      const before = { one: one.seen.length, two: two.seen.length }
      await broker.publish(keys.map((key) => message(topic, key, 'alone')))
      await caughtUp()
      expect(one.seen).toHaveLength(before.one)
      expect(two.texts().filter((text) => text === 'alone')).toHaveLength(keys.length)
    })

    test('heartbeat() resolves while the partition is held', async () => {
      const beats = vi.fn()
      await subscribe(async (batch) => {
        await batch.heartbeat()
        beats()
        return handled
      })
      await broker.publish([message(topic, 'a', '1')])
      await until(() => expect(beats).toHaveBeenCalledOnce())
    })

    test('lag counts what is not handled, tells its age where it is in hand, and falls to zero', async () => {
      await broker.publish([message(topic, 'a', '1'), message(topic, 'a', '2')])
      expect(await lagOf()).toBe(2)
      let open = false
      await subscribe(async () => (open ? handled : { kind: 'later', done: 1, retryAfterMs: 20 }))
      await until(async () => {
        const behind = (await broker.lag(group, [topic])).find(({ records }) => records === 1)
        expect(behind?.seconds).toBeGreaterThan(0)
      })
      open = true
      await caughtUp()
      const lag = await broker.lag(group, [topic])
      expect(lag.map(({ partition }) => partition).sort()).toEqual([0, 1, 2])
      expect(lag.every(({ records, seconds }) => records === 0 && seconds === 0)).toBe(true)
    })

    test('ensureTopics creates what is missing and leaves the rest as it is', async () => {
      const added = `${topic}-added`
      await broker.publish([message(topic, 'a', '1')])
      await broker.ensureTopics([
        { ...spec(topic), partitions: 5 },
        { ...spec(added), partitions: 2 },
      ])
      await broker.ensureTopics([{ ...spec(added), partitions: 4 }])
      const lag = await broker.lag(group, [topic, added])
      expect(lag.filter((one) => one.topic === topic)).toHaveLength(PARTITIONS)
      expect(lag.filter((one) => one.topic === added)).toHaveLength(2)
      expect(await lagOf()).toBe(1)
    })

    test('the cluster id is the same after connecting again', async () => {
      const before = await broker.clusterId()
      await reconnect()
      expect(await broker.clusterId()).toBe(before)
      expect(before).not.toBe('')
    })

    /** Asks the broker where keys lie, since each may hash as it likes; leaves the topic as if nothing had been published. */
    async function keysOfTwoPartitions(): Promise<[string, string]> {
      const { seen, onBatch } = noting()
      const asking = `${topic}-asking`
      await broker.ensureTopics([spec(asking)])
      const subscription = await subscribe(onBatch, { topics: [asking], group: `${group}-asking` })
      const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']
      await broker.publish(keys.map((key) => message(asking, key, key)))
      await until(() => expect(seen).toHaveLength(keys.length))
      await subscription.stop()
      const first = seen.at(0)
      const second = seen.find(({ partition }) => partition !== first?.partition)
      if (!first || !second) throw new Error('eight keys lie in one partition')
      return [first.key, second.key]
    }
  })
}

function spec(name: string) {
  return { name, partitions: PARTITIONS, retentionMs: -1 }
}

function message(topic: string, key: string, text: string): OutgoingMessage {
  return { topic, key, value: new TextEncoder().encode(text), headers: {} }
}

function textOf({ value }: IncomingMessage): string {
  return new TextDecoder().decode(value)
}

/** Until what is expected holds; 10 s cover a rebalance on a busy machine. */
function until(expectation: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(expectation, { timeout: 10_000, interval: 10 })
}
