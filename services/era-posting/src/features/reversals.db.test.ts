import { denialResolved } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post, postingCount, told } from './sample-posting.ts'
import { captured, claimId, claimNumber, dayId, lineId, patientId, say, submitted } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())

async function sent(id: string): Promise<void> {
  const visit = { id, lines: [{ code: '97110', charge: 10000 }] }
  await say(tally, [captured(visit), submitted(visit)])
}

/** One line of 100 dollars; `paid` below 0 takes back what was paid by the same words. */
function answer(id: string, paid: number, words: string, more: Partial<SampleClaim> = {}): SampleClaim {
  const adjustments = words.split(', ').map((each) => {
    const [group = '', reason = '', amount = '0'] = each.split(' ')
    return [group, reason, Number(amount)] as const
  })
  const charge = paid + adjustments.reduce((sum, [, , amount]) => sum + amount, 0)
  const line = { code: '97110', charge, paid, adjustments, control: lineId(id, 1) }
  return { number: claimNumber(id), charge, paid, lines: [line], ...more }
}

const takenBack = (id: string, paid: number, words: string, more: Partial<SampleClaim> = {}) => {
  const negated = words.replace(/(\d+)(?=,|$)/g, '-$1')
  return answer(id, -paid, negated, { status: '22', ...more })
}

const receivable = (id: string) => `receivable:payer:${lineId(id, 1)}:1`
const denied = (id: string) => `denied:open:${lineId(id, 1)}:1`
const ofVisit = async (id: string) => {
  const all = await balances(tally)
  return Object.fromEntries(Object.entries(all).filter(([account]) => account.includes(lineId(id, 1))))
}
const nothingLeft = async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
}

function resolved(id: string, version: number, resolution: string, because: string, amountCents: number) {
  const denialId = claimId(`D${id}`)
  return saying(denialResolved, {
    ...{ subject: denialId, sequence: version, correlationId: dayId(id) },
    data: {
      ...{
        denialId,
        version,
        claimId: claimId(id),
        treatmentDayId: dayId(id),
        coverageOrder: 1,
        payerId: '12345',
      },
      ...{ patientId: patientId(id), chargeLineId: lineId(id, 1), amountCents, because },
      resolution: resolution as 'closed',
    },
  })
}

