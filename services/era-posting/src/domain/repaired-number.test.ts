import { claimNumberWithCheck, isClaimNumber } from '@tally/x12'
import { describe, expect, it } from 'vitest'
import { repairedNumbers } from './repaired-number.ts'

const characters = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** By trying all. */
function tried(number: string): string[] {
  return [...number].flatMap((_, place) =>
    characters.map((each) => number.slice(0, place) + each + number.slice(place + 1)).filter(isClaimNumber),
  )
}

describe('a claim number with one wrong character', () => {
  it.each(['K7M2P4X9D0', '1000000000', 'ZZZZZZZZZZZZZZZZ', 'A1B2C3D4E5F6G7H8', '9Z8Y7X6W5V4U'])(
    '%s: what trying all characters in all places finds, the right one among it',
    (body) => {
      const right = claimNumberWithCheck(body)
      for (const place of right.split('').keys()) {
        const wrong = characters.find((each) => each !== right.charAt(place)) ?? ''
        const damaged = right.slice(0, place) + wrong + right.slice(place + 1)
        expect(repairedNumbers(damaged)).toEqual(tried(damaged))
        expect(repairedNumbers(damaged)).toContain(right)
      }
    },
  )

  it.each([
    ['a right one', claimNumberWithCheck('K7M2P4X9D0')],
    ['a short one', 'K7M2P4'],
    ['one with other signs', 'K7M2-P4X9-D0Q'],
    ['a long one', 'K7M2P4X9D0K7M2P4X9'],
    ['none', '0'],
  ])('%s is not repaired', (_, number) => {
    expect(repairedNumbers(number)).toEqual([])
  })
})
