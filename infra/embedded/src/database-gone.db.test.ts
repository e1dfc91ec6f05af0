import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { sampleEncounter, startTestHost, testKeyManagement } from '@tally/testkit'
import { expect, it } from 'vitest'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

/** A Postgres of its own, because this test ends it. */
it('answers 503 while the database is gone, and goes on with the same key when it is back', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tally-gone-'))
  chmodSync(data, 0o711)
  const start = () => startEmbeddedPostgres({ data, durable: false, progress: () => undefined })
  const first = await start()
  const tally = await startTestHost({
    services: [chargeCapture(testKeyManagement), claimSubmission],
    database: { name: 'postgres', url: first.url, drop: async () => undefined },
  })
  const post = (externalId: string) => {
    const sample = sampleEncounter({ externalId })
    const body = { ...sample, patient: { ...sample.patient, externalId } }
    return tally.call('POST', '/v1/encounters', { body, headers: { 'idempotency-key': externalId } })
  }
  expect((await post('BEFORE')).status).toBe(201)
  await tally.settled()

  await first.stop()
  const refused = await post('DURING')
  expect([refused.status, refused.headers['retry-after'], refused.json.problems[0].code]).toEqual([
    503,
    '2',
    'fault/unavailable',
  ])
  expect((await tally.call('GET', '/health/ready')).status).toBe(503)
  expect((await tally.call('GET', '/health/live')).status).toBe(200)

  const second = await start()
  expect(second.url).toBe(first.url)
  await expect.poll(async () => (await post('DURING')).status).toBe(201)
  expect((await post('AFTER')).status).toBe(201)
  await tally.settled()
  const { json } = await tally.call('GET', '/v1/claims')
  expect(json.items).toHaveLength(3)
  expect((await tally.call('GET', '/health/ready')).json.status).toBe('ready')
  await tally.stop()
  await second.stop()
  removeEmbeddedPostgres(data)
  rmSync(data, { recursive: true })
})
