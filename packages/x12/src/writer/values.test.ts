import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import { amountText } from './values.ts'

it.each([
  [0, '0'],
  [1, '0.01'],
  [10, '0.1'],
  [99, '0.99'],
  [100, '1'],
  [1050, '10.5'],
  [17_255, '172.55'],
  [100_000, '1000'],
  [9_999_999_999, '99999999.99'],
  [-255, '-2.55'],
  [-5, '-0.05'],
])('%i cents are %s', (amount, text) => {
  expect(amountText(cents(amount))).toBe(text)
})
