import { expect, test } from 'vitest'
import { fixedPoint } from './fixed-point.ts'

test.each([
  ['1.02', 3, 1020],
  ['1', 3, 1000],
  ['0.005', 3, 5],
  ['33.4009', 4, 334009],
  ['0.00', 2, 0],
  ['007', 2, 700],
  ['1.0200', 3, null],
  ['1.', 3, null],
  ['.5', 3, null],
  ['-1', 3, null],
  ['+1', 3, null],
  ['1e3', 3, null],
  ['1,000', 3, null],
  ['', 3, null],
  [' 1', 3, null],
  ['1234567', 0, null],
])('%j with %i places is %j', (decimal, places, whole) => {
  expect(fixedPoint(decimal, places)).toBe(whole)
})
