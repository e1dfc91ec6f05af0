import { cents } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { denies, isDenied } from './denied.ts'

const adjustmentsOf = (pairs: string) =>
  pairs
    .split(', ')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [group = '', reason = ''] = pair.split(' ')
      return { group, reason, amountCents: cents(100), quantity: null }
    })

describe('the one definition (DESIGN.md 4)', () => {
  test.each([
    ['a denial reason', '1', 100, 0, 'CO 197', true],
    ['the patient’s share with another reason', '1', 100, 0, 'PR 119', true],
    ['a denial reason beside contractual ones', '1', 100, 0, 'CO 45, CO 16', true],
    ['deductible and contractual only', '1', 100, 0, 'CO 45, PR 1', false],
    ['status 4 with nothing but contractual', '4', 100, 0, 'CO 45', false],
    ['status 4 with a reason', '4', 100, 0, 'CO 109', true],
    ['forwarded to the next payer', '19', 100, 0, 'CO 197', true],
    ['something was paid', '1', 100, 1, 'CO 197', false],
    ['nothing was charged', '1', 0, 0, 'CO 197', false],
    ['no adjustment at all', '1', 100, 0, '', false],
    ['a reversal', '22', 100, 0, 'CO 197', false],
    ['not our claim, forwarded', '23', 100, 0, 'CO 197', false],
    ['a predetermination', '25', 100, 0, 'CO 197', false],
  ])('%s', (_, status, charge, paid, pairs, expected) => {
    const judged = { chargeCents: cents(charge), paidCents: cents(paid) }
    expect(isDenied(status, judged, adjustmentsOf(pairs))).toBe(expected)
  })

  test.each([
    ...['CO 45', 'CO 59', 'CO 131', 'CO 253', 'CO A2', 'OA 23', 'OA 59', 'OA 94', 'PR 1', 'PR 2', 'PR 3'].map(
      (pair) => [pair, false] as const,
    ),
    // The same reason under another group denies: only the pair counts.
    ...['OA 45', 'PR 45', 'CO 1', 'CO 23', 'OA 253', 'PI 45', 'PR 96', 'CR 45', 'OA 18'].map(
      (pair) => [pair, true] as const,
    ),
  ])('%s denies: %s', (pair, expected) => {
    const [group = '', reason = ''] = pair.split(' ')
    expect(denies({ group, reason })).toBe(expected)
  })
})
