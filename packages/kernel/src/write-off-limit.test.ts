import { describe, expect, it } from 'vitest'
import { cents } from './cents.ts'
import { needsSecond, writeOffLimit } from './write-off-limit.ts'

describe('a write-off', () => {
  it.each([
    [5000, 0, false],
    [5001, 0, true],
    [1, 5000, true],
    [5000, -100, false],
  ])('of %i after %i wants a second person: %s', (amount, before, wants) => {
    expect(needsSecond(cents(amount), cents(before), writeOffLimit(undefined))).toBe(wants)
  })

  it.each([
    [100, 100],
    [0, 0],
    [-1, 5000],
    [10.5, 5000],
    ['100', 5000],
    [undefined, 5000],
  ])('the limit that the policy %s sets is %i', (policy, limit) => {
    expect(writeOffLimit(policy)).toBe(limit)
  })
})
