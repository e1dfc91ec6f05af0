import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { isFederal, overpaidCents, returnDueOn } from './overpayment.ts'

const balances = (all: Record<string, number>) =>
  new Map(Object.entries(all).map(([account, balance]) => [account, cents(balance)]))

describe('more was paid than was owed', () => {
  it.each<[string, Record<string, number>, number]>([
    ['nothing', {}, 0],
    ['an open line', { 'receivable:payer:L1:1': 500 }, 0],
    ['a line below 0', { 'receivable:payer:L1:1': -500 }, 500],
    [
      'a line below 0 beside an open one',
      { 'receivable:payer:L1:1': -500, 'receivable:payer:L2:1': 900 },
      500,
    ],
    ['two below 0', { 'receivable:payer:L1:1': -500, 'receivable:payer:L2:1': -1 }, 501],
    ['a refusal on top of an answer', { 'receivable:payer:L1:1': -500, 'denied:open:L1:1': 500 }, 0],
    ['another payer’s line', { 'receivable:payer:L1:2': -500 }, 0],
  ])('%s', (_, all, expected) => {
    expect(overpaidCents(['L1', 'L2'], 1, balances(all))).toBe(expected)
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
