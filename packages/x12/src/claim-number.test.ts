import { Defect } from '@tally/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkCharacterOf, claimNumberWithCheck, isClaimNumber } from './claim-number.ts'

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const character = fc.constantFrom(...characters)
const body = fc
  .tuple(fc.constantFrom(...characters.slice(1)), fc.string({ unit: character, maxLength: 15 }))
  .map((parts) => parts.join(''))

it('checks as the standard does: the published example of a GRid', () => {
  expect(checkCharacterOf('A12425GABC1234002')).toBe('M')
})

it.each([
  ['PCN0000000000001', 'PCN0000000000001S'],
  ['1', '1Z'],
])('%s becomes %s', (given, expected) => {
  expect(claimNumberWithCheck(given)).toBe(expected)
  expect(isClaimNumber(expected)).toBe(true)
})

it('holds at most 17 characters and finds every wrong character', () => {
  fc.assert(
    fc.property(body, fc.nat(16), character, (given, at, wrong) => {
      const number = claimNumberWithCheck(given)
      expect(number.length).toBeLessThanOrEqual(17)
      expect(isClaimNumber(number)).toBe(true)
      const place = at % number.length
      const damaged = number.slice(0, place) + wrong + number.slice(place + 1)
      expect(isClaimNumber(damaged)).toBe(damaged === number)
    }),
    { numRuns: 1000 },
  )
})

it.each(['', '0ABC', 'A'.repeat(17), 'abc', 'A-1', 'A B', 'É'])('%j cannot become one', (given) => {
  expect(() => claimNumberWithCheck(given)).toThrow(Defect)
})

it('a right check character does not make up for a wrong form', () => {
  expect(isClaimNumber('A12425GABC1234002M')).toBe(false)
  expect(isClaimNumber(`0ABC${checkCharacterOf('0ABC')}`)).toBe(false)
  expect(isClaimNumber(checkCharacterOf(''))).toBe(false)
})

it.each(['', 'A', 'PCN0000000000001T', 'pcn0000000000001s', 'PCN0000000000001S ', `${'A'.repeat(17)}B`])(
  '%j is none',
  (text) => {
    expect(isClaimNumber(text)).toBe(false)
  },
)
