import { openSession, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleAdjustment, SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post, postingCount, told, toldOf } from './sample-posting.ts'
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
const now = '2026-11-24T18:00:00.000Z'
const clock = virtualClock(now)
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())

/** A visit of one line of 100 dollars unless it says otherwise, charged and sent. */
async function sent(id: string, more: Partial<SampleVisit> = {}, traceparent?: string): Promise<SampleVisit> {
  const visit = { id, lines: [{ code: '97110', charge: 10000 }], ...more }
  await say(tally, [captured(visit), submitted(visit)], traceparent)
  return visit
}

/** Its answer: one line for each of `lines` with what was paid and adjusted. */
function answer(
  id: string,
  lines: readonly (readonly [charge: number, paid: number, ...adjustments: readonly SampleAdjustment[]])[],
  more: Partial<SampleClaim> = {},
): SampleClaim {
  const sum = (place: 0 | 1) => lines.reduce((total, line) => total + line[place], 0)
  return {
    ...{ number: claimNumber(id), charge: sum(0), paid: sum(1) },
    lines: lines.map(([charge, paid, ...adjustments], index) => ({
      ...{ code: '97110', charge, paid, adjustments, control: lineId(id, index + 1) },
    })),
    ...more,
  }
}

const receivable = (id: string, place = 1, order = 1) => `receivable:payer:${lineId(id, place)}:${order}`
const patient = (id: string, place = 1) => `receivable:patient:${patientId(id)}:${lineId(id, place)}`
const denied = (id: string, place = 1) => `denied:open:${lineId(id, place)}:1`
const types = async (id: string) => (await told(tally, id)).map(({ type, sequence }) => `${sequence} ${type}`)

