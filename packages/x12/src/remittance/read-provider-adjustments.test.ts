/** PLB: what is no adjustment is left out and refused, for the payment hangs on it (x12.md 2.6, 7.7). */
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { brief, filePaying } from './sample-remittance.ts'

function adjustmentsOf(plb: string) {
  const { transactions, findings } = readRemittances(filePaying('0', plb))
  return {
    adjustments: transactions[0]?.providerAdjustments ?? [],
    said: brief(findings).filter((one) => !one.includes('out-of-balance')),
    verdict: transactions[0]?.verdict,
  }
}

test('one says whose it is, of which day, why, of what, how much and where', () => {
  expect(adjustmentsOf('PLB*1234567893*20261231*WO:ICN1*0').adjustments).toEqual([
    {
      ...{ providerId: '1234567893', fiscalDate: '2026-12-31', reason: 'WO', reference: 'ICN1' },
      ...{ amountCents: 0, segment: 6 },
    },
  ])
})

describe('what is left out is not made up:', () => {
  test.each([
    ['the provider', 'PLB**20261231*WO:A*0', { providerId: '', reference: 'A' }],
    ['the day', 'PLB*1**WO:A*0', { providerId: '1', fiscalDate: null }],
    ['the reference', 'PLB*1**WO*0', { reason: 'WO', reference: '' }],
    ['a reference that is empty', 'PLB*1**WO:*0', { reason: 'WO', reference: '' }],
    ['half of a reference', 'PLB*1**WO::B*0', { reason: 'WO', reference: 'B' }],
    ['the first pair', 'PLB*1*20261231***WO:B*0', { reason: 'WO', reference: 'B' }],
  ])('%s', (_, plb, expected) => {
    const { adjustments, said } = adjustmentsOf(plb)
    expect(adjustments).toMatchObject([expected])
    expect(said).toEqual([])
  })
})

describe('refused is, and the others are read,', () => {
  test.each([
    ['an amount without a reason', 'PLB*1*20261231**5', [], ['error provider-adjustment/no-reason 6 3']],
    ['a reference without a reason', 'PLB*1*20261231*:A*5', [], ['error provider-adjustment/no-reason 6 3']],
    ['a reason without an amount', 'PLB*1*20261231*WO:A', [], ['error amount/missing 6 4']],
    ['an amount that is none', 'PLB*1*20261231*WO:A*5x', [], ['error amount/not-to-the-cent 6 4']],
    [
      'what has a reference alone',
      'PLB*1*20261231*:A',
      [],
      ['error amount/missing 6 4', 'error provider-adjustment/no-reason 6 3'],
    ],
    [
      'the second of three',
      'PLB*1*20261231*WO:A*1**2*CS:C*3',
      ['WO', 'CS'],
      ['error provider-adjustment/no-reason 6 5'],
    ],
  ])('%s', (_, plb, reasons, expected) => {
    const { adjustments, said, verdict } = adjustmentsOf(plb)
    expect(adjustments.map(({ reason }) => reason)).toEqual(reasons)
    expect(said).toEqual(expected)
    expect(verdict).toBe('quarantine')
  })
})

test.each([
  ['of which nothing comes is a notification', 'PLB*1*20261231*CS:A*0', 'notification-only'],
  ['that cancel each other move money', 'PLB*1*20261231*72:A*-5*WO:A*5', 'post'],
])('adjustments %s', (_, plb, expected) => {
  expect(adjustmentsOf(plb).verdict).toBe(expected)
})
