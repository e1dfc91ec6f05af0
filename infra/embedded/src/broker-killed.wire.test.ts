import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Batch, type Broker, kafkaBroker, type OutgoingMessage } from '@tally/platform'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type EmbeddedKafka, startEmbeddedKafka } from './embedded-kafka.ts'

const tools = fileURLToPath(new URL('../../../.tally/tools', import.meta.url))
const consumerProgram = fileURLToPath(new URL('killable-consumer.ts', import.meta.url))
const wireTest = test.skipIf(process.env.TEST_KAFKA === 'absent')

const topic = 'killed'
const group = 'survivors'
const keys = ['a', 'b', 'c', 'd', 'e', 'f']

let data = ''
let kafka: EmbeddedKafka
let broker: Broker
let child: ChildProcess | undefined
let said: string[] = []

const startKafka = () => startEmbeddedKafka({ data, tools, progress: () => undefined })

beforeEach(async () => {
  if (process.env.TEST_KAFKA === 'absent') return
  data = mkdtempSync(join(tmpdir(), 'tally-broker-killed-'))
  kafka = await startKafka()
  said = []
  broker = kafkaBroker({
    ...{ brokers: [kafka.brokers], clientId: 'test', connectTimeoutMs: 15_000, sessionTimeoutMs: 2_000 },
    log: (_level, says) => said.push(says),
  })
  await broker.start()
  await broker.ensureTopics([{ name: topic, partitions: 3, retentionMs: -1 }])
})

afterEach(async () => {
  if (process.env.TEST_KAFKA === 'absent') return
  child?.kill('SIGKILL')
  await broker.stop()
  await kafka.kill()
  rmSync(data, { recursive: true })
})

wireTest(
  'a broker killed under load loses nothing it acknowledged and surfaces no error',
  { timeout: 180_000 },
  async () => {
    const { seen, onBatch } = noting()
    await broker.subscribe({ group, topics: [topic], concurrency: 3, onBatch })
    const load = publishUntilTold()
    await vi.waitFor(() => expect(load.acknowledged()).toBeGreaterThan(2_000), { timeout: 60_000 })
    await kafka.kill()
    const atKill = load.acknowledged()
    kafka = await startKafka()
    await vi.waitFor(() => expect(load.acknowledged()).toBeGreaterThan(atKill + 2_000), { timeout: 60_000 })
    await load.stop()
    const caughtUp = async () => (await broker.lag(group, [topic])).every(({ records }) => records === 0)
    await vi.waitFor(async () => expect(await caughtUp()).toBe(true), { timeout: 60_000, interval: 100 })
    for (const key of keys) {
      const first = new Set(seen.filter((text) => text.startsWith(key)))
      const published = Array.from(
        { length: load.acknowledged() / keys.length },
        (_, index) => `${key}${index}`,
      )
      expect([...first]).toEqual(published)
    }
  },
)

wireTest(
  'a broker away for longer than the client retries: publish says so, the consumer is built again',
  { timeout: 180_000 },
  async () => {
    const { seen, onBatch } = noting()
    await broker.subscribe({ group, topics: [topic], concurrency: 3, onBatch })
    await kafka.kill()
    await expect(broker.publish([messageOf('a0')])).rejects.toThrow()
    const crashed = 'the consumer crashed and is built again'
    await vi.waitFor(() => expect(said).toContain(crashed), { timeout: 60_000, interval: 100 })
    kafka = await startKafka()
    await broker.publish([messageOf('a1')])
    await vi.waitFor(() => expect(seen).toEqual(['a1']), { timeout: 60_000 })
  },
)

wireTest(
  'a consumer killed between effect and commit is replaced after about its session',
  { timeout: 180_000 },
  async () => {
    const texts = keys.map((key) => `${key}0`)
    await broker.publish(texts.map(messageOf))
    const { lines, kill } = startConsumer()
    await vi.waitFor(() => expect(lines.flat().sort()).toEqual(texts), { timeout: 60_000 })
    const { seen, onBatch } = noting()
    await kill()
    const killed = performance.now()
    await broker.subscribe({ group, topics: [topic], concurrency: 3, onBatch })
    await vi.waitFor(() => expect([...seen].sort()).toEqual(texts), { timeout: 60_000 })
    // Its own session of 2 s, however busy the machine is; a cluster's is 30 s.
    expect(performance.now() - killed).toBeLessThan(20_000)
  },
)

function messageOf(text: string): OutgoingMessage {
  return { topic, key: text.slice(0, 1), value: new TextEncoder().encode(text), headers: {} }
}

function noting() {
  const seen: string[] = []
  const onBatch = async ({ messages }: Batch) => {
    seen.push(...messages.map(({ value }) => new TextDecoder().decode(value)))
    return { kind: 'handled' } as const
  }
  return { seen, onBatch }
}

/**
 * Publishes numbered messages of each key, one batch after the other as the relay does, until told to stop.
 */
function publishUntilTold() {
  let acknowledged = 0
  let going = true
  const ended = (async () => {
    for (let round = 0; going; round += 10) {
      const numbers = Array.from({ length: 10 }, (_, index) => round + index)
      const texts = numbers.flatMap((number) => keys.map((key) => `${key}${number}`))
      await broker.publish(texts.map(messageOf))
      acknowledged += texts.length
    }
  })()
  const stop = async () => {
    going = false
    await ended
  }
  return { acknowledged: () => acknowledged, stop }
}

function startConsumer() {
  const lines: string[][] = []
  const started = spawn(process.execPath, [consumerProgram, kafka.brokers, group, topic], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  createInterface({ input: started.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
  const kill = () => {
    const gone = new Promise((resolve) => started.once('exit', resolve))
    started.kill('SIGKILL')
    return gone
  }
  return { lines, kill }
}
