/** A claim that its payer hands on: the next payer answers it under the first one's number (crossover). */
import { chargeVoided } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SampleAdjustment, SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post, told } from './sample-posting.ts'
import {
  captured,
  claimId,
  claimNumber,
  dayId,
  lineId,
  patientId,
  type SampleVisit,
  say,
  submitted,
} from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
afterEach(async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})

/** Sent to Medicare alone; `coverages`: what the visit lists. */
async function sent(id: string, coverages: number): Promise<SampleVisit> {
  const visit: SampleVisit = {
    id,
    lines: [{ code: '97110', charge: 10000 }],
    coverages,
    family: 'medicare-b',
  }
  await say(tally, [captured(visit), submitted(visit)])
  return visit
}

/** Under the number of the first payer's claim; `sign` -1: taken back. */
function answer(
  id: string,
  status: string,
  paid: number,
  adjustments: readonly SampleAdjustment[],
  sign: 1 | -1 = 1,
): SampleClaim {
  const turned = adjustments.map(([group, reason, cents]) => [group, reason, sign * cents] as const)
  const line = { code: '97110', charge: sign * 10000, paid: sign * paid, control: lineId(id, 1) }
  return {
    ...{ number: claimNumber(id), status, charge: sign * 10000, paid: sign * paid },
    ...{ payerNumber: `${status === '19' ? 'MED' : 'SUP'}${id}`, lines: [{ ...line, adjustments: turned }] },
  }
}
const medicare = (id: string) => ({
  trace: `MED${id}`,
  claims: [
    answer(id, '19', 6400, [
      ['CO', '45', 2000],
      ['PR', '2', 1600],
    ]),
  ],
})
const supplement = (id: string, status = '2') => ({
  ...{ trace: `SUP${id}`, payer: '67890' },
  claims: [answer(id, status, 1600, [['OA', '23', 8400]])],
})

const voided = (id: string) =>
  saying(chargeVoided, {
    ...{ subject: dayId(id), sequence: 2, correlationId: dayId(id) },
    data: {
      ...{ treatmentDayId: dayId(id), version: 2, serviceDate: '2026-11-10', case: 'health' },
      ...{ patientId: patientId(id), billingNpi: '1234567893', encounterIds: [`enc_${'0'.repeat(26)}`] },
      reversedCents: 10000,
    },
  } as Parameters<typeof saying<(typeof chargeVoided)['data'], never>>[1])

const ofVisit = async (id: string) => {
  const all = {
    ...(await balances(tally, `receivable:payer:${lineId(id, 1)}`)),
    ...(await balances(tally, `receivable:patient:${patientId(id)}`)),
    ...(await balances(tally, `denied:open:${lineId(id, 1)}`)),
  }
  const named = Object.entries(all).map(([account, cents]) => [account.replace(lineId(id, 1), 'L'), cents])
  return Object.fromEntries(named)
}

describe('the supplement pays what Medicare left', () => {
  it.each([
    ['after it', '901', 'after'],
    ['before it', '902', 'before'],
  ])('%s: nothing is open, and nobody paid too much', async (_, id, order) => {
    await sent(id, 2)
    const both = [medicare(id), supplement(id)]
    for (const each of order === 'after' ? both : both.reverse()) await post(tally, each)
    expect(await ofVisit(id)).toEqual({})
    const { json } = await tally.call('GET', '/v1/credit-balances?limit=200')
    expect(json.items.filter((each: { claimId: string }) => each.claimId === claimId(id))).toEqual([])
    expect((await balances(tally, 'adjustment:other')) ?? {}).toEqual({})
  })

  it('and says of which coverage it is, settling the first payer’s claim once', async () => {
    await sent('903', 2)
    await post(tally, medicare('903'))
    const { claims } = await post(tally, supplement('903'))
    expect(claims).toMatchObject([{ outcome: 'posted', evidence: expect.stringContaining('coverage 2') }])
    expect(await told(tally, '903')).toMatchObject([
      { type: 'payment.posted.v1', sequence: 1, data: { coverageOrder: 1, payerId: '12345' } },
      { type: 'claim.settled.v1', sequence: 2, data: { coverageOrder: 1 } },
      {
        type: 'payment.posted.v1',
        sequence: 3,
        data: { coverageOrder: 2, payerId: '67890', paidCents: 1600 },
      },
    ])
  })

  it('and takes it back under the same number: it is owed by it again', async () => {
    await sent('904', 2)
    await post(tally, medicare('904'))
    await post(tally, supplement('904'))
    const back = answer('904', '22', 1600, [['OA', '23', 8400]], -1)
    await post(tally, { trace: 'R904', payer: '67890', claims: [back], provider: [['FB', 'R904', -1600]] })
    expect(await ofVisit('904')).toEqual({ 'receivable:payer:L:2': 1600 })
  })

  it('and a person takes it apart and matches it again: it is posted there again', async () => {
    await sent('905', 2)
    await post(tally, medicare('905'))
    const { id: remittanceId } = await post(tally, supplement('905'))
    const path = `/v1/remittances/${remittanceId}/matches`
    const body = { position: 1, claimId: claimId('905'), reason: 'looked' }
    expect((await tally.call('DELETE', path, { body })).status).toBe(200)
    expect(await ofVisit('905')).toEqual({ 'receivable:payer:L:2': 1600 })
    expect((await tally.call('POST', path, { body })).status).toBe(200)
    expect(await ofVisit('905')).toEqual({})
  })
})

