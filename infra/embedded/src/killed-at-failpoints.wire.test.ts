import { temporaryDatabase, testKeyManagement } from '@tally/testkit'
import { expect, it } from 'vitest'
import { allServices } from './all-services.ts'
import { kafkaOfItsOwn } from './kafka-of-its-own.ts'
import { killRun } from './kill-run.ts'

it.skipIf(!process.env.TEST_KAFKA_BROKERS)(
  'dies 30 times under load: every visit that was told ends paid or in a list, no claim goes out twice, no cent is lost',
  // 127 s where nothing else runs, 249 on a slower machine beside a bench: `prove -- kill` records how long, this bounds it.
  { timeout: 600_000 },
  async () => {
    const kafka = await kafkaOfItsOwn()
    const database = await temporaryDatabase(allServices(testKeyManagement))
    const report = await killRun({
      ...{ databaseUrl: database.url, kafkaBrokers: kafka.brokers, encounters: 200 },
      ...{ killsPerFailpoint: 3, randomKills: 12, progress: () => undefined },
    })
    await kafka.stop()
    await database.drop()
    expect(report.wrong).toEqual([])
    const atEach = ['before-commit', 'after-commit-before-answer', 'after-publish-before-mark', 'mid-batch']
    const later = ['after-effect-before-offset', 'after-send-before-record']
    const kills = Object.fromEntries([...atEach, ...later].map((name) => [name, 3]))
    expect(report).toMatchObject({ told: report.posted, kills: { ...kills, 'at random': 12 } })
    expect(report.posted).toBeGreaterThanOrEqual(200)
    for (const some of [report.paid, report.denied, report.rejected]) expect(some).toBeGreaterThan(0)
  },
)
