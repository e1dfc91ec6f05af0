import { cents } from '@tally/kernel'
import { expect, test } from 'vitest'
import { amountOf, centsIn } from './amounts.ts'

test.each([
  ['160', 16_000],
  ['172.55', 17_255],
  ['12.5', 1_250],
  ['.5', 50],
  ['-0.40', -40],
  ['-20', -2_000],
  ['0', 0],
  ['99999999.99', 9_999_999_999],
])('%s is %i cents', (text, amount) => {
  expect(centsIn(text)).toBe(amount)
  expect(centsIn(amountOf(cents(amount)))).toBe(amount)
})

test.each(['', '-', '.', '1.234', '1,000', '1e3', 'abc', '+5', undefined])('%s is no amount', (text) => {
  expect(centsIn(text)).toBeNull()
})

test('an amount is written without what it does not need', () => {
  expect([16_000, 17_255, 1_250, -40, 0, 5].map((amount) => amountOf(cents(amount)))).toEqual([
    ...['160', '172.55', '12.50', '-0.40', '0', '0.05'],
  ])
})