describe('a claim that is paid', () => {
  it('is in the ledger to the cent, told with everything, and settled', async () => {
    const lines = [
      { code: '97110', charge: 10000, expected: 8000 },
      { code: '97530', charge: 9000, expected: 7500 },
    ]
    await sent('101', { lines })
    const shown = await post(tally, {
      trace: 'PAID1',
      claims: [
        answer(
          '101',
          [
            [10000, 6400, ['CO', '45', 2000], ['PR', '2', 1600]],
            [9000, 5600, ['CO', '45', 2000], ['PR', '2', 1400]],
          ],
          { payerNumber: 'ICN101', patient: 3000 },
        ),
      ],
    })
    expect(shown).toMatchObject({
      ...{ status: 'posted', paymentCents: 12000, differenceCents: 0, unmatchedCents: 0, matchedCount: 1 },
      claims: [
        { position: 1, outcome: 'posted', tier: 1, claimId: claimId('101'), payerClaimNumber: 'ICN101' },
      ],
    })
    const [paid, variance, settled, ...more] = await told(tally, '101')
    expect(more).toEqual([])
    expect(paid).toMatchObject({
      ...{ type: 'payment.posted.v1', subject: claimId('101'), sequence: 1, correlationid: dayId('101') },
      data: {
        ...{ claimNumber: claimNumber('101'), claimVersion: 1, coverageOrder: 1, remittanceId: shown.id },
        ...{ position: 1, trace: 'PAID1', paidOn: '2026-11-20', receivedAt: now, status: '1', tier: 1 },
        ...{ chargeCents: 19000, paidCents: 12000, toPatientCents: 3000, allowedCents: 15000, openCents: 0 },
        ...{ denied: false, claimAdjustments: [], remarks: [] },
        lines: [
          {
            ...{
              chargeLineId: lineId('101', 1),
              procedureCode: '97110',
              chargeCents: 10000,
              paidCents: 6400,
            },
            ...{ allowedCents: 8000, toPatientCents: 1600, unitsPaid: 1 },
            adjustments: [
              { groupCode: 'CO', reasonCode: '45', amountCents: 2000, quantity: null },
              { groupCode: 'PR', reasonCode: '2', amountCents: 1600, quantity: null },
            ],
          },
          { chargeLineId: lineId('101', 2), paidCents: 5600, allowedCents: 7000, toPatientCents: 1400 },
        ],
      },
    })
    expect(paid.sealed.ct).not.toContain('ICN101')
    expect(variance).toMatchObject({
      ...{ type: 'payment.variance-found.v1', sequence: 2 },
      data: {
        chargeLineId: lineId('101', 2),
        expectedAllowedCents: 7500,
        allowedCents: 7000,
        differenceCents: -500,
      },
    })
    expect(settled).toMatchObject({
      ...{ type: 'claim.settled.v1', sequence: 3 },
      data: {
        ...{
          paidCents: 12000,
          adjustedCents: 4000,
          toPatientCents: 3000,
          writtenOffCents: 0,
          settledAt: now,
        },
        because: 'payment/posted',
      },
    })
    expect(await balances(tally, 'receivable:')).toMatchObject({
      [patient('101', 1)]: 1600,
      [patient('101', 2)]: 1400,
    })
    expect(await balances(tally, receivable('101'))).toEqual({})
    expect(await balances(tally, 'clearing:')).toEqual({})
    expect(await balances(tally, 'due:')).toEqual({ 'due:1512345678PAID1': 12000 })
    const listed = await tally.call('GET', '/v1/variances')
    expect(listed.json.items).toMatchObject([
      { claimId: claimId('101'), differenceCents: -500, payerId: '12345' },
    ])
    expect(await toldOf(tally, shown.id)).toMatchObject([
      {
        ...{ type: 'remittance.posted.v1', sequence: 1 },
        data: {
          status: 'posted',
          trace: 'PAID1',
          paymentCents: 12000,
          claims: 1,
          matched: 1,
          unmatchedCents: 0,
        },
      },
    ])
  })

  it('continues the trace of its visit, linked to the file’s', async () => {
    const traceId = '11112222333344445555666677778888'
    await sent('102', {}, `00-${traceId}-1234567890abcdef-01`)
    await post(tally, { trace: 'TRACED', claims: [answer('102', [[10000, 10000]])] })
    const [paid, settled] = await told(tally, '102')
    expect([paid, settled].map(({ traceparent }) => traceparent.slice(3, 35))).toEqual([traceId, traceId])
    const spans = tally.spans.getFinishedSpans()
    const [span] = spans
      .filter(({ name }) => name === 'post claim')
      .filter((each) => each.spanContext().traceId === traceId)
    expect(span?.links).toHaveLength(1)
    expect(paid.traceparent.slice(36, 52)).toBe(span?.spanContext().spanId)
  })

  it('leaves the patient’s share to the next payer of the visit, whose answer is posted at his receivable', async () => {
    const visit = await sent('103', { coverages: 2 })
    await post(tally, {
      trace: 'FIRST',
      claims: [answer('103', [[10000, 6400, ['CO', '45', 2000], ['PR', '2', 1600]]], { status: '19' })],
    })
    expect(await balances(tally, 'receivable:payer:LN103')).toEqual({ [receivable('103', 1, 2)]: 1600 })
    expect((await told(tally, '103'))[0].data.toPatientCents).toBe(0)
    await say(tally, [submitted(visit, 2)])
    const second = answer('103', [[10000, 1200, ['OA', '23', 8400], ['PR', '3', 400]]], { status: '2' })
    await post(tally, {
      trace: 'SECOND',
      payer: '67890',
      claims: [{ ...second, number: claimNumber('103', 2) }],
    })
    expect(await balances(tally, 'receivable:payer:LN103')).toEqual({})
    expect(await balances(tally, patient('103'))).toEqual({ [patient('103')]: 400 })
    expect((await told(tally, '103')).at(-1)).toMatchObject({
      ...{ type: 'claim.settled.v1', subject: claimId('103', 2) },
      data: { coverageOrder: 2, paidCents: 1200, toPatientCents: 400 },
    })
  })

  it('settles the claim at the next payer, too, when that one answered first', async () => {
    const visit = await sent('105', { coverages: 2 })
    await say(tally, [submitted(visit, 2)])
    const second = answer('105', [[10000, 1200, ['OA', '23', 8400], ['PR', '3', 400]]], { status: '2' })
    await post(tally, {
      ...{ trace: 'SECOND105', payer: '67890' },
      claims: [{ ...second, number: claimNumber('105', 2) }],
    })
    expect(await types('105')).toEqual(['1 payment.posted.v1'])
    const first = answer('105', [[10000, 6400, ['CO', '45', 2000], ['PR', '2', 1600]]])
    await post(tally, { trace: 'FIRST105', claims: [first] })
    expect((await told(tally, '105')).slice(1)).toMatchObject([
      { type: 'payment.posted.v1', subject: claimId('105', 1), sequence: 1 },
      { type: 'claim.settled.v1', subject: claimId('105', 1), sequence: 2 },
      { type: 'claim.settled.v1', subject: claimId('105', 2), sequence: 2, data: { paidCents: 1200 } },
    ])
  })

  it('settles the claim at the next payer anew when the first one takes back and pays again', async () => {
    const visit = await sent('106', { coverages: 2 })
    await say(tally, [submitted(visit, 2)])
    const first = answer('106', [[10000, 6400, ['CO', '45', 2000], ['PR', '2', 1600]]])
    await post(tally, { trace: 'FIRST106', claims: [first] })
    const second = answer('106', [[10000, 1200, ['OA', '23', 8400], ['PR', '3', 400]]], { status: '2' })
    await post(tally, {
      ...{ trace: 'SECOND106', payer: '67890' },
      claims: [{ ...second, number: claimNumber('106', 2) }],
    })
    const settled = async () => (await told(tally, '106')).filter(({ type }) => type === 'claim.settled.v1')
    expect((await settled()).map(({ subject }) => subject)).toEqual([claimId('106', 1), claimId('106', 2)])
    const back = answer('106', [[-10000, -6400, ['CO', '45', -2000], ['PR', '2', -1600]]], { status: '22' })
    await post(tally, { trace: 'BACK106', claims: [back], provider: [['FB', 'BACK106', -6400]] })
    expect(await settled()).toHaveLength(2)
    await post(tally, { trace: 'AGAIN106', claims: [first] })
    expect((await settled()).slice(2).map(({ subject, sequence }) => [subject, sequence])).toEqual([
      [claimId('106', 1), 5],
      [claimId('106', 2), 3],
    ])
  })

  it('answers charge lines, whatever came after what was sent', async () => {
    await sent('104')
    await say(tally, [captured({ id: '104', version: 2, lines: [{ code: '97110', charge: 12000 }] })])
    const shown = await post(tally, {
      trace: 'LATE',
      claims: [answer('104', [[10000, 8000, ['CO', '45', 2000]]])],
    })
    expect(shown.claims).toMatchObject([{ outcome: 'posted', claimVersion: 1 }])
    expect(await balances(tally, receivable('104'))).toEqual({ [receivable('104')]: 2000 })
    expect(await types('104')).toEqual(['1 payment.posted.v1'])
    await say(tally, [captured({ id: '104', version: 3, lines: [{ code: '97110', charge: 10000 }] })])
    expect((await told(tally, '104')).at(-1)).toMatchObject({
      ...{ type: 'claim.settled.v1', sequence: 2, data: { because: 'charge/corrected' } },
    })
  })
})

