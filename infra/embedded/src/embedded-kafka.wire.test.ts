import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedKafka, startEmbeddedKafka } from './embedded-kafka.ts'

const tools = fileURLToPath(new URL('../../../.tally/tools', import.meta.url))

const wireTest = test.skipIf(process.env.TEST_KAFKA === 'absent')
const progress = () => undefined
let data = ''
let running: EmbeddedKafka | undefined

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tally-kafka-'))
})

afterEach(async () => {
  await running?.kill()
  running = undefined
  rmSync(data, { recursive: true })
})

wireTest(
  'after a kill and after a stop the broker serves again at the same address',
  { timeout: 180_000 },
  async () => {
    const spawned: number[] = []
    const start = async () =>
      (running = await startEmbeddedKafka({ data, tools, progress, spawned: (pid) => spawned.push(pid) }))
    const first = await start()
    await first.kill()
    const second = await start()
    await second.stop()
    const third = await start()
    expect(await accepts(third.brokers)).toBe(true)
    await third.stop()
    expect(await accepts(third.brokers)).toBe(false)
    expect([second.brokers, third.brokers]).toEqual([first.brokers, first.brokers])
    // The first of all makes the storage.
    expect(spawned).toEqual([expect.any(Number), first.pid, second.pid, third.pid])
  },
)

wireTest('a broker that cannot be started says so in one sentence', async () => {
  const started = startEmbeddedKafka({ data, tools, java: 'no-such-java', progress })
  await expect(started).rejects.toThrow("Kafka's format could not be started (spawn no-such-java ENOENT).")
})

function accepts(brokers: string): Promise<boolean> {
  const [host = '', port] = brokers.split(':')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