describe('a reversal', () => {
  it('with its correction in one remittance: the mirror, linked, then the new answer', async () => {
    await sent('201')
    const words = 'CO 45 2000, PR 2 1600'
    const first = await post(tally, {
      trace: 'R201A',
      claims: [answer('201', 6400, words, { payerNumber: 'ICN201' })],
    })
    const second = await post(tally, {
      trace: 'R201B',
      claims: [
        takenBack('201', 6400, words, { payerNumber: 'ICN201' }),
        answer('201', 8000, 'CO 45 2000', { payerNumber: 'ICN201X' }),
      ],
    })
    expect(second).toMatchObject({
      ...{ status: 'posted', paymentCents: 1600, unmatchedCents: 0, matchedCount: 2 },
      claims: [
        { outcome: 'reversed', reverses: { remittanceId: first.id, position: 1 } },
        { outcome: 'posted', reverses: null },
      ],
    })
    expect(await ofVisit('201')).toEqual({})
    const mirrors = await tally.sql(
      `select m.amount_cents = o.amount_cents as same, m.debit_account = o.credit_account as debit
       from era_posting.posting m join era_posting.posting o on o.id = m.reverses`,
    )
    expect(mirrors).toHaveLength(3)
    expect(mirrors.every(({ same, debit }) => same === true && debit === true)).toBe(true)
    expect(await told(tally, '201')).toMatchObject([
      { type: 'payment.posted.v1', sequence: 1 },
      { type: 'claim.settled.v1', sequence: 2 },
      {
        ...{ type: 'payment.reversed.v1', sequence: 3 },
        data: {
          ...{ reversesRemittanceId: first.id, remittanceId: second.id, status: '22' },
          ...{ chargeCents: 10000, paidCents: 6400, toPatientCents: 1600 },
          lines: [{ chargeLineId: lineId('201', 1), paidCents: 6400, toPatientCents: 1600 }],
        },
      },
      { type: 'payment.posted.v1', sequence: 4, data: { openCents: 0 } },
      {
        type: 'claim.settled.v1',
        sequence: 5,
        data: { paidCents: 8000, adjustedCents: 2000, toPatientCents: 0 },
      },
    ])
    await nothingLeft()
  })

  it('without a correction is a take-back: the claim is owed again, the excess carried forward', async () => {
    await sent('202')
    await post(tally, { trace: 'R202A', claims: [answer('202', 8000, 'CO 45 2000')] })
    const back = await post(tally, {
      trace: 'R202B',
      claims: [takenBack('202', 8000, 'CO 45 2000')],
      provider: [['FB', 'R202B', -8000]],
    })
    expect(back).toMatchObject({ status: 'posted', paymentCents: 0 })
    expect(await ofVisit('202')).toEqual({ [receivable('202')]: 10000 })
    expect(await balances(tally, 'clearing:')).toEqual({})
    await nothingLeft()
  })

  it('before its original waits, and takes it back once that came', async () => {
    await sent('203')
    const more = { payerNumber: 'ICN203' }
    const back = await post(tally, {
      ...{ trace: 'R203B', claims: [takenBack('203', 8000, 'CO 45 2000', more)] },
      provider: [['FB', 'R203B', -8000]],
    })
    expect(back).toMatchObject({
      unmatchedCents: -8000,
      claims: [{ outcome: 'unmatched', because: 'reversal/original-unknown' }],
    })
    expect(await ofVisit('203')).toEqual({ [receivable('203')]: 10000 })
    const first = await post(tally, { trace: 'R203A', claims: [answer('203', 8000, 'CO 45 2000', more)] })
    const shown = async () => (await tally.call('GET', `/v1/remittances/${back.id}`)).json
    await expect.poll(async () => (await shown()).claims[0].outcome).toBe('reversed')
    expect((await shown()).claims[0].reverses).toEqual({ remittanceId: first.id, position: 1 })
    expect(await shown()).toMatchObject({ unmatchedCents: 0 })
    expect(await ofVisit('203')).toEqual({ [receivable('203')]: 10000 })
    expect(await balances(tally, `unmatched:${back.id}`)).toEqual({})
    await nothingLeft()
  })

  it('takes an original back once, and never one that it does not negate', async () => {
    await sent('204')
    await post(tally, { trace: 'R204A', claims: [answer('204', 8000, 'CO 45 2000')] })
    const balance = { provider: [['FB', 'X', -8000] as const] }
    const other = await post(tally, {
      trace: 'R204B',
      claims: [takenBack('204', 7000, 'CO 45 3000')],
      provider: [['FB', 'X', -7000]],
    })
    expect(other.claims).toMatchObject([{ outcome: 'unmatched', because: 'reversal/not-its-original' }])
    const first = await post(tally, {
      trace: 'R204C',
      claims: [takenBack('204', 8000, 'CO 45 2000')],
      ...balance,
    })
    expect(first.claims).toMatchObject([{ outcome: 'reversed' }])
    const second = await post(tally, {
      trace: 'R204D',
      claims: [takenBack('204', 8000, 'CO 45 2000')],
      ...balance,
    })
    expect(second.claims).toMatchObject([{ outcome: 'unmatched', because: 'reversal/original-unknown' }])
    expect(await ofVisit('204')).toEqual({ [receivable('204')]: 10000 })
    await nothingLeft()
  })

  it('of a denial takes back what people decided on it, too', async () => {
    await sent('205')
    const more = { payerNumber: 'ICN205' }
    await post(tally, { trace: 'R205A', claims: [answer('205', 0, 'CO 45 2000, CO 16 8000', more)] })
    await say(tally, [resolved('205', 2, 'written-off', 'denial/written-off', 8000)])
    expect((await ofVisit('205'))[denied('205')]).toBeUndefined()
    await post(tally, {
      trace: 'R205B',
      claims: [takenBack('205', 0, 'CO 45 2000, CO 16 8000', more), answer('205', 8000, 'CO 45 2000')],
    })
    expect(await ofVisit('205')).toEqual({})
    expect((await balances(tally, 'write-off:'))['write-off:denial']).toBeUndefined()
    await nothingLeft()
  })
})

