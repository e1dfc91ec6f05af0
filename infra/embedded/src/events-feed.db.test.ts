import { chargeCapture } from '@tally/charge-capture'
import { sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)] })
  for (const externalId of ['F-1', 'F-2', 'F-3']) {
    const sample = sampleEncounter({ externalId })
    const body = { ...sample, patient: { ...sample.patient, externalId } }
    const headers = { 'idempotency-key': externalId }
    expect((await tally.call('POST', '/v1/encounters', { body, headers })).status).toBe(201)
  }
  await tally.settled()
})
afterAll(() => tally.stop())

const feed = (query: string) => tally.call('GET', `/v1/events?${query}`)
const positions = async (query: string): Promise<number[]> =>
  (await feed(query)).json.items.map(({ position }: { position: number }) => position)

it('is paged by cursor as every list is, by after as api.md names it, and nextCursor suits both', async () => {
  const first = await feed('limit=2')
  expect([first.status, first.json.items.length]).toEqual([200, 2])
  const next = first.json.nextCursor
  const all = await positions('after=0')
  expect(all).toHaveLength(3)
  // Who pages on sends again what was begun with.
  const both = [next, 0].map((after) => `after=${after}&cursor=${next}`)
  for (const query of [`after=${next}`, `cursor=${next}`, ...both, `after=${next}&cursor=`]) {
    expect([query, await positions(query)]).toEqual([query, all.slice(2)])
  }
  expect(await positions('cursor=')).toEqual(all)
})

it('refuses what is no position', async () => {
  for (const query of ['cursor=x', 'cursor=-1', 'after=1.5', 'cursor=1&cursor=2']) {
    expect([query, (await feed(query)).status]).toEqual([query, 400])
  }
})
