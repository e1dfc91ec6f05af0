import { cents, noCents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type Purse, payLine, type Terms } from './pay-line.ts'

const medicare: Terms = { coinsurancePercent: 20, sequestered: true, cutsAssistants: true, contractual: '45' }
const noPurse = (): Purse => ({ deductible: noCents, copay: noCents })

const pay = (
  charge: number,
  [full, allowed]: readonly [number, number],
  { modifiers = ['GP'], terms = medicare, purse = noPurse() } = {},
) =>
  payLine(
    { chargeCents: cents(charge), modifiers },
    { fullCents: cents(full), allowedCents: cents(allowed) },
    terms,
    purse,
  )

const asText = (paid: ReturnType<typeof payLine>) =>
  paid.adjustments.map(({ group, reason, cents: amount }) => `${group} ${reason} ${amount}`)

describe('P13, the Medicare chain', () => {
  it.each([
    ['97530 GP in full', ['GP'], [35_07, 35_07], 27_50, ['CO 45 6493', 'CO 253 56', 'PR 2 701']],
    ['97110 GP reduced', ['GP'], [29_06, 22_21], 17_41, ['CO 45 7094', 'CO 59 685', 'CO 253 36', 'PR 2 444']],
    [
      '97110 GP CQ',
      ['GP', 'CQ'],
      [29_06, 22_21],
      14_80,
      ['CO 45 7361', 'CO 59 685', 'CO 253 30', 'PR 2 444'],
    ],
  ] as const)('%s', (_, modifiers, price, paidCents, adjustments) => {
    const paid = pay(100_00, price, { modifiers: [...modifiers] })
    expect(paid.paidCents).toBe(paidCents)
    expect(asText(paid)).toEqual(adjustments)
    expect(paid.allowedCents).toBe(price[1])
  })
})

describe('one line', () => {
  it('lesser of charge and fee: nothing is contractual', () => {
    expect(asText(pay(20_00, [29_06, 22_21]))).toEqual(['CO 253 32', 'PR 2 400'])
  })

  it('charge between reduced and full fee: the rest of it is the reduction', () => {
    expect(asText(pay(25_00, [29_06, 22_21]))).toEqual(['CO 59 279', 'CO 253 36', 'PR 2 444'])
  })

  it('the deductible goes first and is used up line by line', () => {
    const purse: Purse = { deductible: cents(30_00), copay: noCents }
    const first = pay(100_00, [22_21, 22_21], { purse })
    const second = pay(100_00, [22_21, 22_21], { purse, modifiers: ['GP', 'CQ'] })
    expect([first.paidCents, asText(first)]).toEqual([0, ['CO 45 7779', 'PR 1 2221']])
    // 22.21 - 7.79 = 14.42; 20 % 2.88; 11.54 less 15 % 1.73 = 9.81; 2 % 0.20
    expect(asText(second)).toEqual(['CO 45 7952', 'CO 253 20', 'PR 1 779', 'PR 2 288'])
    expect([second.paidCents, purse.deductible]).toEqual([9_61, 0])
  })

  it('a copay larger than the line goes on to the next', () => {
    const purse: Purse = { deductible: noCents, copay: cents(30_00) }
    const terms: Terms = { ...medicare, coinsurancePercent: 0, sequestered: false }
    const paid = [20_00, 20_00].map((fee) => pay(100_00, [fee, fee], { terms, purse }))
    expect(paid.map((line) => line.paidCents)).toEqual([0, 10_00])
    expect(paid.map(asText)).toEqual([
      ['CO 45 8000', 'PR 3 2000'],
      ['CO 45 8000', 'PR 3 1000'],
    ])
  })

  it('a plan that cuts no assistants pays the same with CQ', () => {
    const terms: Terms = { ...medicare, cutsAssistants: false }
    const [without, with_] = [['GP'], ['GP', 'CQ']].map((modifiers) =>
      pay(100_00, [22_21, 22_21], { terms, modifiers }),
    )
    expect(with_).toEqual(without)
  })
})
