import { type Cents, cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { isFederal, overpaidCents, returnDueOn } from './overpayment.ts'

/** `L1 revenue -10000 clearing 8000`: what left the receivable of a line, by the kind of account that it went to. */
const movedFrom = (words: string) => {
  const moved = new Map<string, Map<string, Cents>>()
  for (const line of words.split(', ')) {
    const [account = '', ...kinds] = line.split(' ')
    const of = new Map<string, Cents>()
    for (let at = 0; at < kinds.length; at += 2) of.set(kinds[at] ?? '', cents(Number(kinds[at + 1])))
    moved.set(account.includes(':') ? account : `receivable:payer:${account}:1`, of)
  }
  return (account: string) => moved.get(account) ?? new Map()
}

describe('more was paid than was owed', () => {
  it.each([
    ['nothing', 'L1', 0],
    ['an open line', 'L1 revenue -10000', 0],
    ['a line that was paid', 'L1 revenue -10000 clearing 8000 adjustment 2000', 0],
    ['a line that was paid in full and more', 'L1 revenue -10000 clearing 10500', 500],
    ['a line below 0 beside an open one', 'L1 revenue -10000 clearing 10500, L2 revenue -900', 500],
    ['two below 0', 'L1 clearing 500, L2 clearing 1', 501],
    ['a refusal on top of an answer', 'L1 clearing 500, denied:open:L1:1 receivable:payer -500', 0],
    ['another payer’s line', 'receivable:payer:L1:2 clearing 500', 0],
    // Paid 80, CO 45 20, and the visit is void: the 20 were never paid.
    ['a void line', 'L1 revenue 0 clearing 8000 adjustment 2000', 8000],
    [
      'one whose patient’s share stands elsewhere',
      'L1 clearing 6400 adjustment 2000 receivable:patient 1600',
      6400,
    ],
    ['a charge that was lowered', 'L1 revenue -7000 clearing 8000 adjustment 2000', 3000],
    ['adjustments alone', 'L1 receivable:payer -1600 adjustment 5000', 0],
    ['a payment that waited in unmatched', 'L1 unmatched 8000', 8000],
    ['one of which a part went back', 'L1 clearing 8000 adjustment 2000 refund -3000', 5000],
    ['one that the payer took back', 'L1 clearing 0 adjustment 2000', 0],
  ])('%s', (_, words, expected) => {
    expect(overpaidCents(['L1', 'L2'], 1, movedFrom(words))).toBe(expected)
  })
})

describe('goes back by', () => {
  it.each([
    ['medicare-b', '2027-01-23'],
    ['medicare-advantage', '2027-01-23'],
    ['medicaid', '2027-01-23'],
    ['tricare', '2027-01-23'],
    ['va', '2027-01-23'],
    ['commercial', null],
    ['workers-comp', null],
    ['auto', null],
  ])('%s: %s', (family, dueOn) => {
    expect(returnDueOn(family, serviceDate('2026-11-24'))).toBe(dueOn)
    expect(isFederal(family)).toBe(dueOn !== null)
  })
})
