/**
 * era-posting is killed (SIGKILL) after it took in a file that it heard of and before it told the broker so: it hears of
 * it again, takes nothing in twice, and comes to the same balances as without a death.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedKafka, startEmbeddedKafka } from '@tally/embedded/embedded-kafka'
import { type Broker, kafkaBroker } from '@tally/platform'
import { speaker, startTestHost, type TemporaryDatabase } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditDatabase } from '../audit/audit-database.ts'
import { transmit } from '../audit/sample-happenings.ts'
import { root } from '../run-program.ts'
import {
  asked,
  balancesIn,
  copyOf,
  databaseWithCharges,
  kept,
  live,
  liveOn,
  sixTransactions,
  statusesIn,
} from './sample-deaths.ts'

const isAbsent = !process.env.TEST_KAFKA_BROKERS

// A Kafka of its own: what other tests said would be heard, too.
const data = mkdtempSync(join(tmpdir(), 'tally-kafka-'))
let kafka: EmbeddedKafka | undefined
let begun: TemporaryDatabase | undefined
let undisturbed: TemporaryDatabase | undefined
let killed: TemporaryDatabase | undefined
beforeAll(async () => {
  if (isAbsent) return
  const tools = join(root, '.tally', 'tools')
  kafka = await startEmbeddedKafka({ data, tools, progress: () => undefined })
  // Through the same Kafka: a relay that finds another one says everything again.
  begun = await databaseWithCharges(brokerAt(kafka.brokers))
  undisturbed = await copyOf(begun, 'undisturbed')
  killed = await copyOf(begun, 'killed')
}, 120_000)
afterAll(async () => {
  for (const database of [undisturbed, killed, begun]) await database?.drop()
  await kafka?.stop()
  rmSync(data, { recursive: true })
})

it.skipIf(isAbsent)('killed between commit and offset: the same balances', { timeout: 180_000 }, async () => {
  if (!kafka || !undisturbed || !killed) throw new Error('both began alike')
  const [kafkaBrokers, database] = [kafka.brokers, killed]
  await announce(undisturbed, kafkaBrokers)
  await liveOn(undisturbed, sixTransactions.length, { kafkaBrokers })

  await announce(database, kafkaBrokers)
  const { end } = await live(database, 'after-effect-before-offset:1', kafkaBrokers)
  expect(await end).toBe('SIGKILL')
  // The effect is there, the offset is not: it will be heard again.
  expect(await statusesIn(database)).toHaveLength(sixTransactions.length)
  const watcher = brokerAt(kafkaBrokers)
  await watcher.start()
  expect(await behind(watcher)).toBe(1)
  const life = await live(database, '', kafkaBrokers)
  await expect.poll(() => behind(watcher), { timeout: 30_000 }).toBe(0)
  await expect.poll(() => statusesIn(database), { timeout: 30_000 }).not.toContain('received')
  life.process.kill('SIGTERM')
  await Promise.all([life.end, watcher.stop()])

  expect(await statusesIn(database)).toHaveLength(sixTransactions.length)
  expect(await asked(database.url, 'select 1 from era_posting.remittance_file')).toHaveLength(1)
  expect(await balancesIn(database)).toEqual(await balancesIn(undisturbed))
  expect(await auditDatabase(database.url)).toMatchObject({ wrong: 0, doubts: 0, remittances: 6, first: [] })
})

const brokerAt = (brokers: string) =>
  kafkaBroker({
    ...{ brokers: [brokers], clientId: 'test', connectTimeoutMs: 15_000, sessionTimeoutMs: 2_000 },
    log: () => undefined,
  })

/** A partner's file, said through Kafka. */
async function announce(database: TemporaryDatabase, brokers: string): Promise<void> {
  const tally = await startTestHost({
    services: [speaker],
    broker: brokerAt(brokers),
    database: kept(database),
  })
  await transmit(tally, '900', ...sixTransactions)
  await tally.stop()
}

async function behind(broker: Broker): Promise<number> {
  const lags = await broker.lag('era-posting', ['claim-submission.transmissions'])
  return lags.reduce((sum, { records }) => sum + Number(records), 0)
}
