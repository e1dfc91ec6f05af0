/** Every equality with both its sides, and which of them are left out (x12.md 2.5). */
import { describe, expect, test } from 'vitest'
import { equalitiesOf } from './prove.ts'
import { readRemittances } from './read-remittances.ts'
import { filePaying } from './sample-remittance.ts'

function equalities(payment: string, ...segments: readonly string[]) {
  const [only] = readRemittances(filePaying(payment, ...segments)).transactions
  if (!only) throw new Error('the file holds an ST')
  return equalitiesOf(only).map(
    ({ level, equation, claim, line, leftCents, rightCents, holds }) =>
      `${level} ${claim} ${line}: ${equation} ${leftCents} ${holds ? '=' : '≠'} ${rightCents}`,
  )
}

const line = ['SVC*HC:97110*10*6', 'CAS*PR*2*4']

describe('the equalities', () => {
  test.each([
    [
      'of a claim with lines',
      ['CLP*P*1*30*20*5', 'CAS*OA*23*1', ...line, 'SVC*HC:97140*20*15', 'CAS*CO*45*4'],
      [
        'line 1 1: line 600 = 600',
        'line 1 2: line 1600 ≠ 1500',
        'claim 1 null: claim 2100 ≠ 2000',
        'claim 1 null: claim-charges 3000 = 3000',
        'claim 1 null: claim-payments 2000 = 2000',
        'claim 1 null: claim-patient 500 ≠ 400',
        'transaction null null: transaction 2000 = 2000',
      ],
    ],
    [
      'of a claim without lines',
      ['CLP*P*1*20*20*0'],
      [
        'claim 1 null: claim 2000 = 2000',
        'claim 1 null: claim-patient 0 = 0',
        'transaction null null: transaction 2000 = 2000',
      ],
    ],
    [
      'of a claim that says nothing of its patient',
      ['CLP*P*1*20*20'],
      ['claim 1 null: claim 2000 = 2000', 'transaction null null: transaction 2000 = 2000'],
    ],
    [
      'of a predetermination: its lines alone',
      ['CLP*P*25*99*20*7', ...line],
      ['line 1 1: line 600 = 600', 'transaction null null: transaction 2000 = 2000'],
    ],
    [
      'of a reversal: not its CLP05',
      ['CLP*P*22*-20*-20*-7', 'PLB*1**CS*-40'],
      ['claim 1 null: claim -2000 = -2000', 'transaction null null: transaction 2000 = 2000'],
    ],
    [
      'of provider adjustments, which are taken away',
      ['PLB*1**WO:A*5*CS*-30'],
      ['transaction null null: transaction 2000 ≠ 2500'],
    ],
  ])('%s', (_, segments, expected) => {
    expect(equalities('20', ...segments)).toEqual(expected)
  })

  test('of a payment that could not be read: none', () => {
    expect(equalities('x', 'CLP*P*1*20*20')).toEqual(['claim 1 null: claim 2000 = 2000'])
  })
})
