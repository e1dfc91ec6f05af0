import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { findVariances } from './find-variances.ts'

const line = (allowed: number | null, denied = false): AdjudicatedLine => ({
  ...{
    chargeLineId: 'L1',
    procedureCode: '97110',
    modifiers: [],
    unitsPaid: 1,
    remarks: [],
    adjustments: [],
    denied,
  },
  ...{
    chargeCents: cents(10000),
    paidCents: cents(0),
    allowedCents: allowed === null ? null : cents(allowed),
  },
  reported: { paidCents: cents(0), adjustments: [] },
})

it.each<[string, AdjudicatedLine, number | null, number, number[]]>([
  ['less than expected', line(7500), 8000, 0, [-500]],
  ['more than expected', line(8500), 8000, 0, [500]],
  ['as expected', line(8000), 8000, 0, []],
  ['as far off as the tolerance', line(7995), 8000, 5, []],
  ['a cent further off', line(7994), 8000, 5, [-6]],
  ['nothing, where something was expected', line(0), 8000, 0, [-8000]],
  ['anything, where nothing is expected', line(7500), null, 0, []],
  ['nobody knows what', line(null), 8000, 0, []],
  ['by a denied line', line(0, true), 8000, 0, []],
])('allowed %s', (_, allowed, expected, tolerance, differences) => {
  const found = findVariances([allowed], () => (expected === null ? null : cents(expected)), cents(tolerance))
  expect(found.map(({ differenceCents }) => differenceCents)).toEqual(differences)
})
