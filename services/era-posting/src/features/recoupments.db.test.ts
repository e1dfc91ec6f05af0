/** What payers take, carry and return at the provider's level, from the file to the work list. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SampleClaim, SampleProviderLevel, SampleRemittance } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post } from './sample-posting.ts'
import { captured, claimId, claimNumber, lineId, say, submitted } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
afterEach(async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
  expect(await balances(tally, 'clearing:')).toEqual({})
})

const answer = (id: string, paid: number, payerNumber: string): SampleClaim => {
  const [charge, off] = paid < 0 ? [-10000, -10000 - paid] : [10000, 10000 - paid]
  const line = {
    code: '97110',
    charge,
    paid,
    adjustments: [['CO', '45', off]] as const,
    control: lineId(id, 1),
  }
  return { number: claimNumber(id), charge, paid, lines: [line], payerNumber, status: paid < 0 ? '22' : '1' }
}
const remit = (
  trace: string,
  claims: readonly SampleClaim[],
  ...provider: readonly SampleProviderLevel[]
): SampleRemittance => ({ trace, claims, provider })

const listed = async (query = '') => (await tally.call('GET', `/v1/recoupments${query}`)).json.items

/** Original, take-back that waits, recovery by both numbers joined. */
const chainOf = (id: string) => [
  remit(`A${id}`, [answer(id, 8000, `2026112000000${id}`)]),
  remit(`B${id}`, [answer(id, -8000, `2026112000000${id}`)], ['WO', `2026112000000${id}`, -8000]),
  remit(`C${id}`, [], ['WO', `${claimNumber(id)}2026112000000${id}A${id}`, 8000], ['CS', 'FEE', -8000]),
]

describe('a take-back later, named by the payer’s number and by both numbers joined', () => {
  it.each([
    ['601', [0, 1, 2]],
    ['602', [0, 2, 1]],
    ['603', [1, 0, 2]],
    ['604', [1, 2, 0]],
    ['605', [2, 0, 1]],
    ['606', [2, 1, 0]],
  ])('claim %s clears in the order %j', async (id, order) => {
    const visit = { id, lines: [{ code: '97110', charge: 10000 }] }
    await say(tally, [captured(visit), submitted(visit)])
    const remittances = chainOf(id)
    for (const place of order) {
      const shown = await post(tally, remittances[place] ?? {})
      expect(shown.status).toBe('posted')
    }
    await expect.poll(() => balances(tally, 'unmatched:')).toEqual({})
    await expect.poll(() => balances(tally, 'recoupment:')).toEqual({})
    expect(await balances(tally, `receivable:payer:${lineId(id, 1)}`)).toEqual({
      [`receivable:payer:${lineId(id, 1)}:1`]: 10000,
    })
    const closed = await listed('?status=closed&payerId=12345&limit=200')
    const own = closed.filter(({ claimIds }: { claimIds: string[] }) => claimIds.includes(claimId(id)))
    expect(own).toMatchObject([{ codes: ['WO'], balanceCents: 0, says: 'closed', entries: [{}, {}] }])
  })
})

describe('the list of what is open', () => {
  it('tells payer, reference, claim, cents and what to do, and empties when the chain closes', async () => {
    await post(tally, remit('OPEN1', [], ['FB', 'OPEN1', -700], ['CS', 'ADVANCE', 700]))
    const open = await listed()
    const forward = open.find(({ codes }: { codes: string[] }) => codes.includes('FB'))
    expect(forward).toMatchObject({
      ...{ payerId: '12345', balanceCents: -700, claimIds: [], openedAt: '2026-11-24T18:00:00.000Z' },
      entries: [
        { trace: 'OPEN1', code: 'FB', reference: 'OPEN1', amountCents: -700, providerId: '1234567893' },
      ],
    })
    expect(forward.account).toMatch(/^recoupment:12345:[0-9a-f]{26}$/)
    expect(forward.says).toContain('7.00')
    expect(open.find(({ account }: { account: string }) => account.includes(':CS:'))).toBeDefined()
    await post(tally, remit('OPEN2', [], ['FB', 'OPEN1', 700], ['CS', 'ADVANCE', -700]))
    expect((await listed()).filter(({ codes }: { codes: string[] }) => codes.includes('FB'))).toEqual([])
    expect(await balances(tally, 'recoupment:')).toEqual({})
  })

  it('pages', async () => {
    await post(
      tally,
      remit('PAGES', [], ['WO', 'FIRSTREF', 100], ['WO', 'SECONDREF', 200], ['WO', 'THIRDREF', -300]),
    )
    const whole = await listed('?limit=200')
    const seen: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json } = await tally.call('GET', `/v1/recoupments?limit=1&cursor=${encodeURIComponent(cursor)}`)
      seen.push(...json.items)
      cursor = json.nextCursor
    }
    expect(seen).toEqual(whole)
    expect(whole.length).toBeGreaterThanOrEqual(3)
  })

  it('keeps references out of tables in the clear', async () => {
    for (const name of ['provider_adjustment', 'recoupment_name', 'posting']) {
      const rows = await tally.sql<{ row: string }>(`select t::text as row from era_posting.${name} t`)
      expect(rows.filter(({ row }) => row.includes('SECONDREF'))).toEqual([])
    }
  })
})

describe('what stood before a chain was known', () => {
  it('moves over when a cut reference finds its whole', async () => {
    await post(tally, remit('CUT1', [], ['WO', 'B4711000000000', -900], ['CS', 'C', 900]))
    const [before] = Object.keys(await balances(tally, 'recoupment:12345')).filter(Boolean)
    await post(tally, remit('CUT2', [], ['WO', 'B4711000000000999', 900], ['CS', 'C', -900]))
    const after = await balances(tally, 'recoupment:12345')
    expect(before).toBeDefined()
    const open = await listed()
    expect(
      open.flatMap(({ entries }: { entries: { trace: string }[] }) => entries.map(({ trace }) => trace)),
    ).not.toContain('CUT1')
    expect(Object.values(after).reduce((sum, cents) => sum + cents, 0)).toBe(0)
  })
})
