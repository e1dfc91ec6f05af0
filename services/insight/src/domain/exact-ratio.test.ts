import { describe, expect, it } from 'vitest'
import { compareRatios, inDecimals, ratio } from './exact-ratio.ts'

describe('a ratio in decimals', () => {
  it.each<[number, number, string | null]>([
    [9, 7, '1.2857'],
    [1, 2, '0.5000'],
    [2, 3, '0.6667'],
    [1, 3, '0.3333'],
    [0, 5, '0.0000'],
    [5, 0, null],
    [0, 0, null],
    // Halves away from zero: 1/20000 is 0.00005.
    [1, 20_000, '0.0001'],
    [1, 20_001, '0.0000'],
    [-1, 20_000, '-0.0001'],
    [-1, 20_001, '0.0000'],
    [-9, 7, '-1.2857'],
    [99_999, 100_000, '1.0000'],
    [3_180_000, 90_000, '35.3333'],
    // Where a float would say 0.3000 of 0.29999999999999999.
    [9_007_199_254_740_991, 9_007_199_254_740_990, '1.0000'],
  ])('%i / %i is %s', (numerator, denominator, text) => {
    expect(inDecimals(ratio(numerator, denominator))).toBe(text)
  })

  it('is of whole numbers alone', () => {
    expect(() => ratio(0.5, 1)).toThrow('whole')
    expect(() => ratio(1, -1)).toThrow('whole')
  })
})

it.each<[number, number, number, number, number]>([
  [1, 20, 5, 100, 0],
  [1, 21, 5, 100, -1],
  [1, 19, 5, 100, 1],
  // Equal as floats, not as numbers.
  [9_007_199_254_740_991, 9_007_199_254_740_990, 1, 1, 1],
])('%i/%i against %i/%i is %i', (a, b, c, d, compared) => {
  expect(compareRatios(ratio(a, b), ratio(c, d))).toBe(compared)
})
