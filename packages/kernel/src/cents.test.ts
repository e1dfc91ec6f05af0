import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Defect } from './assert.ts'
import { allocate, type Cents, cents, inDollars, noCents, scaleRoundHalfUp, sumOf, times } from './cents.ts'

const amount = fc.oneof(fc.integer({ min: -200_000, max: 200_000 }), fc.maxSafeInteger()).map(cents)
const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 })

describe('cents', () => {
  it.each([0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('%i is an amount', (number) => {
    expect(cents(number)).toBe(number)
  })

  it.each([0.5, 1.15 * 100, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY])(
    '%d is none',
    (number) => {
      expect(() => cents(number)).toThrow(new Defect('an amount of money is a whole, safe number of cents'))
    },
  )

  it('minus zero is zero, so that equal amounts are written alike', () => {
    expect(Object.is(cents(-0), 0)).toBe(true)
    expect(Object.is(scaleRoundHalfUp(cents(0), -1, 2), noCents)).toBe(true)
  })
})

describe('sumOf and times', () => {
  it('a sum of nothing is nothing, and a sum may fall', () => {
    expect(sumOf([])).toBe(0)
    expect(sumOf([cents(100), cents(-30), cents(5)])).toBe(75)
  })

  it('a sum that is not safe is a defect', () => {
    expect(() => sumOf([cents(Number.MAX_SAFE_INTEGER), cents(1)])).toThrow(Defect)
  })

  it.each([
    [3021, 3, 9063],
    [3021, 0, 0],
    [-3021, 2, -6042],
    [3021, -1, -3021],
  ])('%i × %i = %i', (base, count, product) => {
    expect(times(cents(base), count)).toBe(product)
  })

  it('half a unit is a defect, and so is a product that is not safe', () => {
    expect(() => times(cents(100), 0.5)).toThrow(new Defect('a count is a whole number'))
    expect(() => times(cents(Number.MAX_SAFE_INTEGER), 2)).toThrow(Defect)
  })
})

describe('scaleRoundHalfUp', () => {
  it.each([
    ['20 % of $1.15', 115, 20, 100, 23],
    ['half of an odd cent goes up', 1, 1, 2, 1],
    ['and away from zero below it', -1, 1, 2, -1],
    ['a negative rate', 1, -1, 2, -1],
    ['both negative', -1, -1, 2, 1],
    ['just under a half stays', 49, 1, 100, 0],
    ['just over a half moves', 51, 1, 100, 1],
    ['a third', 100, 1, 3, 33],
    ['two thirds', 100, 2, 3, 67],
    ['by zero parts', 100, 0, 7, 0],
    ['larger than a double holds on the way', 9_007_199_254_740_991, 1000, 1000, 9_007_199_254_740_991],
  ])('%s: %i × %i/%i = %i', (_, base, numerator, denominator, scaled) => {
    expect(scaleRoundHalfUp(cents(base), numerator, denominator)).toBe(scaled)
  })

  it.each([
    [0.5, 1, 'a numerator is a whole number'],
    [1, 0, 'a denominator is a whole number above zero'],
    [1, -1, 'a denominator is a whole number above zero'],
    [1, 0.5, 'a denominator is a whole number above zero'],
  ])('%d/%d is a defect: %s', (numerator, denominator, says) => {
    expect(() => scaleRoundHalfUp(cents(100), numerator, denominator)).toThrow(new Defect(says))
  })

  it('is odd: scaling what is owed back is what is owed, back', () => {
    const small = fc.integer({ min: -1_000_000, max: 1_000_000 })
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 10_000 }), (base, up, down) => {
        const back = cents(-scaleRoundHalfUp(cents(base), up, down))
        expect(scaleRoundHalfUp(cents(-base), up, down)).toBe(back)
      }),
    )
  })
})

