import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type ResolvedDenial, resolveDenial } from './resolve-denial.ts'

const denial: ResolvedDenial = {
  ...{ denialId: 'D', version: 3, resolution: 'written-off', because: 'denial/written-off' },
  ...{
    amountCents: cents(8000),
    patientId: 'pat_1',
    coverageOrder: 1,
    nextOrder: null,
    chargeLineIds: ['L1'],
    patientsOf: () => null,
  },
}

function told(
  changes: Partial<ResolvedDenial>,
  balances: Record<string, number> = { 'denied:open:L1:1': 8000 },
) {
  const held = new Map(Object.entries(balances).map(([account, amount]) => [account, cents(amount)]))
  return resolveDenial({ ...denial, ...changes }, held).map(
    ({ debit, credit, cents: amount }) => `${debit} <- ${credit} ${amount}`,
  )
}

const from = 'denied:open:L1:1'

describe('the open cents of a denial go', () => {
  it.each<[string, Partial<ResolvedDenial>, string]>([
    ['off when a person writes them off', {}, `write-off:denial <- ${from} 8000`],
    [
      'to the patient',
      { resolution: 'to-patient', patientsOf: () => cents(8000) },
      `receivable:patient:pat_1:L1 <- ${from} 8000`,
    ],
    [
      'to the patient, but what is group PR alone',
      { resolution: 'to-patient', patientsOf: () => cents(3000) },
      `receivable:patient:pat_1:L1 <- ${from} 3000`,
    ],
    [
      'to the next payer',
      { resolution: 'to-next-payer', nextOrder: 2 },
      `receivable:payer:L1:2 <- ${from} 8000`,
    ],
    [
      'back to this one where there is no next',
      { resolution: 'to-next-payer' },
      `receivable:payer:L1:1 <- ${from} 8000`,
    ],
    [
      'back when it is sent again',
      { resolution: 'resubmitted', because: 'denial/resubmitted' },
      `receivable:payer:L1:1 <- ${from} 8000`,
    ],
    [
      'back when a person closes it as none',
      { resolution: 'closed', because: 'denial/closed' },
      `receivable:payer:L1:1 <- ${from} 8000`,
    ],
    ['no further than is open', { amountCents: cents(9000) }, `write-off:denial <- ${from} 8000`],
    ['in part', { amountCents: cents(3000) }, `write-off:denial <- ${from} 3000`],
  ])('%s', (_, changes, posting) => {
    expect(told(changes)).toEqual([posting])
  })

  it('of the whole claim: from its lines by what is open on each, to the cent', () => {
    const open = { 'denied:open:L1:1': 3333, 'denied:open:L2:1': 6667, 'denied:open:L3:1': -500 }
    expect(told({ chargeLineIds: ['L1', 'L2', 'L3'], amountCents: cents(5000) }, open)).toEqual([
      'write-off:denial <- denied:open:L1:1 1667',
      'write-off:denial <- denied:open:L2:1 3333',
    ])
  })

  it('nowhere when nothing is open', () => {
    expect(told({}, { 'denied:open:L1:1': 0 })).toEqual([])
    expect(told({}, {})).toEqual([])
    expect(told({ amountCents: cents(0) })).toEqual([])
  })
})

describe('where the payer decided anew', () => {
  const anew = { resolution: 'paid', because: 'payment/no-longer-denied' } as const

  it('they fill what that decision left overdrawn', () => {
    expect(told(anew, { 'denied:open:L1:1': 8000, 'receivable:payer:L1:1': -8000 })).toEqual([
      'receivable:payer:L1:1 <- denied:open:L1:1 8000',
    ])
    expect(told(anew, { 'denied:open:L1:1': 8000, 'receivable:payer:L1:1': -3000 })).toEqual([
      'receivable:payer:L1:1 <- denied:open:L1:1 3000',
    ])
  })

  it('and what is open of the new decision stays open', () => {
    expect(
      told({ ...anew, resolution: 'closed' }, { 'denied:open:L1:1': 8000, 'receivable:payer:L1:1': 0 }),
    ).toEqual([])
  })
})

it('group CO never goes to the patient, whatever a person asks', () => {
  expect(told({ resolution: 'to-patient', patientsOf: () => cents(0) })).toEqual([])
  // Nor what may be CO: the answer is older than what is kept of it.
  expect(told({ resolution: 'to-patient', patientsOf: () => null })).toEqual([])
})
