import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { type Envelope, eventCatalog, type PublishedEvent, withSample } from '@tally/contracts'
import { virtualClock } from '@tally/platform'
import { sampleEncounter, startTestHost, testKeyManagement } from '@tally/testkit'
import { expect, it } from 'vitest'

/**
 * Every event of the catalogue, as the services really say it: the shape of what they say is the shape that
 * was published. With TALLY_PUBLISH=yes (`npm run docs -- --publish`) a sample of a new shape is added.
 */
it('each event that the services say has been published in its present shape', async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  const tally = await startTestHost({ services: [chargeCapture(testKeyManagement), claimSubmission], clock })
  const put = (version: number, body: object) =>
    tally.call('PUT', '/v1/encounters/GOLDEN', { body, headers: { 'if-match': `"${version}"` } })
  const body = sampleEncounter({ externalId: 'GOLDEN' })
  await tally.call('POST', '/v1/encounters', { body, headers: { 'idempotency-key': 'golden' } })
  await put(1, { ...body, services: [{ ...body.services[0], minutes: 38 }] })
  await put(2, { ...body, services: [{ ...body.services[0], procedureCode: '97014' }] })
  await tally.call('POST', '/v1/encounters/GOLDEN/void')
  await tally.call('PUT', '/v1/encounters/GOLDEN', { body, headers: { 'if-match': '"4"' } })
  await tally.settled()
  const day = await tally.sql<{ body: string }>('select body from charge_capture.outbox order by id')
  clock.moveTo('2027-01-31T12:00:00Z')
  const near = () => tally.sql("select 1 from claim_submission.outbox where type = 'filing.deadline-near.v1'")
  await expect.poll(near, { timeout: 5_000 }).toHaveLength(1)
  const said = [...day, ...(await tally.sql<{ body: string }>('select body from claim_submission.outbox'))]
  const keys = await tally.host.services[0]?.shell.vault.of('prc_demo')
  for (const { event } of eventCatalog) {
    const envelope: Envelope | undefined = said
      .map((row) => JSON.parse(row.body))
      .find(({ type }) => type === event.type)
    if (!envelope) throw new Error(`${event.type} was not said: make this test say it`)
    const sealed = envelope.sealed && keys?.openPart(envelope.sealed, `${envelope.id}|${envelope.type}`)
    const file = new URL(`../../../packages/contracts/published/${event.type}.json`, import.meta.url)
    const published: PublishedEvent | undefined = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : undefined
    const wanted = withSample(event, published, { data: envelope.data, ...(sealed ? { sealed } : {}) })
    if (process.env.TALLY_PUBLISH === 'yes') writeFileSync(file, `${JSON.stringify(wanted, null, 2)}\n`)
    else expect(published, 'run `npm run docs -- --publish`').toEqual(wanted)
  }
  await tally.stop()
})
