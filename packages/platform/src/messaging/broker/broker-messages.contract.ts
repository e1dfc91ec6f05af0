/** The contract's part on messages: what is published arrives, in order and unharmed, and can be counted. */

import { expect, test } from 'vitest'
import type { Batch } from './broker.ts'
import {
  handled,
  message,
  noting,
  PARTITIONS,
  spec,
  type Trial,
  textOf,
  until,
} from './broker-trial.contract.ts'

export function describeMessages(trial: Trial): void {
  test('messages of one key arrive in the order they were published', async () => {
    const { seen, onBatch } = noting()
    await trial.subscribe(onBatch)
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    for (let round = 0; round < 5; round++) {
      await trial.broker.publish(
        keys.flatMap((key) => [
          message(trial.topic, key, `${2 * round}`),
          message(trial.topic, key, `${2 * round + 1}`),
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
    await trial.broker.publish(
      Array.from({ length: 1_200 }, (_, index) => message(trial.topic, 'a', `${index}`)),
    )
    await trial.subscribe(async (batch) => {
      batches.push(batch)
      return handled
    })
    await trial.caughtUp()
    const offsets = batches.flatMap(({ messages }) => messages.map(({ offset }) => Number(offset)))
    expect(offsets).toEqual(Array.from({ length: 1_200 }, (_, index) => index))
    expect(Math.max(...batches.map(({ messages }) => messages.length))).toBeLessThanOrEqual(500)
    expect(
      batches.every((batch) => batch.messages.every(({ partition }) => partition === batch.partition)),
    ).toBe(true)
  })

  test('each group sees everything', async () => {
    const [one, two] = [noting(), noting()]
    await trial.subscribe(one.onBatch)
    await trial.subscribe(two.onBatch, { group: `${trial.group}-two` })
    await trial.broker.publish([message(trial.topic, 'a', '1'), message(trial.topic, 'b', '2')])
    await until(() =>
      expect([one.texts().sort(), two.texts().sort()]).toEqual([
        ['1', '2'],
        ['1', '2'],
      ]),
    )
  })

  test('a new group begins at the first message ever published', async () => {
    await trial.broker.publish([message(trial.topic, 'a', 'before')])
    const { texts, onBatch } = noting()
    await trial.subscribe(onBatch)
    await until(() => expect(texts()).toEqual(['before']))
  })

  test('one publish reaches many topics, one subscription hears several', async () => {
    const { seen, onBatch } = noting()
    await trial.subscribe(onBatch, { topics: [trial.topic, trial.other] })
    await trial.broker.publish([
      message(trial.topic, 'a', '1'),
      message(trial.other, 'a', '2'),
      message(trial.topic, 'b', '3'),
    ])
    const byTopic = (name: string) =>
      seen
        .filter((one) => one.topic === name)
        .map(textOf)
        .sort()
    await until(() => expect([byTopic(trial.topic), byTopic(trial.other)]).toEqual([['1', '3'], ['2']]))
  })

  test('a message comes as it was sent: every byte, headers, key; with the time the broker took it', async () => {
    const { seen, onBatch } = noting()
    await trial.subscribe(onBatch)
    const value = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const headers = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      name: 'Zoë',
      empty: '',
    }
    const before = Date.now()
    await trial.broker.publish([{ topic: trial.topic, key: 'Schlüssel', value, headers }])
    await until(() => expect(seen).toHaveLength(1))
    const [arrived] = seen
    expect([...(arrived?.value ?? [])]).toEqual([...value])
    expect(arrived).toMatchObject({ topic: trial.topic, key: 'Schlüssel', headers, offset: 0n })
    expect(arrived?.timestamp).toBeGreaterThanOrEqual(before)
    expect(arrived?.timestamp).toBeLessThanOrEqual(Date.now())
  })

  test('lag counts what is not handled, tells its age where it is in hand, and falls to zero', async () => {
    await trial.broker.publish([message(trial.topic, 'a', '1'), message(trial.topic, 'a', '2')])
    expect(await trial.lag()).toBe(2)
    let open = false
    await trial.subscribe(async () => (open ? handled : { kind: 'later', done: 1, retryAfterMs: 20 }))
    await until(async () => {
      const behind = (await trial.broker.lag(trial.group, [trial.topic])).find(({ records }) => records === 1)
      expect(behind?.seconds).toBeGreaterThan(0)
    })
    open = true
    await trial.caughtUp()
    const lag = await trial.broker.lag(trial.group, [trial.topic])
    expect(lag.map(({ partition }) => partition).sort()).toEqual([0, 1, 2])
    expect(lag.every(({ records, seconds }) => records === 0 && seconds === 0)).toBe(true)
  })

  test('ensureTopics creates what is missing and leaves the rest as it is', async () => {
    const added = `${trial.topic}-added`
    await trial.broker.publish([message(trial.topic, 'a', '1')])
    await trial.broker.ensureTopics([
      { ...spec(trial.topic), partitions: 5 },
      { ...spec(added), partitions: 2 },
    ])
    await trial.broker.ensureTopics([{ ...spec(added), partitions: 4 }])
    const lag = await trial.broker.lag(trial.group, [trial.topic, added])
    expect(lag.filter((one) => one.topic === trial.topic)).toHaveLength(PARTITIONS)
    expect(lag.filter((one) => one.topic === added)).toHaveLength(2)
    expect(await trial.lag()).toBe(1)
  })

  test('the cluster id is the same after connecting again', async () => {
    const before = await trial.broker.clusterId()
    await trial.reconnect()
    expect(await trial.broker.clusterId()).toBe(before)
    expect(before).not.toBe('')
  })
}
