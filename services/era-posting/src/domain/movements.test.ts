import { type Cents, cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { balancesIn, kindOf, movementsOn, moveOn } from './movements.ts'
import type { Posting } from './posting.ts'

const posting = (debit: string, credit: string, amount: number): Posting => {
  return { debit, credit, cents: cents(amount), key: `${debit}/${credit}` }
}
const [owed, denied] = ['receivable:payer:L1:1', 'denied:open:L1:1']
const of = (...moved: readonly [string, number][]) =>
  new Map(moved.map(([kind, amount]) => [kind, cents(amount)]))

it.each([
  ['clearing:R1', 'clearing'],
  ['adjustment:contractual', 'adjustment'],
  ['receivable:payer:L1:1', 'receivable:payer'],
  ['receivable:patient:P1:L1', 'receivable:patient'],
  ['revenue', 'revenue'],
])('%s is of the kind %s', (account, kind) => {
  expect(kindOf(account)).toBe(kind)
})

describe('what left an account', () => {
  it('less what came is not there any more: its balance', () => {
    const movements = new Map([
      [owed, of(['revenue', -10_000], ['clearing', 8_000])],
      [denied, of()],
    ])
    expect(balancesIn(movements)).toEqual(
      new Map([
        [owed, 2_000],
        [denied, 0],
      ]),
    )
  })

  it('is told of the accounts that were asked for alone, those of which nothing left as well', () => {
    const movements = new Map([
      [owed, of(['revenue', -10_000])],
      ['receivable:payer:L2:1', of(['revenue', -1])],
    ])
    expect(movementsOn(movements, [owed, denied])).toEqual(
      new Map([
        [owed, of(['revenue', -10_000])],
        [denied, of()],
      ]),
    )
  })

  it('is moved on by postings of either side, and of no account that was not asked for', () => {
    const movements = new Map<string, Map<string, Cents>>([
      [owed, of(['revenue', -10_000])],
      [denied, of()],
    ])
    moveOn(movements, [
      posting('clearing:R1', owed, 7_000),
      posting('adjustment:contractual', owed, 1_000),
      posting('adjustment:mppr', owed, 500),
      posting(denied, owed, 1_500),
      posting('receivable:payer:L2:1', 'revenue', 99),
    ])
    expect(movements).toEqual(
      new Map([
        [owed, of(['revenue', -10_000], ['clearing', 7_000], ['adjustment', 1_500], ['denied', 1_500])],
        [denied, of(['receivable:payer', -1_500])],
      ]),
    )
    expect(balancesIn(movements).get(owed)).toBe(0)
  })
})
