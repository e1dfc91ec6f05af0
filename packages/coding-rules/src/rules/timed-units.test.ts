import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timedUnits, unitsOf } from './timed-units.ts'

/**
 * Worked examples of Medicare's rule: minutes by code, units by code, and whether another split is as right.
 */
const examples = `
97112 24, 97110 23                      -> 97112 2, 97110 1
97112 20, 97110 20                      -> 97112 2, 97110 1             tie
97110 33, 97140 7                       -> 97110 2, 97140 1
97110 18, 97140 13, 97116 10, 97035 8   -> 97110 1, 97140 1, 97116 1
97112 7, 97110 7, 97140 7               -> 97112 1                      tie
97035 5, 97140 6, 97110 7               -> 97110 1
97110 7                                 ->
97110 8                                 -> 97110 1
97110 22                                -> 97110 1
97110 23                                -> 97110 2
97110 37                                -> 97110 2
97110 38                                -> 97110 3
97110 8, 97140 8                        -> 97110 1                      tie
97110 10, 97140 10, 97530 10            -> 97110 1, 97140 1             tie
97110 15, 97140 8, 97530 8              -> 97110 1, 97140 1             tie
97110 20, 97140 10                      -> 97110 1, 97140 1
97530 25, 97110 12, 97140 8             -> 97530 2, 97110 1
97110 30, 97140 15                      -> 97110 2, 97140 1
97110 14, 97140 14, 97112 14            -> 97110 1, 97140 1, 97112 1
97110 16, 97140 7                       -> 97110 1, 97140 1
97110 40, 97140 4, 97112 4              -> 97110 3
97110 22, 97140 22                      -> 97110 2, 97140 1             tie
97110 15, 97140 7                       -> 97110 1
97110 5, 97140 3                        -> 97110 1
97110 4, 97140 3                        ->
97110 29, 97140 9                       -> 97110 2, 97140 1
97530 53                                -> 97530 4
97110 27, 97140 11, 97035 12, 97116 9   -> 97110 2, 97140 1, 97035 1
97110 38, 97140 22                      -> 97110 3, 97140 1
97110 7, 97140 15, 97530 15             -> 97140 1, 97530 1
97110 15, 97140 8                       -> 97110 1, 97140 1
97110 42, 97530 16, 97140 10            -> 97110 3, 97530 1, 97140 1
97110 23, 97140 38                      -> 97110 1, 97140 3
97110 8, 97140 23                       -> 97140 2
`

describe('the pooled 8-minute rule', () => {
  test.each(examples.trim().split('\n'))('%s', (example) => {
    const [given = '', expected = ''] = example.replace('tie', '').split('->')
    const { shares, tie } = timedUnits.decide(codes(given))
    const billed = shares
      .filter(({ units }) => units > 0)
      .map(({ of, units }) => `${of.procedureCode} ${units}`)
    expect({ billed: billed.join(', '), tie }).toEqual({
      billed: expected.trim(),
      tie: example.endsWith('tie'),
    })
  })

  test('says why, in codes and numbers', () => {
    const [first] = timedUnits.decide(codes('97110 30, 97530 16')).shares
    expect(first?.reason.says).toBe(
      '97110: 30 of 46 timed minutes, 3 units in the pool; 2 for full 15 minutes and 0 for 0 left over make 2',
    )
    expect(first?.reason.citation).toBe('MCPM ch.5 s20.2.C')
  })
})

describe('whatever the minutes', () => {
  const visit = fc
    .uniqueArray(fc.constantFrom('97110', '97112', '97116', '97140', '97530', '97535'), { minLength: 1 })
    .chain((own) =>
      fc.tuple(
        ...own.map((procedureCode) =>
          fc.record({ procedureCode: fc.constant(procedureCode), minutes: fc.nat(120) }),
        ),
      ),
    )

  test('the units of the codes are the units of the pool', () => {
    fc.assert(
      fc.property(visit, (given) => {
        const total = given.reduce((sum, { minutes }) => sum + minutes, 0)
        const units = timedUnits.decide(given).shares.reduce((sum, share) => sum + share.units, 0)
        expect(units).toBe(total < 8 ? 0 : Math.floor((total + 7) / 15))
      }),
    )
  })

  test('a code has its full 15 minutes, and at most one unit more', () => {
    fc.assert(
      fc.property(visit, (given) => {
        for (const { of, units } of timedUnits.decide(given).shares) {
          const full = Math.floor(of.minutes / 15)
          expect([full, full + 1]).toContain(units)
        }
      }),
    )
  })

  test('more minutes are never fewer units', () => {
    fc.assert(
      fc.property(fc.nat(900), fc.nat(100), (minutes, more) => unitsOf(minutes + more) >= unitsOf(minutes)),
    )
  })

  test('the order of documentation matters in a tie alone', () => {
    fc.assert(
      fc.property(visit, (given) => {
        const forth = timedUnits.decide(given)
        const back = timedUnits.decide([...given].reverse())
        expect(back.tie).toBe(forth.tie)
        if (!forth.tie) expect(unitsByCode(back.shares)).toEqual(unitsByCode(forth.shares))
      }),
    )
  })

  test('a code alone has the units it would have by itself', () => {
    fc.assert(
      fc.property(fc.nat(300), (minutes) => {
        const [share] = timedUnits.decide([{ procedureCode: '97110', minutes }]).shares
        expect(share?.units).toBe(minutes < 8 ? 0 : Math.floor((minutes + 7) / 15))
      }),
    )
  })
})

function codes(given: string) {
  return given
    .trim()
    .split(', ')
    .map((pair) => ({ procedureCode: pair.slice(0, 5), minutes: Number(pair.slice(6)) }))
}

function unitsByCode(shares: readonly { of: { procedureCode: string }; units: number }[]) {
  return Object.fromEntries(shares.map(({ of, units }) => [of.procedureCode, units]))
}
