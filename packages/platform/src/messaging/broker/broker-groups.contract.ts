/** The contract's part on groups: what is handled stays handled, what is not comes again, and members replace each other. */

import { expect, test, vi } from 'vitest'
import { handled, message, noting, type Trial, textOf, until } from './broker-trial.contract.ts'

export function describeGroups(trial: Trial): void {
  test('a group goes on where it was after a restart: nothing handled comes again, the rest does', async () => {
    const first = noting()
    await trial.subscribe(first.onBatch)
    await trial.broker.publish([message(trial.topic, 'a', '1'), message(trial.topic, 'b', '2')])
    await trial.caughtUp()
    await trial.reconnect()
    await trial.broker.publish([message(trial.topic, 'a', '3')])
    const second = noting()
    await trial.subscribe(second.onBatch)
    await until(() => expect(second.texts()).toEqual(['3']))
  })

  test('`later` goes on from `done`, in order, and holds back its own partition alone', async () => {
    const [held, free] = await trial.keysOfTwoPartitions()
    await trial.broker.publish(['1', '2', '3'].map((text) => message(trial.topic, held, text)))
    const batches: string[][] = []
    const passing: string[] = []
    let open = false
    await trial.subscribe(async ({ messages }) => {
      if (messages[0]?.key === free) passing.push(...messages.map(textOf))
      else batches.push(messages.map(textOf))
      if (messages[0]?.key === free || open) return handled
      return { kind: 'later', done: batches.length === 1 ? 1 : 0, retryAfterMs: 20 }
    })
    await until(() => expect(batches.length).toBeGreaterThan(2))
    await trial.broker.publish([message(trial.topic, free, 'passes')])
    await until(() => expect(passing).toEqual(['passes']))
    open = true
    await trial.caughtUp()
    expect(batches[0]).toEqual(['1', '2', '3'])
    expect(batches.slice(1).every((batch) => batch.join() === '2,3')).toBe(true)
  })

  test('`later` lets nothing of its partition pass, however long the backlog, and waits as long as it says', async () => {
    const published = Array.from({ length: 1_200 }, (_, index) => `${index}`)
    await trial.broker.publish(published.map((text) => message(trial.topic, 'a', text)))
    const done: string[] = []
    const tries: number[] = []
    await trial.subscribe(async ({ messages }) => {
      const texts = messages.map(textOf)
      const stuck = texts.indexOf('300')
      if (stuck >= 0 && tries.push(performance.now()) < 3) {
        done.push(...texts.slice(0, stuck))
        return { kind: 'later', done: stuck, retryAfterMs: 50 }
      }
      done.push(...texts)
      return handled
    })
    await trial.caughtUp()
    expect(done).toEqual(published)
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
    expect(waits.filter((wait) => wait < 45)).toEqual([])
  })

  test('what `later` says is done stays done after a restart', async () => {
    await trial.broker.publish(['1', '2', '3'].map((text) => message(trial.topic, 'a', text)))
    await trial.subscribe(async () => ({ kind: 'later', done: 2, retryAfterMs: 60_000 }))
    await until(async () => expect(await trial.lag()).toBe(1))
    await trial.reconnect()
    const { texts, onBatch } = noting()
    await trial.subscribe(onBatch)
    await until(() => expect(texts()).toEqual(['3']))
  })

  test('a handler that throws gets the batch again, and the other partitions are not disturbed', async () => {
    const [failing, free] = await trial.keysOfTwoPartitions()
    const { texts, onBatch } = noting()
    let throws = 2
    await trial.subscribe(async (batch) => {
      if (batch.messages[0]?.key === failing && throws-- > 0) throw new Error('the database is away')
      return onBatch(batch)
    })
    await trial.broker.publish([
      message(trial.topic, failing, '1'),
      message(trial.topic, failing, '2'),
      message(trial.topic, free, 'free'),
    ])
    await until(() => expect(texts()).toHaveLength(3))
    expect(texts()).toEqual(['free', '1', '2'])
  })

  test('an effect whose offset was not committed happens again after a restart', async () => {
    const effects: string[] = []
    await trial.broker.publish([message(trial.topic, 'a', '1')])
    await trial.subscribe(async ({ messages }) => {
      effects.push(...messages.map(textOf))
      throw new Error('died between effect and commit')
    })
    await until(() => expect(effects).toEqual(['1']))
    await trial.reconnect()
    const { texts, onBatch } = noting()
    await trial.subscribe(onBatch)
    await until(() => expect(texts()).toEqual(['1']))
  })

  test('stop() waits for the batch in hand and commits it', async () => {
    const entered = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    await trial.broker.publish([message(trial.topic, 'a', '1')])
    const subscription = await trial.subscribe(async () => {
      entered.resolve()
      await finish.promise
      return handled
    })
    await entered.promise
    let stopped = false
    const stopping = subscription.stop().then(() => {
      stopped = true
    })
    await trial.broker.clusterId()
    expect(stopped).toBe(false)
    finish.resolve()
    await stopping
    expect(await trial.lag()).toBe(0)
  })

  test('nothing is handed over after stop()', async () => {
    const { texts, onBatch } = noting()
    const subscription = await trial.subscribe(onBatch)
    await trial.broker.publish([message(trial.topic, 'a', '1')])
    await trial.caughtUp()
    await subscription.stop()
    await trial.broker.publish([message(trial.topic, 'a', '2')])
    await until(async () => expect(await trial.lag()).toBe(1))
    expect(texts()).toEqual(['1'])
  })

  test('two members share the partitions; when one leaves, the other takes over', async () => {
    const [one, two] = [noting(), noting()]
    const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`)
    const first = await trial.subscribe(one.onBatch)
    await trial.subscribe(two.onBatch)
    await until(async () => {
      await trial.broker.publish(keys.map((key) => message(trial.topic, key, 'shared')))
      await trial.caughtUp()
      expect([one.seen.length, two.seen.length].every((count) => count > 0)).toBe(true)
    })
    await first.stop()
    const before = { one: one.seen.length, two: two.seen.length }
    await trial.broker.publish(keys.map((key) => message(trial.topic, key, 'alone')))
    await trial.caughtUp()
    expect(one.seen).toHaveLength(before.one)
    expect(two.texts().filter((text) => text === 'alone')).toHaveLength(keys.length)
  })

  test('heartbeat() resolves while the partition is held', async () => {
    const beats = vi.fn()
    await trial.subscribe(async (batch) => {
      await batch.heartbeat()
      beats()
      return handled
    })
    await trial.broker.publish([message(trial.topic, 'a', '1')])
    await until(() => expect(beats).toHaveBeenCalledOnce())
  })
}