describe('claims of one remittance', () => {
  it('are locked by id before any is posted, so that nobody who locks several waits for it in a ring', async () => {
    await sent('107')
    await sent('108')
    const other = openSession({ url: tally.database.url, applicationName: 'another consumer' })
    await other.connect()
    const lock = (id: string) =>
      other.query('select id from era_posting.claim where id = $1 for update nowait', [id])
    await other.query('begin')
    await lock(claimId('107'))
    const denied = (id: string) => answer(id, [[10000, 0, ['CO', '16', 10000]]])
    // A claim that is answered twice ends the group that it is in.
    const posted = post(tally, { trace: 'RING', claims: [denied('108'), denied('108'), denied('107')] })
    const waits = `select count(*)::integer as count from pg_stat_activity where wait_event_type = 'Lock'`
    await expect.poll(async () => (await tally.sql<{ count: number }>(waits))[0]?.count).toBe(1)
    await lock(claimId('108'))
    await other.query('commit')
    await other.end()
    expect(await posted).toMatchObject({ status: 'posted', matchedCount: 3 })
  })
})

describe('a claim that is not paid', () => {
  it('stays open where it was denied, and goes where its denial’s resolution says', async () => {
    await sent('111', {
      lines: [
        { code: '97110', charge: 10000 },
        { code: '97530', charge: 9000 },
      ],
    })
    const shown = await post(tally, {
      trace: 'DENIED',
      claims: [
        answer('111', [
          [10000, 0, ['CO', '197', 10000]],
          [9000, 0, ['PR', '119', 9000]],
        ]),
      ],
    })
    expect(shown).toMatchObject({ status: 'posted', paymentCents: 0, claims: [{ denied: true }] })
    expect(await balances(tally, 'denied:open:LN111')).toEqual({
      [denied('111', 1)]: 10000,
      [denied('111', 2)]: 9000,
    })
    expect(await balances(tally, 'receivable:payer:LN111')).toEqual({})
    expect(await told(tally, '111')).toMatchObject([
      { type: 'payment.posted.v1', data: { denied: true, openCents: 19000, toPatientCents: 0 } },
    ])
    expect((await balances(tally, 'due:'))['due:1512345678DENIED']).toBeUndefined()
  })

  it('all of it deductible is the patient’s, and no denial', async () => {
    await sent('112')
    await post(tally, {
      trace: 'DEDUCT',
      claims: [answer('112', [[10000, 0, ['CO', '45', 2000], ['PR', '1', 8000]]])],
    })
    expect(await balances(tally, patient('112'))).toEqual({ [patient('112')]: 8000 })
    expect(await types('112')).toEqual(['1 payment.posted.v1', '2 claim.settled.v1'])
  })

  it('and is answered anew without a reversal: the first answer gives way, and is not added to', async () => {
    await sent('113')
    await post(tally, {
      trace: 'NO1',
      claims: [answer('113', [[10000, 0, ['CO', '45', 2000], ['CO', '16', 8000]]])],
    })
    expect(await balances(tally, denied('113'))).toEqual({ [denied('113')]: 8000 })
    const before = (await balances(tally, 'adjustment:contractual'))['adjustment:contractual'] ?? 0
    await post(tally, { trace: 'YES1', claims: [answer('113', [[10000, 8000, ['CO', '45', 2000]]])] })
    expect(await balances(tally, denied('113'))).toEqual({})
    expect(await balances(tally, receivable('113'))).toEqual({})
    expect((await balances(tally, 'adjustment:contractual'))['adjustment:contractual']).toBe(before)
    expect(await types('113')).toEqual(['1 payment.posted.v1', '2 payment.posted.v1', '3 claim.settled.v1'])
  })

  it('of status 23 or 25 moves nothing and says nothing', async () => {
    await sent('114')
    const shown = await post(tally, {
      trace: 'ASIDE',
      claims: [answer('114', [[10000, 0, ['CO', '109', 10000]]], { status: '23' })],
    })
    expect(shown.claims).toMatchObject([{ outcome: 'no-money', because: 'claim/forwarded' }])
    expect(await balances(tally, receivable('114'))).toEqual({ [receivable('114')]: 10000 })
    expect(await types('114')).toEqual([])
  })
})

