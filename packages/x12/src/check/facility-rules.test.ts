/** NM1*77 stands only where the patient was treated elsewhere than at the billing address. */
import { describe, expect, test } from 'vitest'
import { facilityRules } from './facility-rules.ts'
import { after, billing, foundIn, type Row, therapist } from './sample-findings.ts'

const here = 'N4*PORTLAND*OR*972011234'
const facility = (nm1: string, ...more: string[]): Row[2] => [after(therapist, nm1, ...more)]

const rows: readonly Row[] = [
  [
    'the same place without NPI',
    'medicare',
    facility('NM1*77*2*EXAMPLE PT', 'N3*100 MAIN ST', here),
    [
      'reject facility/same-as-billing NM1 at 29: the facility is the billing provider at the billing address',
    ],
  ],
  [
    'the same place with the same NPI',
    'medicare',
    facility('NM1*77*2*EXAMPLE PT*****XX*1234567893', 'N3*100 MAIN ST', here),
    [
      'reject facility/same-as-billing NM1 at 29: the facility is the billing provider at the billing address',
    ],
  ],
  [
    'the same place with another NPI',
    'medicare',
    facility('NM1*77*2*POOL*****XX*1467560003', 'N3*100 MAIN ST', here),
    [],
  ],
  ['another place without NPI', 'medicare', facility('NM1*77*2*POOL', 'N3*2 MAIN ST', here), []],
  [
    'another place with the same NPI',
    'medicare',
    facility('NM1*77*2*POOL*****XX*1234567893', 'N3*2 MAIN ST', here),
    [],
  ],
  ['no place', 'medicare', facility('NM1*77*2*POOL'), []],
  ...(
    [
      ['street', 'N3*100 MAIN ST', 'N3'],
      ['town', here, 'N4**OR*972011234'],
      ['state', here, 'N4*PORTLAND**972011234'],
      ['ZIP code', here, 'N4*PORTLAND*OR'],
    ] as const
  ).flatMap(([what, was, becomes]): Row[] => [
    [
      `no ${what} of either`,
      'medicare',
      [
        ...facility(
          'NM1*77*2*POOL',
          was === here ? 'N3*100 MAIN ST' : becomes,
          was === here ? becomes : here,
        ),
        [was, becomes],
      ],
      [],
    ],
    [
      `no ${what} of the facility`,
      'medicare',
      facility('NM1*77*2*POOL', was === here ? 'N3*100 MAIN ST' : becomes, was === here ? becomes : here),
      [],
    ],
  ]),
  [
    'no address of who bills',
    'medicare',
    [['N3*100 MAIN ST'], [here], ...facility('NM1*77*2*POOL', 'N3*100 MAIN ST', here)],
    [],
  ],
  [
    'nobody bills, at a facility',
    'medicare',
    [[billing], ...facility('NM1*77*2*POOL', 'N3*100 MAIN ST', here)],
    [],
  ],
]

describe('of facilities is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(facilityRules, row)).toEqual(row[3])
  })
})