it('what the supplement pays twice is its overpayment, until it takes one back; and all of it once the visit is void', async () => {
  await sent('909', 2)
  const credits = async () => {
    const { json } = await tally.call('GET', '/v1/credit-balances?limit=200')
    const own = json.items.filter((each: { claimId: string }) => each.claimId === claimId('909'))
    return own.map((each: { payerId: string; amountCents: number }) => [each.payerId, each.amountCents])
  }
  for (const each of [medicare('909'), supplement('909'), { ...supplement('909'), trace: 'AGAIN909' }]) {
    await post(tally, each)
  }
  expect(await credits()).toEqual([['67890', 1600]])
  const back = answer('909', '22', 1600, [['OA', '23', 8400]], -1)
  const taken = { ...back, payerNumber: 'SUP909' }
  await post(tally, { trace: 'R909', payer: '67890', claims: [taken], provider: [['FB', 'R909', -1600]] })
  expect(await credits()).toEqual([])
  await say(tally, [voided('909')])
  expect((await credits()).sort()).toEqual([
    ['12345', 6400],
    ['67890', 1600],
  ])
})

it('a refusal by the supplement is open at the supplement, and takes no place of Medicare’s answer', async () => {
  await sent('906', 2)
  await post(tally, { trace: 'MED906', claims: [answer('906', '19', 0, [['PR', '1', 10000]])] })
  await post(tally, {
    trace: 'SUP906',
    payer: '67890',
    claims: [answer('906', '2', 0, [['CO', '16', 10000]])],
  })
  expect(await ofVisit('906')).toEqual({ 'denied:open:L:2': 10000 })
})

it('once our claim to the supplement is known, its answer under the first number is that claim’s', async () => {
  const visit = await sent('907', 2)
  await say(tally, [submitted(visit, 2)])
  await post(tally, medicare('907'))
  const { claims } = await post(tally, supplement('907'))
  expect(claims).toMatchObject([{ outcome: 'posted', claimId: claimId('907', 2) }])
  expect(await ofVisit('907')).toEqual({})
})

describe('a visit that lists no second coverage', () => {
  it('keeps the supplement’s cents in unmatched, and the work says which coverage is missing', async () => {
    const visit = await sent('908', 1)
    await post(tally, medicare('908'))
    const { id: remittanceId } = await post(tally, supplement('908'))
    expect(await balances(tally, `unmatched:${remittanceId}`)).toEqual({
      [`unmatched:${remittanceId}:1`]: -1600,
    })
    expect(await ofVisit('908')).toEqual({ [`receivable:patient:${patientId('908')}:L`]: 1600 })
    const { json } = await tally.call('GET', '/v1/unmatched?limit=200')
    expect(
      json.items.find((each: { remittanceId: string }) => each.remittanceId === remittanceId),
    ).toMatchObject({
      ...{ because: 'claim/coverage-missing', paidCents: 1600 },
      evidence: 'CLP02 is 2: the visit lists no coverage 2',
    })
    // Listed later, it finds its place by itself.
    await say(tally, [captured({ ...visit, version: 2, coverages: 2 })])
    await expect.poll(() => balances(tally, `unmatched:${remittanceId}`)).toEqual({})
  })
})
