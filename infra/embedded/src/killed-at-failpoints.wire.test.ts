import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryDatabase, testKeyManagement } from '@tally/testkit'
import { expect, it } from 'vitest'
import { allServices } from './all-services.ts'
import { startEmbeddedKafka } from './embedded-kafka.ts'
import { killRun } from './kill-run.ts'

const tools = fileURLToPath(new URL('../../../.tally/tools', import.meta.url))

it.skipIf(!process.env.TEST_KAFKA_BROKERS)(
  'dies 30 times under load: every visit that was told ends paid or in a list, no claim goes out twice, no cent is lost',
  { timeout: 300_000 },
  async () => {
    // A Kafka of its own: what other tests said would be heard here too.
    const data = mkdtempSync(join(tmpdir(), 'tally-killed-'))
    const kafka = await startEmbeddedKafka({ data, tools, progress: () => undefined })
    const database = await temporaryDatabase(allServices(testKeyManagement))
    const report = await killRun({
      ...{ databaseUrl: database.url, kafkaBrokers: kafka.brokers, encounters: 200 },
      ...{ killsPerFailpoint: 3, randomKills: 12, progress: () => undefined },
    })
    await kafka.stop()
    await database.drop()
    rmSync(data, { recursive: true })
    expect(report.wrong).toEqual([])
    expect(report).toMatchObject({
      told: report.posted,
      kills: {
        ...{ 'before-commit': 3, 'after-commit-before-answer': 3, 'after-publish-before-mark': 3 },
        ...{
          'mid-batch': 3,
          'after-effect-before-offset': 3,
          'after-send-before-record': 3,
          'at random': 12,
        },
      },
    })
    expect(report.posted).toBeGreaterThanOrEqual(200)
    for (const some of [report.paid, report.denied, report.rejected]) expect(some).toBeGreaterThan(0)
    expect(report.seconds).toBeLessThan(240)
  },
)
