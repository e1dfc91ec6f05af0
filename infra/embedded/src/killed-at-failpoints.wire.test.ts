import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { temporaryDatabase, testKeyManagement } from '@tally/testkit'
import { expect, it } from 'vitest'
import { killRun } from './kill-run.ts'

const kafkaBrokers = process.env.TEST_KAFKA_BROKERS

it.skipIf(!kafkaBrokers)(
  'dies three times at each failpoint under load: nothing told is lost, nothing is done twice',
  { timeout: 300_000 },
  async () => {
    const database = await temporaryDatabase([chargeCapture(testKeyManagement), claimSubmission])
    const settings = {
      databaseUrl: database.url,
      kafkaBrokers: kafkaBrokers ?? '',
      encounters: 300,
      killsPerFailpoint: 3,
    }
    const report = await killRun({ ...settings, progress: () => undefined })
    expect(report.posted).toBeGreaterThanOrEqual(300)
    expect(report).toMatchObject({
      ...{ told: report.posted, lost: [], doubledClaims: 0, doubledEvents: 0, parked: 0 },
      kills: {
        ...{ 'before-commit': 3, 'after-commit-before-answer': 3, 'after-publish-before-mark': 3 },
        ...{ 'mid-batch': 3, 'after-effect-before-offset': 3 },
      },
    })
    await database.drop()
  },
)