describe('what does not fit', () => {
  it('a transaction that is a cent off posts nothing', async () => {
    await sent('121')
    const before = await postingCount(tally)
    const shown = await post(tally, {
      trace: 'OFF',
      payment: 10001,
      claims: [answer('121', [[10000, 10000]])],
    })
    expect(shown).toMatchObject({
      status: 'quarantined',
      because: 'remittance/out-of-balance',
      differenceCents: 1,
      claims: [],
    })
    expect(await postingCount(tally)).toBe(before)
    expect(await toldOf(tally, shown.id)).toMatchObject([
      {
        type: 'remittance.quarantined.v1',
        data: { because: 'remittance/out-of-balance', differenceCents: 1 },
      },
    ])
    expect(await types('121')).toEqual([])
  })

  it('a claim that is out of balance waits with its cents, and the rest is posted', async () => {
    await sent('122')
    await sent('123')
    const shown = await post(tally, {
      trace: 'PART',
      claims: [
        answer('122', [[10000, 8000, ['CO', '45', 2000]]]),
        answer('123', [[10000, 7000, ['CO', '45', 2900]]]),
      ],
    })
    expect(shown).toMatchObject({ status: 'posted-in-part', matchedCount: 1, unmatchedCents: 7000 })
    expect(
      shown.claims.map(({ outcome, because }: { outcome: string; because: string }) => [outcome, because]),
    ).toEqual([
      ['posted', null],
      ['unmatched', 'claim/out-of-balance'],
    ])
    expect(await balances(tally, `unmatched:${shown.id}`)).toEqual({ [`unmatched:${shown.id}:2`]: -7000 })
    expect(await balances(tally, receivable('123'))).toEqual({ [receivable('123')]: 10000 })
    expect(await balances(tally, 'clearing:')).toEqual({})
    expect(await toldOf(tally, shown.id)).toMatchObject([
      { data: { status: 'posted-in-part', unmatchedCents: 7000 } },
    ])
    const list = await tally.call('GET', '/v1/unmatched?limit=200')
    expect(list.json.items).toContainEqual(
      expect.objectContaining({ remittanceId: shown.id, position: 2, paidCents: 7000 }),
    )
  })

  it('the right number with another charge waits for a person', async () => {
    await sent('124')
    const shown = await post(tally, { trace: 'CHARGE', claims: [answer('124', [[9000, 9000]])] })
    expect(shown).toMatchObject({
      status: 'posted',
      claims: [{ outcome: 'unmatched', because: 'claim/charge-differs' }],
    })
    expect(await balances(tally, receivable('124'))).toEqual({ [receivable('124')]: 10000 })
  })

  it('the same payment with other content is kept and not posted', async () => {
    await sent('125')
    await post(tally, { trace: 'TWICE', claims: [answer('125', [[10000, 8000, ['CO', '45', 2000]]])] })
    const before = await postingCount(tally)
    const shown = await post(tally, {
      trace: 'TWICE',
      claims: [answer('125', [[10000, 7000, ['CO', '45', 3000]]])],
    })
    expect(shown).toMatchObject({ status: 'quarantined', because: 'remittance/trace-conflict' })
    expect(await postingCount(tally)).toBe(before)
  })

  it('the same payment that was counted first and stored last is not posted either', async () => {
    await sent('129')
    const paidBy = (paid: number) => ({
      ...{ trace: 'RACE' },
      claims: [answer('129', [[10000, paid, ['CO', '45', 10000 - paid]]])],
    })
    const next = async (sql: string) => (await tally.sql<{ at: string }>(sql))[0]?.at
    const sequence = "pg_get_serial_sequence('era_posting.remittance', 'arrival')"
    const first = await next(`select nextval(${sequence}) as at`)
    await post(tally, paidBy(8000))
    const last = await next(`select nextval(${sequence}) as at`)
    const before = await postingCount(tally)
    await tally.sql(`select setval(${sequence}, ${first}, false)`)
    const shown = await post(tally, paidBy(7000))
    expect(shown).toMatchObject({ status: 'quarantined', because: 'remittance/trace-conflict' })
    await tally.sql(`select setval(${sequence}, ${last}, true)`)
    expect(await postingCount(tally)).toBe(before)
  })

  it('a claim that was learned of while its payment looked for it, so that neither saw the other, is matched soon', async () => {
    const visit = { id: '1279', lines: [{ code: '97110', charge: 10000 }] }
    await say(tally, [captured(visit)])
    const claims = [answer('1279', [[10000, 8000, ['CO', '45', 2000]]])]
    const shown = await post(tally, { trace: 'CROSSED', claims })
    expect(shown.claims).toMatchObject([{ outcome: 'unmatched', because: 'claim/not-found' }])
    // What learned of the claim did not see the payment's row, so it left no mark on it.
    const marks = 'update era_posting.remittance_claim set look_again_at = $1 where remittance_id = $2'
    const [row] = await tally.sql(
      'select look_again_at::text from era_posting.remittance_claim where remittance_id = $1',
      [shown.id],
    )
    await tally.sql('update era_posting.remittance_claim set look_again_at = null where remittance_id = $1', [
      shown.id,
    ])
    await tally.sql(`create function era_posting.blind() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger blind before update on era_posting.remittance_claim for each row execute function era_posting.blind()`)
    await say(tally, [submitted(visit)])
    await tally.sql('drop trigger blind on era_posting.remittance_claim')
    await tally.sql(marks, [row?.look_again_at, shown.id])
    clock.advance(6_000)
    const now = async () => (await tally.call('GET', `/v1/remittances/${shown.id}`)).json
    await expect.poll(async () => (await now()).claims[0].outcome).toBe('posted')
    expect(await balances(tally, `unmatched:${shown.id}`)).toEqual({})
  })

  it('a claim whose submission comes behind its payment is matched then', async () => {
    const visit = { id: '126', lines: [{ code: '97110', charge: 10000 }] }
    await say(tally, [captured(visit)])
    const shown = await post(tally, {
      trace: 'EARLY',
      claims: [answer('126', [[10000, 8000, ['CO', '45', 2000]]])],
    })
    expect(shown).toMatchObject({
      unmatchedCents: 8000,
      claims: [{ outcome: 'unmatched', because: 'claim/not-found' }],
    })
    await say(tally, [submitted(visit)])
    const now = async () => (await tally.call('GET', `/v1/remittances/${shown.id}`)).json
    await expect.poll(async () => (await now()).claims[0].outcome).toBe('posted')
    expect(await now()).toMatchObject({ unmatchedCents: 0, matchedCount: 1 })
    expect(await balances(tally, receivable('126'))).toEqual({})
    expect(await balances(tally, `unmatched:${shown.id}`)).toEqual({})
    expect(await types('126')).toEqual(['1 payment.posted.v1', '2 claim.settled.v1'])
    expect((await tally.call('GET', `/v1/remittances/${shown.id}/proof`)).json).toMatchObject({
      clears: true,
    })
  })

  it('nor is one whose charges were not heard yet', async () => {
    const visit = { id: '127', lines: [{ code: '97110', charge: 10000 }] }
    await say(tally, [submitted(visit)])
    const shown = await post(tally, {
      trace: 'SOONER',
      claims: [answer('127', [[10000, 8000, ['CO', '45', 2000]]])],
    })
    expect(shown.claims).toMatchObject([{ outcome: 'unmatched', because: 'claim/not-charged' }])
    await say(tally, [captured(visit)])
    const outcome = async () =>
      (await tally.call('GET', `/v1/remittances/${shown.id}`)).json.claims[0].outcome
    await expect.poll(outcome).toBe('posted')
    expect(await balances(tally, receivable('127'))).toEqual({})
  })

  it('nor is a corrected one whose added line was not heard yet', async () => {
    const one = { id: '128', lines: [{ code: '97110', charge: 10000 }] }
    const two = { ...one, version: 2, lines: [...one.lines, { code: '97110', charge: 5000 }] }
    await say(tally, [captured(one), submitted(one), submitted(two, 1, 2)])
    const shown = await post(tally, {
      trace: 'SOONERTWO',
      claims: [
        {
          ...answer('128', [
            [10000, 8000, ['CO', '45', 2000]],
            [5000, 5000],
          ]),
          number: claimNumber('128', 1, 2),
        },
      ],
    })
    expect(shown.claims).toMatchObject([{ outcome: 'unmatched', because: 'claim/not-charged' }])
    await say(tally, [captured(two)])
    const outcome = async () =>
      (await tally.call('GET', `/v1/remittances/${shown.id}`)).json.claims[0].outcome
    await expect.poll(outcome).toBe('posted')
    expect(await balances(tally, receivable('128'))).toEqual({})
  })
})

