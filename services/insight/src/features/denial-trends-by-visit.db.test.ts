/** GET /v1/denial-trends by what the visit tells: who treated the denied line, and where. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insight } from '../service.ts'
import { newId, SampleVisit, type ToldVisit } from './sample-visit.ts'

let tally: TestHost
const [ada, bo] = ['1861400004', '1992700005']
const north = { id: 'LOC-N', name: 'North clinic' }
const at = '2025-06-04T18:00:00Z'

/** One claim of `lines`, treated by these, in order; `denied` are the places of its denied lines, `all` the claim as a whole. */
async function happens(treated: readonly string[], denied: readonly number[] | 'all', told: ToldVisit = {}) {
  const visit = new SampleVisit(tally, '2025-06-02', '2025-06-02T12:00:00Z')
  const treats = treated.map((npi) => ({ lineId: newId(), npi, last: npi === ada ? 'ALPHA' : 'BETA' }))
  await visit.captured('2025-06-02T18:00:00Z', 100, 1, 0, { treats, ...told })
  await visit.sent('2025-06-03T18:00:00Z', 100)
  if (denied === 'all') await visit.denied(at, 'CO 31', 200)
  else
    for (const place of denied)
      await visit.denied(at, 'CO 50', 70, { chargeLineId: treats[place]?.lineId ?? newId() })
  return { visit, treats }
}

beforeAll(async () => {
  tally = await startTestHost({ services: [insight], clock: virtualClock('2026-06-01T18:00:00Z') })
  await happens([ada, bo], [0], { location: north })
  const { visit, treats } = await happens([bo, bo], [0, 1], { location: { id: 'LOC-S', name: 'South' } })
  await happens([ada, bo], 'all', { location: north })
  await happens([], [0])
  // The next version of the day says another place and the same lines.
  await visit.captured('2025-06-05T18:00:00Z', 100, 2, 0, { treats, location: north })
  await tally.settled()
})
afterAll(() => tally.stop())

const trends = async (by: string) => {
  const { json } = await tally.call('GET', `/v1/denial-trends?by=${by}&from=2025-06-01&to=2025-06-30`)
  return json.items.map(({ key, name, denials, claims, cents }: Record<string, unknown>) =>
    [key, name, denials, claims, cents].join(' | '),
  )
}

it('by clinician: who treated the denied line; of a claim denied as a whole, each who treated', async () => {
  expect(await trends('clinician')).toEqual([
    `${bo} | Ada BETA | 3 | 2 | 340`,
    `${ada} | Ada ALPHA | 2 | 2 | 270`,
    ' |  | 1 | 1 | 70',
  ])
})

it('by location: as the newest version of the day says', async () => {
  expect(await trends('location')).toEqual(['LOC-N | North clinic | 4 | 3 | 410', ' |  | 1 | 1 | 70'])
})

it('a denial that is open again is the one that it was', async () => {
  const before = await trends('code')
  const { visit } = await happens([ada], [], { location: north })
  await visit.denied(at, 'CO 50', 70, { version: 4 })
  await tally.settled()
  expect(await trends('code')).toEqual(before)
})

it('names stand in no column: they are sealed', async () => {
  const rows = await tally.sql<{ row: string }>(
    `select to_json(v)::text as row from insight.visit v union all select to_json(f)::text from insight.fact f`,
  )
  for (const { row } of rows) for (const name of ['LOC-N', 'North', 'ALPHA']) expect(row).not.toContain(name)
  expect(await tally.sql('select 1 from insight.parked_message')).toEqual([])
})
