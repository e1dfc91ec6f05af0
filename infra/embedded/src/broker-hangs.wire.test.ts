import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kafkaBroker } from '@tally/platform'
import { operatorKey, startTestHost } from '@tally/testkit'
import { afterEach, expect, test } from 'vitest'
import { type EmbeddedKafka, startEmbeddedKafka } from './embedded-kafka.ts'
import { mortal } from './mortal-service.ts'

const tools = fileURLToPath(new URL('../../../.tally/tools', import.meta.url))

let data = ''
let kafka: EmbeddedKafka | undefined

afterEach(async () => {
  await kafka?.kill()
  if (data) rmSync(data, { recursive: true })
})

test.skipIf(process.env.TEST_KAFKA === 'absent')(
  'a Kafka that is stopped, not gone, is told of within seconds, and all goes on when it goes on',
  { timeout: 120_000 },
  async () => {
    data = mkdtempSync(join(tmpdir(), 'tally-kafka-hangs-'))
    kafka = await startEmbeddedKafka({ data, tools, progress: () => undefined })
    const { pid } = kafka
    const broker = kafkaBroker({
      ...{ brokers: [kafka.brokers], clientId: 'test', connectTimeoutMs: 15_000, sessionTimeoutMs: 6_000 },
      log: () => undefined,
    })
    const tally = await startTestHost({ services: [mortal], broker })
    const asked = async (path: string) => {
      const began = performance.now()
      const { status, text } = await tally.call('GET', path, { key: operatorKey })
      return { status, text, seconds: (performance.now() - began) / 1_000 }
    }
    await tally.settled()
    expect((await asked('/health/ready')).status).toBe(200)

    process.kill(pid, 'SIGSTOP')
    try {
      const ready = await asked('/health/ready')
      expect([ready.status, ready.seconds < 20]).toEqual([503, true])
      expect(ready.text).toContain('the broker does not answer')
      expect(await asked('/v1/lag')).toMatchObject({ status: 503 })
      expect(await asked('/metrics')).toMatchObject({ status: 200 })
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await expect.poll(async () => (await asked('/health/ready')).status, { timeout: 60_000 }).toBe(200)

    await tally.stop()
  },
)
