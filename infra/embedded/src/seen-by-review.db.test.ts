import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), claimSubmission] })
})
afterAll(() => tally.stop())

const post = (externalId: string, patient: string, changes: object = {}) => {
  const sample = sampleEncounter({ externalId })
  const body = { ...sample, patient: { ...sample.patient, externalId: patient }, ...changes }
  return tally.call('POST', '/v1/encounters', { body, headers: { 'idempotency-key': externalId } })
}

it.each([
  '/v1/encounters?cursor=%00',
  '/v1/encounters?patient=pat_%00',
  '/v1/encounters/enc_%00',
  '/v1/claims/%00',
  '/v1/claims?payerId=%00',
])('NUL is 400, not 500: %s', async (path) => {
  expect((await tally.call('GET', path)).status).toBe(400)
})

it('a day of many large visits is stored', async () => {
  const metadata = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`k${index}`, 'x'.repeat(200)]),
  )
  for (let visit = 0; visit < 40; visit++) {
    expect((await post(`LARGE-${visit}`, 'PAT-LARGE', { metadata })).status).toBe(201)
  }
})

/** 180 minutes, allowed 308.36: eight such days fit below the year's threshold of 2,480.00, nine don't. */
it('of two days at once that together pass the threshold, one is held', async () => {
  const [service] = sampleEncounter().services
  const services = ['97530', '97110'].map((procedureCode, index) => {
    return { ...service, procedureCode, lineId: String(index), minutes: 90 }
  })
  for (let pair = 0; pair < 3; pair++) {
    const on = (day: number) =>
      post(`KX-${pair}-${day}`, `PAT-KX-${pair}`, { serviceDate: `2026-03-${10 + day}`, services })
    for (let day = 1; day <= 7; day++) expect((await on(day)).json.status).toBe('captured')
    const ids = (await Promise.all([on(8), on(9)])).map(({ json }) => json.id)
    const statuses = () =>
      Promise.all(ids.map(async (id) => (await tally.call('GET', `/v1/encounters/${id}`)).json.status))
    // Served first, the later one was captured alone, and is decided anew when the earlier one counts.
    await expect.poll(statuses).toEqual(['captured', 'held'])
  }
})

it('a connection cut in mid-transaction ends a request at most, never the process', async () => {
  const ends = Array.from({ length: 20 }, () =>
    tally.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename like '%\\_api' and datname = $1",
      [tally.database.name],
    ),
  )
  const posts = Array.from({ length: 60 }, (_, visit) => post(`CUT-${visit}`, `PAT-CUT-${visit}`))
  await Promise.all(ends)
  const statuses = (await Promise.all(posts)).map(({ status }) => status)
  expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([])
  await expect.poll(async () => (await post('CUT-AFTER', 'PAT-AFTER')).status).toBe(201)
})
