import { describe, expect, it } from 'vitest'
import { faultsShape, strikes } from './faults.ts'

const hits = (rate: number, seed: number | string) =>
  Array.from({ length: 2_000 }, (_, n) => strikes({ refuse: { rate, seed } }, 'refuse', n + 1))

describe('a fault', () => {
  it('strikes the same times for a seed, other times for another', () => {
    expect(hits(0.05, 7)).toEqual(hits(0.05, 7))
    expect(hits(0.05, 7)).not.toEqual(hits(0.05, 8))
  })

  it.each([0.05, 0.5, 0.95])('at rate %d strikes about so often', (rate) => {
    const share = hits(rate, 'a seed').filter(Boolean).length / 2_000
    expect(Math.abs(share - rate)).toBeLessThan(0.03)
  })

  it('of rate 0 never strikes, of rate 1 always, and an unset one never', () => {
    expect(hits(0, 1)).not.toContain(true)
    expect(hits(1, 1)).not.toContain(false)
    expect(strikes({}, 'hang', 1)).toBe(false)
  })

  it('strikes independently of the others', () => {
    const both = { refuse: { rate: 0.5, seed: 1 }, hang: { rate: 0.5, seed: 1 } }
    const same = Array.from(
      { length: 200 },
      (_, n) => strikes(both, 'refuse', n) === strikes(both, 'hang', n),
    )
    expect(same).toContain(false)
  })

  it.each([
    ['a rate above 1', { refuse: { rate: 1.1 } }],
    ['an unknown name', { explode: { rate: 1 } }],
    ['no rate', { refuse: { seed: 1 } }],
  ])('%s is refused', (_, faults) => {
    expect(faultsShape.safeParse(faults).success).toBe(false)
  })
})