describe('at the provider’s level', () => {
  it('what is carried forward is closed by the next remittance; interest is income', async () => {
    await sent('131')
    const forward = ['FB', 'NOPAY1', -4000] as const
    const opened = await post(tally, { trace: 'NOPAY1', provider: [['WO', 'ICN OLD', 4000], forward] })
    expect(opened).toMatchObject({ status: 'posted', paymentCents: 0, providerLevelCents: 0 })
    const account = opened.providerAdjustments[1].account
    expect(opened.providerAdjustments[1]).toMatchObject({
      code: 'FB',
      reference: 'NOPAY1',
      amountCents: -4000,
    })
    expect(account).toMatch(/^recoupment:12345:[0-9a-f]{26}$/)
    expect((await balances(tally, 'recoupment:'))[account]).toBe(-4000)
    const closed = await post(tally, {
      ...{ trace: 'NEXT', claims: [answer('131', [[10000, 10000]])] },
      provider: [
        ['FB', 'NOPAY1', 4000],
        ['L6', 'ICN131', -255],
        ['CS', 'CARE', -100],
      ],
    })
    expect(closed).toMatchObject({ status: 'posted', paymentCents: 6355, providerLevelCents: 3645 })
    expect((await balances(tally, 'recoupment:'))[account]).toBeUndefined()
    expect(await balances(tally, 'interest:')).toEqual({ 'interest:12345': -255 })
    expect(await balances(tally, 'provider-level:')).toEqual({ 'provider-level:CS:12345': -100 })
    expect(await balances(tally, 'clearing:')).toEqual({})
  })
})

it('everything of this test together: nothing from nothing, and every invariant holds', async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})
