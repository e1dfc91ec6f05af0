/** Providers: NPI, name, taxonomy, address, tax number, each by the roles of whom it is wanted. */
import { describe, expect, test } from 'vitest'
import { billingLevelRules, billingProviderRules, payToRules, providerRules } from './party-rules.ts'
import { after, billing, foundIn, type Row, referrer, renderer, therapist } from './sample-findings.ts'

const rules = [...providerRules, ...billingLevelRules, ...billingProviderRules, ...payToRules]
const ofLine = 'REF*6R*L00000001'
const here = 'N4*PORTLAND*OR*972011234'
const taxNumber = 'REF*EI*930000001'
const group = 'PRV*BI*PXC*261QP2000X'
const facility = (...more: string[]) => after(therapist, 'NM1*77*2*POOL', ...more)
const payTo = (nm1: string) => after(taxNumber, nm1, 'N3*PO BOX 9', 'N4*PORTLAND*OR*97201')

/** Each role with a name, and with what it wants of a person. */
const withoutNpi = (role: string, place: number): Row => [
  `NM1*${role} without NPI`,
  'medicare',
  [after(ofLine, `NM1*${role}*1*SMITH*ALAN`)],
  [`reject identifier/npi-missing NM1-9 at ${place}: NM1*${role} has no NPI`],
]
const noPerson = (role: string): Row => [
  `NM1*${role} of an organization`,
  'medicare',
  [after(ofLine, `NM1*${role}*2*SMITH PT*****XX*1467560003`)],
  [`reject provider/name NM1-2 at 33: NM1*${role} is no person`],
]

