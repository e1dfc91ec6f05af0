/** An answer that a person took off a claim was another claim’s: it is no claim’s first answer, and opened no denial. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insight } from '../service.ts'
import { newId, SampleVisit } from './sample-visit.ts'

let tally: TestHost

beforeAll(async () => {
  tally = await startTestHost({ services: [insight], clock: virtualClock('2026-06-01T18:00:00Z') })
})
afterAll(() => tally.stop())

const denial = [{ charge: 10_000, adjustments: 'CO 50 10000' }]
const payment = [{ charge: 10_000, paid: 7000, adjustments: 'CO 45 3000' }]

/** A claim of $100 that went out on the second of the month; `at` gives a day of it. */
async function sentIn(month: string) {
  const at = (day: string) => `${month}-${day}T18:00:00Z`
  const visit = new SampleVisit(tally, `${month}-01`, at('01'))
  await visit.captured(at('01'), 10_000)
  await visit.sent(at('02'), 10_000)
  return { visit, at }
}

/** Of the month: claims denied at first, the charges denied, and claims paid at first. */
async function counted(month: string) {
  await tally.settled()
  const { json } = await tally.call('GET', `/v1/kpis?from=${month}-01&to=${month}-28`)
  const numerator = (id: string): number =>
    json.items.find((item: { id: string }) => item.id === id).numerator
  return [
    numerator('initial_denial_rate_volume') / 3,
    numerator('initial_denial_rate_dollars') / 3,
    numerator('first_pass_paid_rate'),
  ]
}

it('a denial that was undone is no first denial, and the claim has no answer yet', async () => {
  const { visit, at } = await sentIn('2023-01')
  const posted = await visit.paid(at('10'), denial)
  expect(await counted('2023-01')).toEqual([1, 10_000, 0])
  await visit.undone(at('12'), posted)
  expect(await counted('2023-01')).toEqual([0, 0, 0])
})

it('nor is a payment a first pass; the answer that is the claim’s own is its first', async () => {
  const { visit, at } = await sentIn('2023-02')
  await visit.undone(at('12'), await visit.paid(at('10'), payment))
  expect(await counted('2023-02')).toEqual([0, 0, 0])
  await visit.paid(at('20'), denial)
  expect(await counted('2023-02')).toEqual([1, 10_000, 0])
})

it('one that came before the undone one stays the first, and one after an undone denial may pass', async () => {
  const { visit: before, at } = await sentIn('2023-03')
  await before.paid(at('09'), payment)
  await before.undone(at('12'), await before.paid(at('10'), denial))
  const { visit: after } = await sentIn('2023-03')
  await after.undone(at('12'), await after.paid(at('10'), denial))
  await after.paid(at('20'), payment)
  expect(await counted('2023-03')).toEqual([0, 0, 2])
})

it('matched to the same claim again it is its answer; undone again it is none', async () => {
  const { visit, at } = await sentIn('2023-04')
  const remittanceId = newId()
  await visit.undone(at('12'), await visit.paid(at('10'), denial, { remittanceId }))
  const again = await visit.paid(at('14'), denial, { remittanceId })
  expect(await counted('2023-04')).toEqual([1, 10_000, 0])
  await visit.undone(at('16'), again)
  expect(await counted('2023-04')).toEqual([0, 0, 0])
})

it('of a remittance that answers a claim in two places only the one that was undone counts for nothing', async () => {
  const { visit, at } = await sentIn('2023-05')
  const remittanceId = newId()
  await visit.undone(at('12'), await visit.paid(at('10'), payment, { remittanceId, position: 1 }))
  await visit.paid(at('10'), denial, { remittanceId, position: 2 })
  expect(await counted('2023-05')).toEqual([1, 10_000, 0])
})

it('what a payer took back was its answer all the same', async () => {
  const { visit, at } = await sentIn('2023-06')
  await visit.paid(at('10'), payment)
  await visit.takenBack(at('12'), payment)
  const { visit: denied } = await sentIn('2023-06')
  await denied.paid(at('10'), denial)
  await denied.takenBack(at('12'), denial)
  expect(await counted('2023-06')).toEqual([1, 10_000, 1])
})

it('heard in the other order, and twice, it comes to the same', async () => {
  const { visit, at } = await sentIn('2023-07')
  const posted = await visit.paid(at('10'), denial)
  const undone = await visit.undone(at('12'), posted)
  await tally.settled()
  // The same of another claim: its messages, heard backwards.
  const { visit: other } = await sentIn('2023-07')
  const broker = tally.host.services[0]?.shell.broker
  for (const { value, ...message } of [undone, posted, undone, posted]) {
    const text = value.toString().replaceAll(visit.claimId, other.claimId)
    const envelope = { ...JSON.parse(text), correlationid: other.treatmentDayId }
    envelope.id = `${other.claimId.slice(0, -1)}${envelope.sequence}`
    envelope.data.treatmentDayId = other.treatmentDayId
    const again = Buffer.from(JSON.stringify(envelope))
    await broker?.publish([{ ...message, key: other.claimId, value: again }])
    await tally.settled()
  }
  expect(await counted('2023-07')).toEqual([0, 0, 0])
  const facts = await tally.sql(`select 1 from insight.fact where subject = $1 and type like 'payment.%'`, [
    other.claimId,
  ])
  expect(facts).toHaveLength(2)
})

it('a denial that only an undone answer had opened is in no trend', async () => {
  const trend = async () => {
    await tally.settled()
    const { json } = await tally.call('GET', '/v1/denial-trends?by=code&from=2023-08-01&to=2023-08-28')
    const items = json.items.map((item: Record<string, unknown>) => [item.key, item.denials, item.claims])
    return { items, total: json.total.claims }
  }
  const { visit, at } = await sentIn('2023-08')
  const posted = await visit.paid(at('10'), denial)
  await visit.denied(at('10'), 'CO 50', 10_000, {}, posted)
  const { visit: other } = await sentIn('2023-08')
  await other.denied(at('10'), 'CO 97', 10_000, {}, await other.paid(at('10'), denial))
  expect(await trend()).toEqual({
    items: [
      ['CO 50', 1, 1],
      ['CO 97', 1, 1],
    ],
    total: 2,
  })
  await visit.undone(at('12'), posted)
  await other.takenBack(at('12'), denial)
  expect(await trend()).toEqual({ items: [['CO 97', 1, 1]], total: 1 })
})
