/** Receivables by age: the accounts to the cent, as of today and of every past day. */
import { plusDays, serviceDate, startOfDayIn } from '@tally/kernel'
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { answered, charge, holdsTogether, patientNamed, pay, visitOf } from './sample-account.ts'
import { post } from './sample-posting.ts'
import { lineId } from './sample-visit.ts'

const zone = 'America/Los_Angeles'
let tally: TestHost
const clock = virtualClock('2026-07-01T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())
afterEach(() => holdsTogether(tally))

const aging = async (query = '') => (await tally.call('GET', `/v1/aging${query}`)).json
const buckets = (aged: { buckets: { days: string; cents: number }[] }) =>
  Object.fromEntries(aged.buckets.filter(({ cents }) => cents !== 0).map(({ days, cents }) => [days, cents]))

/** The receivable accounts before an instant, without asking the code under test. */
async function accountsBefore(before: string): Promise<number> {
  const [row] = await tally.sql<{ cents: string }>(
    `select coalesce(sum(case when s.debit then p.amount_cents else -p.amount_cents end), 0) as cents
     from era_posting.posting p join era_posting.posting_batch b on b.id = p.batch_id
     cross join lateral (values (true, p.debit_account), (false, p.credit_account)) as s (debit, account)
     where b.recorded_at < $1 and (s.account like 'receivable:%' or s.account like 'denied:open:%')`,
    [before],
  )
  return Number(row?.cents)
}

const patient = patientNamed('A')

it('half a year of charges, answers, payments and write-offs', async () => {
  await charge(tally, visitOf('5001', { serviceDate: '2026-06-30', last: 'Sample', location: 'L1' }))
  clock.moveTo('2026-08-15T18:00:00Z')
  await charge(
    tally,
    visitOf('5002', { serviceDate: '2026-08-14', patient, location: 'L2' }),
    visitOf('5003', { serviceDate: '2026-08-15', patient, location: 'L2', responsibleParty: 'self' }),
  )
  clock.moveTo('2026-09-20T18:00:00Z')
  const denied = answered('5002', 0, [['CO', '29', 10000]], { status: '4' })
  await post(tally, { trace: 'A5002', paidOn: '20260920', claims: [denied] })
  await pay(tally, { kind: 'patient-payment', patientId: patient, method: 'cash', amountCents: 2500 })
  clock.moveTo('2026-10-10T18:00:00Z')
  await charge(tally, visitOf('5004', { serviceDate: '2026-10-09' }))
  // Paid more than was charged: a credit of 20 dollars.
  const over = answered('5004', 12000, [['CO', '45', -2000]])
  await post(tally, { trace: 'A5004', paidOn: '20261010', claims: [over] })
  await post(tally, { trace: 'A5004B', paidOn: '20261010', claims: [{ ...over, number: over.number }] })
  clock.moveTo('2026-11-20T18:00:00Z')
  const lines = [{ chargeLineId: lineId('5003', 1), order: null, amountCents: 1000 }]
  await pay(tally, { kind: 'write-off', writeOff: 'courtesy', reason: 'regular', lines })
  expect((await aging()).asOf).toBe('2026-11-20')
})

describe('receivables', () => {
  it('are by days since the service, refused ones among them, and credits apart', async () => {
    const { totals } = await aging()
    expect(buckets(totals)).toEqual({ 'over-120': 10000, '91-120': 16500 })
    expect(totals).toMatchObject({ deniedCents: 10000, owedCents: 26500 })
    expect(totals.creditCents).toBeLessThan(0)
    expect(totals.receivableCents).toBe(totals.owedCents + totals.creditCents)
  })

  it('by payer, by patient and by location make the same whole', async () => {
    for (const by of ['payer', 'patient', 'location']) {
      const { totals, items } = await aging(`?by=${by}`)
      const sum = items.reduce(
        (total: number, each: { receivableCents: number }) => total + each.receivableCents,
        0,
      )
      expect(sum, by).toBe(totals.receivableCents)
      expect(sum, by).toBe(await accountsBefore('2030-01-01T00:00:00Z'))
    }
    const byPayer = (await aging('?by=payer')).items.map(({ key }: { key: string }) => key)
    expect(byPayer).toEqual(['12345', 'patient'])
    const places = (await aging('?by=location')).items
    expect(places.map(({ key, name }: { key: string; name: string }) => [key, name]).sort()).toEqual([
      ['', null],
      ['L1', 'Clinic L1'],
      ['L2', 'Clinic L2'],
    ])
    const [his] = (await aging('?by=patient')).items.filter(({ key }: { key: string }) => key === patient)
    expect(his).toMatchObject({ owedCents: 16500, deniedCents: 10000 })
  })

  it('page by page are the same items', async () => {
    const whole = (await aging('?by=location')).items
    const paged: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: unknown[]; nextCursor: string | null } = await aging(
        `?by=location&limit=1&cursor=${cursor}`,
      )
      paged.push(...page.items)
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole)
  })

  it('as of every past day are what the accounts were then, to the cent', async () => {
    let last = -1
    let changes = 0
    for (let day = serviceDate('2026-06-25'); day <= '2026-11-20'; day = plusDays(day, 1)) {
      const { totals } = await aging(`?asOf=${day}`)
      expect(totals.receivableCents, day).toBe(await accountsBefore(startOfDayIn(zone, plusDays(day, 1))))
      if (totals.receivableCents !== last) changes += 1
      last = totals.receivableCents
    }
    expect(changes).toBeGreaterThan(4)
    expect(buckets((await aging('?asOf=2026-08-15')).totals)).toEqual({ '0-30': 20000, '31-60': 10000 })
    expect(buckets((await aging('?asOf=2026-09-13')).totals)).toEqual({ '0-30': 20000, '61-90': 10000 })
    expect(buckets((await aging('?asOf=2026-09-14')).totals)).toEqual({
      '0-30': 10000,
      '31-60': 10000,
      '61-90': 10000,
    })
  })

  it('of tomorrow are not known', async () => {
    expect((await tally.call('GET', '/v1/aging?asOf=2026-11-21')).status).toBe(422)
  })
})
