import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { balanceOf } from './posting.ts'
import { negated, type Original, originalOf, reverseClaim } from './reverse-claim.ts'
import { type SampleClaim, sampleRead } from './sample-remittance.ts'

function read(claim: Partial<SampleClaim> = {}) {
  const reversal = {
    number: 'A',
    status: '22',
    charge: -10000,
    paid: -8000,
    adjustments: [['CO', '45', -2000]] as const,
  }
  const [answered] = sampleRead({ payment: 0, claims: [{ ...reversal, ...claim }] }).claims
  if (!answered) throw new Error('the sample has a claim')
  return answered
}

const original = (remittanceId: string, changes: Partial<Original> = {}): Original => ({
  ...{
    remittanceId,
    position: 3,
    coverageOrder: null,
    chargeCents: 10000,
    paidCents: 8000,
    samePayerNumber: false,
    reversed: false,
    silent: false,
    again: false,
  },
  ...changes,
})

describe('a reversal takes back', () => {
  it.each<[string, Original[], string]>([
    ['the one that it negates', [original('R1')], 'R1'],
    ['the newest of those', [original('R1'), original('R2')], 'R2'],
    [
      'the one with its payer’s number, however old',
      [original('R1', { samePayerNumber: true }), original('R2')],
      'R1',
    ],
    ['the one that still stands', [original('R1'), original('R2', { reversed: true })], 'R1'],
    [
      'the payment alone of what was paid twice, whichever is named',
      [original('R1', { samePayerNumber: true }), original('R2', { again: true }), original('R3')],
      'R2',
    ],
    [
      'not a payment alone of another amount',
      [original('R1', { samePayerNumber: true }), original('R2', { again: true, paidCents: 7900 })],
      'R1',
    ],
    ['none when none is known', [], 'reversal/original-unknown'],
    ['none twice', [original('R1', { reversed: true })], 'reversal/original-unknown'],
    ['none of another payment', [original('R1', { paidCents: 7900 })], 'reversal/not-its-original'],
    ['none of another charge', [original('R1', { chargeCents: 9900 })], 'reversal/not-its-original'],
    [
      'not another one where the payer’s number names one that it does not negate',
      [original('R1', { samePayerNumber: true, paidCents: 7900 }), original('R2')],
      'reversal/not-its-original',
    ],
  ])('%s', (_, originals, expected) => {
    const found = originalOf(read(), originals)
    expect(typeof found === 'string' ? found : found.remittanceId).toBe(expected)
  })

  it('nothing when its amounts are not negative', () => {
    const positive = read({ charge: 10000, paid: 8000, adjustments: [['CO', '45', 2000]] })
    expect(originalOf(positive, [original('R1')])).toBe('reversal/not-negative')
  })
})

describe('the mirror', () => {
  const posted = [
    { id: 7, debit: 'clearing:R1', credit: 'receivable:payer:L1:1', cents: cents(8000), key: 'a' },
    { id: 8, debit: 'adjustment:contractual', credit: 'receivable:payer:L1:1', cents: cents(2000), key: 'b' },
    { id: 9, debit: 'receivable:payer:L1:1', credit: 'adjustment:contractual', cents: cents(50), key: 'c' },
  ]
  const mirrored = reverseClaim(posted, {
    ...{
      paidFrom: ['clearing:R1', 'unmatched:R1:3'],
      paidTo: 'clearing:R2',
      key: 'remittance/R2/5',
      position: 5,
    },
  })

  it('swaps both ends, with the clearing account of the remittance that brings it', () => {
    expect(mirrored).toEqual([
      {
        debit: 'receivable:payer:L1:1',
        credit: 'clearing:R2',
        cents: 8000,
        key: 'remittance/R2/5/reverses-7',
        position: 5,
        reverses: 7,
      },
      {
        debit: 'receivable:payer:L1:1',
        credit: 'adjustment:contractual',
        cents: 2000,
        key: 'remittance/R2/5/reverses-8',
        position: 5,
        reverses: 8,
      },
      {
        debit: 'adjustment:contractual',
        credit: 'receivable:payer:L1:1',
        cents: 50,
        key: 'remittance/R2/5/reverses-9',
        position: 5,
        reverses: 9,
      },
    ])
  })

  it('leaves every account but the clearing ones where it was', () => {
    const both = [...posted, ...mirrored]
    for (const account of ['receivable:payer:L1:1', 'adjustment:contractual'])
      expect(balanceOf(account, both)).toBe(0)
    expect([balanceOf('clearing:R1', both), balanceOf('clearing:R2', both)]).toEqual([8000, -8000])
  })

  it('takes the account where a payment had waited for its clearing account too', () => {
    const late = [
      { id: 4, debit: 'unmatched:R1:3', credit: 'receivable:payer:L1:1', cents: cents(8000), key: 'd' },
    ]
    const [only] = reverseClaim(late, {
      paidFrom: ['clearing:R1', 'unmatched:R1:3'],
      paidTo: 'clearing:R2',
      key: 'k',
      position: 1,
    })
    expect(only).toMatchObject({ debit: 'receivable:payer:L1:1', credit: 'clearing:R2' })
  })
})

it('negated says what is taken back, at both levels', () => {
  const line = { code: '97110', charge: -10000, paid: -8000, adjustments: [['CO', '45', -2000]] as const }
  expect(negated(read({ patient: -500, adjustments: [], lines: [line] }))).toMatchObject({
    ...{ chargeCents: 10000, paidCents: 8000, patientCents: 500 },
    lines: [
      {
        chargeCents: 10000,
        paidCents: 8000,
        adjustments: [{ group: 'CO', reason: '45', amountCents: 2000 }],
      },
    ],
  })
})