describe('a denial that is worked', () => {
  it.each([
    ['written-off', 'denial/written-off', { 'write-off:denial': 10000 }],
    ['to-patient', 'denial/billed-to-patient', {}],
  ])('%s settles its claim', async (resolution, because, expected) => {
    const id = resolution === 'written-off' ? '211' : '212'
    await sent(id)
    const words = resolution === 'to-patient' ? 'PR 119 10000' : 'CO 29 10000'
    await post(tally, { trace: `D${id}`, claims: [answer(id, 0, words)] })
    expect(await ofVisit(id)).toEqual({ [denied(id)]: 10000 })
    await say(tally, [resolved(id, 2, resolution, because, 10000)])
    expect(await balances(tally, 'write-off:')).toMatchObject(expected)
    const patient = `receivable:patient:${patientId(id)}:${lineId(id, 1)}`
    expect(await ofVisit(id)).toEqual(resolution === 'to-patient' ? { [patient]: 10000 } : {})
    expect((await told(tally, id)).at(-1)).toMatchObject({
      ...{ type: 'claim.settled.v1', sequence: 2 },
      data: {
        because: 'denial/resolved',
        paidCents: 0,
        writtenOffCents: resolution === 'written-off' ? 10000 : 0,
      },
    })
    const before = await postingCount(tally)
    await say(tally, [
      resolved(id, 2, resolution, because, 10000),
      resolved(id, 1, 'closed', 'denial/closed', 10000),
    ])
    expect(await postingCount(tally)).toBe(before)
  })

  it('of group CO never goes to the patient: it stays open', async () => {
    await sent('215')
    await post(tally, { trace: 'D215', claims: [answer('215', 0, 'CO 29 7000, PR 119 3000')] })
    await say(tally, [resolved('215', 2, 'to-patient', 'denial/billed-to-patient', 10000)])
    const patient = `receivable:patient:${patientId('215')}:${lineId('215', 1)}`
    expect(await ofVisit('215')).toEqual({ [denied('215')]: 7000, [patient]: 3000 })
    // Asked for once more, as by a second denial of the line: what was his has moved already.
    await say(tally, [resolved('215', 3, 'to-patient', 'denial/billed-to-patient', 10000)])
    expect(await ofVisit('215')).toEqual({ [denied('215')]: 7000, [patient]: 3000 })
    await nothingLeft()
  })

  it('sent again is owed by the payer again, whose new answer finds it there', async () => {
    await sent('213')
    await post(tally, { trace: 'D213A', claims: [answer('213', 0, 'CO 16 10000')] })
    await say(tally, [resolved('213', 2, 'resubmitted', 'denial/resubmitted', 10000)])
    expect(await ofVisit('213')).toEqual({ [receivable('213')]: 10000 })
    await post(tally, { trace: 'D213B', claims: [answer('213', 8000, 'CO 45 2000')] })
    expect(await ofVisit('213')).toEqual({})
    await nothingLeft()
  })

  it('by the payer’s own new decision moves nothing twice', async () => {
    await sent('214')
    await post(tally, { trace: 'D214A', claims: [answer('214', 0, 'CO 16 10000')] })
    await post(tally, { trace: 'D214B', claims: [answer('214', 0, 'CO 197 10000')] })
    expect(await ofVisit('214')).toEqual({ [denied('214')]: 10000 })
    await say(tally, [resolved('214', 2, 'closed', 'payment/denied-for-another-reason', 10000)])
    expect(await ofVisit('214')).toEqual({ [denied('214')]: 10000 })
    await nothingLeft()
  })
})
