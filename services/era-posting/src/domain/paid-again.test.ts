/** Postings as `from>to cents`, taken apart by commas: the payer at order 1 of line L. */
import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { isPaidAgain, paymentsAmong } from './paid-again.ts'
import { type Posting, post } from './posting.ts'

const accounts: Readonly<Record<string, string>> = {
  ...{ st1: 'clearing:R1', st2: 'clearing:R2', waits: 'unmatched:R1:3', owed: 'receivable:payer:L:1' },
  ...{ co: 'adjustment:contractual', pi: 'adjustment:payer-initiated', denied: 'denied:open:L:1' },
  ...{ patient: 'receivable:patient:P:L', next: 'receivable:payer:L:2' },
}

function postings(words: string): readonly Posting[] {
  return words.split(', ').flatMap((each, index) => {
    const [way = '', amount] = each.split(' ')
    const [from = '', to = ''] = way.split('>')
    return post(accounts[to] ?? to, accounts[from] ?? from, cents(Number(amount)), `K/${index}`)
  })
}

const first = 'owed>st1 6400, owed>co 2000, owed>patient 1600'

describe('it was paid before', () => {
  it.each([
    ['to the cent', [first], 'owed>st2 6400, owed>co 2000, owed>patient 1600', true],
    ['in another order', [first], 'owed>patient 1600, owed>st2 6400, owed>co 2000', true],
    ['out of what waited', ['owed>waits 6400, owed>co 2000, owed>patient 1600'], first, true],
    ['when another payer was next', ['owed>st1 6400, owed>co 2000, owed>next 1600'], first, true],
    ['by one of several', ['owed>st1 100', first], first, true],
    [
      'with an adjustment that adds to it',
      ['owed>st1 10300, co>owed 300'],
      'owed>st2 10300, co>owed 300',
      true,
    ],
    ['not to another amount', [first], 'owed>st2 6500, owed>co 1900, owed>patient 1600', false],
    ['not with another adjustment', [first], 'owed>st2 6400, owed>pi 2000, owed>patient 1600', false],
    ['not with another share', [first], 'owed>st2 6400, owed>co 3600', false],
    ['not by its payment alone', ['owed>st1 6400'], first, false],
    ['not by nothing', [], first, false],
  ])('%s: %#', (_, earlier, words, expected) => {
    expect(isPaidAgain(postings(words), earlier.map(postings), 1)).toBe(expected)
  })
})

it('of what is paid again the payment alone is posted', () => {
  expect(paymentsAmong(postings(first), 'clearing:R1')).toEqual(postings('owed>st1 6400'))
})