describe('allocate', () => {
  it.each([
    ['even', 100, [1, 1], [50, 50]],
    ['equal remainders: the odd cent to the first', 101, [1, 1], [51, 50]],
    ['two odd cents: to the first two', 5, [1, 1, 1], [2, 2, 1]],
    ['the largest remainder before the first', 100, [1, 2], [33, 67]],
    ['the largest remainder, not the largest weight', 10, [6, 6, 2], [4, 4, 2]],
    ['a middle one', 100, [25, 26, 24], [33, 35, 32]],
    ['owed back: the odd cent to the same line', -101, [1, 1], [-51, -50]],
    ['a weight of zero gets nothing', 101, [0, 1, 1], [0, 51, 50]],
    ['all zero: everything to the first', 7, [0, 0, 0], [7, 0, 0]],
    ['one share', -7, [3], [-7]],
    ['nothing to share', 0, [1, 2], [0, 0]],
    ['weights larger than a double adds up', 3, [2 ** 53 - 1, 2 ** 53 - 1, 1], [2, 1, 0]],
  ])('%s: %i by %j is %j', (_, total, by, shares) => {
    expect(allocate(cents(total), by)).toEqual(shares)
  })

  it.each([
    ['no shares', [], 'an allocation has at least one share'],
    ['a negative weight', [1, -1], 'weights are whole numbers, zero or more'],
    ['a fraction', [0.5, 1], 'weights are whole numbers, zero or more'],
  ])('%s is a defect', (_, by, says) => {
    expect(() => allocate(cents(100), by)).toThrow(new Defect(says))
  })

  it('loses no cent', () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        const shares = allocate(total, by)
        expect(shares).toHaveLength(by.length)
        expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(total))
      }),
    )
  })

  it('gives the larger weight no less, and equal weights at most a cent apart, the earlier first', () => {
    fc.assert(
      fc.property(fc.nat(200_000).map(cents), weights, (total, by) => {
        const shares = allocate(total, by)
        const some = by.some((weight) => weight > 0)
        for (const [i, j] of pairs(by.length)) {
          const [one, other] = [shares[i] ?? noCents, shares[j] ?? noCents]
          if (some && weightAt(by, i) > weightAt(by, j)) expect(one).toBeGreaterThanOrEqual(other)
          if (some && weightAt(by, i) === weightAt(by, j)) expect([0, 1]).toContain(one - other)
        }
      }),
    )
  })

  it('gives the odd cents by remainder, and by order where remainders are equal', () => {
    const some = weights.filter((by) => by.some((weight) => weight > 0))
    fc.assert(
      fc.property(fc.nat(200_000).map(cents), some, (total, by) => {
        const whole = by.reduce((sum, weight) => sum + weight, 0)
        const remainder = (index: number) => (total * weightAt(by, index)) % whole
        const odd = allocate(total, by).map(
          (share, index) => share - (total * weightAt(by, index) - remainder(index)) / whole,
        )
        for (const [i, j] of pairs(by.length)) {
          const [sooner, later] = remainder(i) >= remainder(j) ? [i, j] : [j, i]
          expect(odd[sooner]).toBeGreaterThanOrEqual(odd[later] ?? Number.NaN)
        }
      }),
    )
  })

  it('shares what is owed back as what is owed', () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        expect(allocate(cents(-total), by)).toEqual(allocate(total, by).map((share: Cents) => cents(-share)))
      }),
    )
  })
})

it.each([
  [0, '$0.00'],
  [5, '$0.05'],
  [-5, '-$0.05'],
  [100, '$1.00'],
  [123_450, '$1,234.50'],
  [-123_450, '-$1,234.50'],
  [99_999, '$999.99'],
  [123_456_789_012, '$1,234,567,890.12'],
  [Number.MAX_SAFE_INTEGER, '$90,071,992,547,409.91'],
])('%i cents are shown as %s', (number, shown) => {
  expect(inDollars(cents(number))).toBe(shown)
})

function pairs(length: number): [number, number][] {
  return Array.from({ length }, (_, i) => i).flatMap((i) =>
    Array.from({ length: length - i - 1 }, (_, more): [number, number] => [i, i + 1 + more]),
  )
}

function weightAt(by: readonly number[], index: number): number {
  return by[index] ?? Number.NaN
}
