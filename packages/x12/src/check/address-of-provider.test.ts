/** Where a provider is: the parts of an address, its state and ZIP code, and no post office box. */
import { describe, expect, test } from 'vitest'
import { billingProviderRules, providerRules } from './party-rules.ts'
import { after, foundIn, type Row, therapist } from './sample-findings.ts'

const rules = [...providerRules, ...billingProviderRules]
const here = 'N4*PORTLAND*OR*972011234'
const taxNumber = 'REF*EI*930000001'
const facility = (...more: string[]) => after(therapist, 'NM1*77*2*POOL', ...more)

const rows: readonly Row[] = [
  // Addresses.
  ['a street and a town of another country', 'medicare', [[here, 'N4*TORONTO***CA']], []],
  ['a state and a ZIP code of another country', 'medicare', [[here, 'N4*TORONTO*ON*M5H 2N2*CA']], []],
  [
    'no town in another country',
    'medicare',
    [[here, 'N4****CA']],
    ['reject address/missing NM1 at 10: N401 of NM1*85 is missing'],
  ],
  [
    'no street',
    'medicare',
    [['N3*100 MAIN ST']],
    ['reject address/missing NM1 at 10: N3 of NM1*85 is missing'],
  ],
  ['no N4', 'medicare', [[here]], ['reject address/missing NM1 at 10: N401 of NM1*85 is missing']],
  [
    'neither',
    'medicare',
    [['N3*100 MAIN ST'], [here]],
    ['reject address/missing NM1 at 10: N3 of NM1*85 is missing'],
  ],
  [
    'no town',
    'medicare',
    [[here, 'N4**OR*972011234']],
    ['reject address/missing NM1 at 10: N401 of NM1*85 is missing'],
  ],
  [
    'no state',
    'medicare',
    [[here, 'N4*PORTLAND**972011234']],
    ['reject address/missing NM1 at 10: N402 of NM1*85 is missing'],
  ],
  [
    'no ZIP code',
    'medicare',
    [[here, 'N4*PORTLAND*OR']],
    ['reject address/missing NM1 at 10: N403 of NM1*85 is missing'],
  ],
  [
    'no state and no ZIP code',
    'medicare',
    [[here, 'N4*PORTLAND']],
    ['reject address/missing NM1 at 10: N402 of NM1*85 is missing'],
  ],
  [
    'five digits',
    'medicare',
    [[here, 'N4*PORTLAND*OR*97201']],
    ['reject address/zip N4-3 at 12: This ZIP code needs all nine digits.'],
  ],
  [
    'ten digits',
    'medicare',
    [[here, 'N4*PORTLAND*OR*9720112345']],
    ['reject address/zip N4-3 at 12: This ZIP code needs all nine digits.'],
  ],
  [
    'no such state',
    'medicare',
    [[here, 'N4*PORTLAND*ZZ*972011234']],
    ['reject address/state N4-2 at 12: It is no state of the United States in two letters.'],
  ],
  [
    'a facility without address',
    'medicare',
    [facility()],
    ['reject address/missing NM1 at 29: N3 of NM1*77 is missing'],
  ],
  [
    'a facility without street',
    'medicare',
    [facility(here)],
    ['reject address/missing NM1 at 29: N3 of NM1*77 is missing'],
  ],
  [
    'a facility without town',
    'medicare',
    [facility('N3*2 MAIN ST')],
    ['reject address/missing NM1 at 29: N401 of NM1*77 is missing'],
  ],
  [
    'a facility of five digits',
    'medicare',
    [facility('N3*2 MAIN ST', 'N4*PORTLAND*OR*97201')],
    ['reject address/zip N4-3 at 31: This ZIP code needs all nine digits.'],
  ],
  [
    'a facility in no such state',
    'medicare',
    [facility('N3*2 MAIN ST', 'N4*PORTLAND*ZZ*972011234')],
    ['reject address/state N4-2 at 31: It is no state of the United States in two letters.'],
  ],
  // Post office boxes.
  [
    'a box',
    'medicare',
    [['N3*100 MAIN ST', 'N3*P.O. BOX 9']],
    ['reject billing/post-box N3-1 at 11: N301 of the billing provider is a post office box'],
  ],
  [
    'a box on the second line',
    'medicare',
    [['N3*100 MAIN ST', 'N3*100 MAIN ST*PO BOX 9']],
    ['reject billing/post-box N3-2 at 11: N302 of the billing provider is a post office box'],
  ],
  [
    'boxes on both lines',
    'medicare',
    [['N3*100 MAIN ST', 'N3*PO BOX 8*PO BOX 9']],
    [
      'reject billing/post-box N3-1 at 11: N301 of the billing provider is a post office box',
      'reject billing/post-box N3-2 at 11: N302 of the billing provider is a post office box',
    ],
  ],
  [
    'a box in what is no address',
    'medicare',
    [[taxNumber, taxNumber, 'PER*PO BOX 1*PO BOX 9*TE*5035550100']],
    [],
  ],
  ['a facility’s box', 'medicare', [facility('N3*PO BOX 9', here)], []],
]

describe('of addresses is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
