/** CAS: what is no adjustment is left out and refused, for an equality needs it (x12.md 2.4, 7.7). */
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { brief, filePaying } from './sample-remittance.ts'

function adjustmentsOf(cas: string) {
  const { transactions, findings } = readRemittances(filePaying('0', 'CLP*P*25*0*0', cas))
  const adjustments = transactions[0]?.claims[0]?.adjustments.map(
    ({ group, reason, amountCents, quantity }) => `${group} ${reason} ${amountCents} ${quantity}`,
  )
  return { adjustments, said: brief(findings), verdict: transactions[0]?.verdict }
}

test.each([
  ['a first place that is empty', 'CAS*CO****96*2', ['CO 96 200 null']],
  ['a place that is empty between', 'CAS*CO*45*1*****96*2', ['CO 45 100 null', 'CO 96 200 null']],
  ['no place at all', 'CAS*CO', []],
  ['an amount as the last element', 'CAS*CO*45*1**96*2', ['CO 45 100 null', 'CO 96 200 null']],
  ['a quantity that is none', 'CAS*CO*45*1*x', ['CO 45 100 null']],
  ['halves of a unit', 'CAS*CO*45*1*1.5', ['CO 45 100 1.5']],
])('%s is nothing to be said', (_, cas, expected) => {
  expect(adjustmentsOf(cas)).toEqual({ adjustments: expected, said: [], verdict: 'notification-only' })
})

describe('refused is, and the others are read,', () => {
  test.each([
    ['a reason without a group', 'CAS**45*1', [], ['error adjustment/no-reason 7 2']],
    ['an amount without a reason', 'CAS*CO**1', [], ['error adjustment/no-reason 7 2']],
    ['an amount without either', 'CAS***1', [], ['error adjustment/no-reason 7 2']],
    ['a reason without an amount', 'CAS*CO*45', [], ['error amount/missing 7 3']],
    ['an amount that is none', 'CAS*CO*45*1.005', [], ['error amount/not-to-the-cent 7 3']],
    [
      'the second of three',
      'CAS*CO*45*1***2**96*3',
      ['CO 45 100 null', 'CO 96 300 null'],
      ['error adjustment/no-reason 7 5'],
    ],
    [
      'what has neither group nor amount',
      'CAS**45',
      [],
      ['error amount/missing 7 3', 'error adjustment/no-reason 7 2'],
    ],
  ])('%s', (_, cas, adjustments, said) => {
    expect(adjustmentsOf(cas)).toEqual({ adjustments, said, verdict: 'quarantine' })
  })
})
