import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

/** Days to appeal of each payer, so that every band has denials; what is denied, in cents, two of one band. */
const given: [payer: string, days: number, cents: number, reason: string][] = [
  ['P31', 31, 9000, '50'],
  ['P30', 30, 100, '97'],
  ['P14', 14, 100, '50'],
  ['P15', 15, 300, '50'],
  ['P7', 7, 500, '50'],
  ['P8', 8, 700, '50'],
  ['P2', 2, 200, '50'],
  ['P1', 1, 900, '50'],
  ['P3', 3, 9000, '50'],
]
const byPress = ['P1', 'P2', 'P3', 'P7', 'P8', 'P14', 'P15', 'P30', 'P31']

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
  for (const [payerId, days, cents, reason] of given) {
    const claim = tally.claim({ payerId })
    await claim.profile(1, days)
    await tally.settled()
    await claim.posted([{ ...claim.first, adjustments: `CO ${reason} ${cents}` }])
  }
  await tally.settled()
})
afterAll(() => tally.stop())

const list = async (query = '') => (await tally.call('GET', `/v1/denials${query}`)).json
const of = async (payer: string) =>
  (await list()).items.find(({ payerId }: { payerId: string }) => payerId === payer)
const payers = ({ items }: { items: { payerId: string }[] }) => items.map(({ payerId }) => payerId)

async function paged(limit: number): Promise<string[]> {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(
      `?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    )
    seen.push(...payers(page))
    cursor = page.nextCursor
  }
  return seen
}

describe('GET /v1/denials', () => {
  it('lists by bands of days left, inside a band the largest amount first', async () => {
    const { items } = await list()
    expect(items.map(({ payerId, band }: Record<string, string>) => `${payerId} ${band}`)).toEqual([
      'P1 <=2',
      'P2 <=2',
      'P3 <=7',
      'P7 <=7',
      'P8 <=14',
      'P14 <=14',
      'P15 <=30',
      'P30 <=30',
      'P31 later',
    ])
  })

  it.each([1, 2, 4, 9])('pages of %i hold each once, in the same order', async (limit) => {
    expect(await paged(limit)).toEqual(byPress)
  })

  it('filters by category and status, and refuses a cursor that it never said', async () => {
    expect(payers(await list('?category=bundling'))).toEqual(['P30'])
    expect(payers(await list('?status=resolved'))).toEqual([])
    expect(payers(await list('?status=open&category=medical_necessity'))).toHaveLength(8)
    expect((await tally.call('GET', '/v1/denials?cursor=zzz')).status).toBe(400)
    expect((await tally.call('GET', '/v1/denials?status=lost')).status).toBe(400)
  })
})

describe('when days pass', () => {
  it('a denial is due to the end of its day in the practice’s zone, then overdue and marked as missed', async () => {
    // 23:59 in Los Angeles on 2 April, the last day of P1.
    tally.clock.moveTo('2026-04-03T06:59:00Z')
    expect(await of('P1')).toMatchObject({ daysLeft: 0, band: '<=2' })
    const missed = () =>
      tally.sql<{ payer_id: string; missed_on: string }>(
        'select payer_id, missed_on::text from denial_management.denial where missed_on is not null order by due_on',
      )
    expect(await missed()).toEqual([])
    tally.clock.moveTo('2026-04-03T07:00:00Z')
    await expect.poll(missed).toEqual([{ payer_id: 'P1', missed_on: '2026-04-03' }])
    const { items } = await list()
    expect(items[0]).toMatchObject({ payerId: 'P1', daysLeft: -1, band: 'overdue' })
    const { json } = await tally.call('GET', `/v1/denials/${items[0].id}`)
    expect(json.missedOn).toBe('2026-04-03')
  })

  it('one that is resolved is never missed, and comes last', async () => {
    await tally.act((await of('P2')).id, 'close')
    expect(payers(await list()).at(-1)).toBe('P2')
    await tally.act((await of('P8')).id, 'close')
    expect(payers(await list('?status=resolved'))).toEqual(['P8', 'P2'])
    const all = payers(await list())
    expect(all.slice(-2)).toEqual(['P8', 'P2'])
    for (const limit of [1, 2, 7, 8]) expect(await paged(limit)).toEqual(all)
  })

  it('an answer that does not come brings the denial back to a person', async () => {
    const found = await of('P31')
    await tally.act(found.id, 'appeal')
    tally.clock.moveTo('2026-06-03T07:00:00Z')
    const seen = async () => (await tally.call('GET', `/v1/denials/${found.id}`)).json
    await expect.poll(seen).toMatchObject({
      ...{ status: 'open', waitsFor: null, band: 'overdue' },
      appeals: [{ outcome: 'pending' }],
    })
    expect((await seen()).steps.at(-1)).toMatchObject({ did: 'no-answer-came', keyId: null })
  })
})