const rows: readonly Row[] = [
  // NPI.
  ...['82', 'DN', 'P3', 'DQ', 'DK'].map((role) => withoutNpi(role, 33)),
  ['NM1*77, PW and 45 without NPI', 'medicare', [facility('N3*2 MAIN ST', here, 'NM1*PW*2', 'NM1*45*2')], []],
  [
    'who bills without NPI',
    'medicare',
    [[billing, 'NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC']],
    ['reject identifier/npi-missing NM1-9 at 10: NM1*85 has no NPI'],
  ],
  [
    'XX and no NPI',
    'medicare',
    [[renderer, 'NM1*82*1*PATEL*ANITA****XX']],
    ['reject identifier/npi-missing NM1-9 at 27: NM1*82 has no NPI'],
  ],
  [
    'a number that is called none',
    'medicare',
    [[renderer, 'NM1*82*1*PATEL*ANITA*****123']],
    ['reject identifier/npi-missing NM1-8 at 27: NM108 of NM1*82 is not XX'],
  ],
  [
    'a number of another kind',
    'medicare',
    [[renderer, 'NM1*82*1*PATEL*ANITA****24*123456789']],
    ['reject identifier/npi-missing NM1-8 at 27: NM108 of NM1*82 is not XX'],
  ],
  [
    'an NPI of nine digits',
    'medicare',
    [[renderer, 'NM1*82*1*PATEL*ANITA****XX*186140000']],
    ['reject identifier/npi NM1-9 at 27: it is no ten digits with a true check digit'],
  ],
  [
    'an NPI with another last digit',
    'medicare',
    [
      [renderer, 'NM1*82*1*PATEL*ANITA****XX*1861400005'],
      [referrer, 'NM1*DN*1*SMITH*ALAN****XX*1467560004'],
    ],
    [
      'reject identifier/npi NM1-9 at 26: it is no ten digits with a true check digit',
      'reject identifier/npi NM1-9 at 27: it is no ten digits with a true check digit',
    ],
  ],
  [
    'a facility’s wrong NPI',
    'medicare',
    [after(therapist, 'NM1*77*2*POOL*****XX*1234567890', 'N3*2 MAIN ST', here)],
    ['reject identifier/npi NM1-9 at 29: it is no ten digits with a true check digit'],
  ],
  // Names.
  ...['DN', 'P3', 'DQ', 'DK'].map(noPerson),
  ['an organization that renders', 'medicare', [[renderer, 'NM1*82*2*PATEL PT*****XX*1861400004']], []],
  [
    'neither person nor organization',
    'medicare',
    [[renderer, 'NM1*82*3*PATEL*ANITA****XX*1861400004']],
    ['reject provider/name NM1-2 at 27: NM102 is neither 1 nor 2'],
  ],
  [
    'neither, and no name',
    'medicare',
    [[referrer, 'NM1*DN******XX*1467560003']],
    [
      'reject provider/name NM1-2 at 26: NM102 is neither 1 nor 2',
      'reject provider/name NM1-3 at 26: NM1*DN has no name',
      'reject identifier/npi-missing NM1-9 at 26: NM1*DN has no NPI',
    ],
  ],
  [
    'who renders has no name',
    'medicare',
    [[renderer, 'NM1*82*1******XX*1861400004']],
    ['reject provider/name NM1-3 at 27: NM1*82 has no name'],
  ],
  [
    'a facility without name',
    'medicare',
    [after(therapist, 'NM1*77*2', 'N3*2 MAIN ST', here)],
    ['reject provider/name NM1-3 at 29: NM1*77 has no name'],
  ],
  // Taxonomy.
  ['no taxonomy', 'medicare', [[group], [therapist]], []],
  [
    'a taxonomy of another form',
    'medicare',
    [[therapist, 'PRV*PE*PXC*225100000']],
    ['reject identifier/taxonomy PRV-3 at 28: It is no taxonomy code of nine characters and an X.'],
  ],
  [
    'a taxonomy of another kind',
    'medicare',
    [[therapist, 'PRV*PE*PXC*207Y00000X']],
    ['warn identifier/taxonomy-not-of-therapy PRV-3 at 28: the code is none that a therapy practice uses'],
  ],
  [
    'a group’s taxonomy of another form',
    'medicare',
    [[group, 'PRV*BI*PXC*261QP2000']],
    ['reject identifier/taxonomy PRV-3 at 9: It is no taxonomy code of nine characters and an X.'],
  ],
  [
    'a group’s taxonomy of another kind',
    'medicare',
    [[group, 'PRV*BI*PXC*207Y00000X']],
    ['warn identifier/taxonomy-not-of-therapy PRV-3 at 9: the code is none that a therapy practice uses'],
  ],
  // Tax numbers.
  [
    'no tax number',
    'medicare',
    [[taxNumber]],
    ['reject billing/tax-number NM1 at 10: neither REF*EI nor REF*SY follows NM1*85'],
  ],
  [
    'another number',
    'medicare',
    [[taxNumber, 'REF*0B*930000001']],
    ['reject billing/tax-number NM1 at 10: neither REF*EI nor REF*SY follows NM1*85'],
  ],
  [
    'an empty tax number',
    'medicare',
    [[taxNumber, 'REF*EI']],
    ['reject billing/tax-number REF-2 at 13: A tax number has nine digits.'],
  ],
  [
    'eight digits',
    'medicare',
    [[taxNumber, 'REF*EI*93000001']],
    ['reject billing/tax-number REF-2 at 13: A tax number has nine digits.'],
  ],
  [
    'ten digits of an SSN',
    'medicare',
    [[taxNumber, 'REF*SY*9300000012']],
    ['reject billing/tax-number REF-2 at 13: A tax number has nine digits.'],
  ],
  [
    'a right SSN behind a wrong EIN',
    'medicare',
    [[taxNumber, 'REF*SY*930000001', 'REF*EI*93-0000001']],
    ['reject billing/tax-number REF-2 at 14: A tax number has nine digits.'],
  ],
  // Where the money goes.
  ['NM1*87 and NM102', 'medicare', [payTo('NM1*87*2')], []],
  ['NM1*87 with spaces', 'medicare', [payTo('NM1*87*2* ')], []],
  [
    'NM1*87 with a name',
    'medicare',
    [payTo('NM1*87*2*EXAMPLE PT')],
    ['reject billing/pay-to-name NM1-3 at 14: NM1*87 has an element 3'],
  ],
  [
    'NM1*87 with an NPI',
    'medicare',
    [payTo('NM1*87*2******XX*1234567893')],
    ['reject billing/pay-to-name NM1-8 at 14: NM1*87 has an element 8'],
  ],
  // The level.
  [
    'no NM1*85',
    'medicare',
    [[billing], ['N3*100 MAIN ST'], [here], [taxNumber]],
    ['reject billing/provider-missing HL at 8: the billing level has no NM1*85'],
  ],
]

describe('of providers is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
