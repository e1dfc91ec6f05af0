/** The 21 of the fifty defects of x12.md 5.3 that pyx12 or stupidedi catches: name, change, and what must be found. */
import type { Change, WorkedClaim } from './sample-worked-claims.ts'

export interface Defect {
  readonly name: string
  readonly claim?: WorkedClaim
  readonly change: readonly Change[]
  readonly rule: string
  readonly tag: string
  readonly element: number | null
  readonly severity?: 'warn'
}

const line = (number: number, charge: string) => [
  `LX*${number}`,
  `SV1*HC:97530:GP:KX*${charge}*UN*2***1:2`,
  'DTP*472*D8*20261110',
  `REF*6R*L${String(number).padStart(8, '0')}`,
]
const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const numbered = (number: string) => clm.replace('PCN0000000000000001', number)
export const caughtByPeers: readonly Defect[] = [
  {
    name: 'SE01 counts wrong',
    change: [['SE*39*0001', 'SE*38*0001']],
    rule: 'envelope/segment-count',
    tag: 'SE',
    element: 1,
  },
  {
    name: 'a line without DTP*472',
    change: [['DTP*472*D8*20261110']],
    rule: 'line/date-missing',
    tag: 'LX',
    element: null,
  },
  {
    name: 'CLM01 of 39 characters',
    change: [[clm, numbered('A'.repeat(39))]],
    rule: 'claim/number-too-long',
    tag: 'CLM',
    element: 1,
  },
  {
    name: 'NM1*82 before NM1*DN',
    change: [
      ['NM1*DN*1*SMITH*ALAN****XX*1467560003'],
      ['PRV*PE*PXC*225100000X', 'PRV*PE*PXC*225100000X', 'NM1*DN*1*SMITH*ALAN****XX*1467560003'],
    ],
    rule: 'order/segment',
    tag: 'NM1',
    element: 1,
  },
  {
    name: 'a name in NM1*87',
    change: [
      [
        'REF*EI*930000001',
        'REF*EI*930000001',
        'NM1*87*2*EXAMPLE PHYSICAL THERAPY LLC',
        'N3*PO BOX 9',
        'N4*PORTLAND*OR*972011234',
      ],
    ],
    rule: 'billing/pay-to-name',
    tag: 'NM1',
    element: 3,
  },
  {
    name: 'DTP*573 missing',
    claim: 'secondary',
    change: [['DTP*573*D8*20261118']],
    rule: 'cob/decision-date',
    tag: 'SVD',
    element: null,
  },
  {
    name: 'OI missing',
    claim: 'secondary',
    change: [['OI***Y***Y']],
    rule: 'cob/answers',
    tag: 'SBR',
    element: null,
  },
  {
    name: 'IEA02 is not ISA13',
    change: [['IEA*1*000000101', 'IEA*1*000000102']],
    rule: 'envelope/control-number',
    tag: 'IEA',
    element: 2,
  },
  {
    name: 'GE01 counts wrong',
    change: [['GE*1*101', 'GE*2*101']],
    rule: 'envelope/count',
    tag: 'GE',
    element: 1,
  },
  {
    name: '51 lines',
    change: [
      [clm, clm.replace('*250*', '*298*')],
      [
        'REF*6R*L00000003',
        'REF*6R*L00000003',
        ...Array.from({ length: 48 }, (_, index) => line(index + 4, '1')).flat(),
      ],
    ],
    rule: 'claim/line-count',
    tag: 'LX',
    element: null,
  },
  {
    name: 'REF*EI missing',
    change: [['REF*EI*930000001']],
    rule: 'billing/tax-number',
    tag: 'NM1',
    element: null,
  },
  {
    name: 'HL02 names no level',
    change: [['HL*2*1*22*0', 'HL*2*9*22*0']],
    rule: 'hierarchy/parent',
    tag: 'HL',
    element: 2,
  },
  {
    name: 'a day that does not exist',
    change: [['DTP*472*D8*20261110', 'DTP*472*D8*20261131']],
    rule: 'date/no-day',
    tag: 'DTP',
    element: 3,
  },
  {
    name: 'a trailing empty element',
    change: [['N3*1 OAK ST', 'N3*1 OAK ST*']],
    rule: 'text/trailing-separator',
    tag: 'N3',
    element: 2,
  },
  { name: 'a gap in LX', change: [['LX*3', 'LX*4']], rule: 'line/number', tag: 'LX', element: 1 },
  {
    name: 'a place of service that is none',
    change: [[clm, clm.replace('11:B:1', '9Z:B:1')]],
    rule: 'claim/place-of-service',
    tag: 'CLM',
    element: 5,
  },
  {
    name: 'a character outside ASCII',
    change: [['N3*1 OAK ST', 'N3*1 CHÊNE ST']],
    rule: 'text/not-ascii',
    tag: 'N3',
    element: 1,
  },
  {
    name: 'GS08 without A1',
    change: [
      [
        'GS*HC*CLINICSUB*CLEARHOUSE*20261121*0930*101*X*005010X222A1',
        'GS*HC*CLINICSUB*CLEARHOUSE*20261121*0930*101*X*005010X222',
      ],
    ],
    rule: 'envelope/guide-of-group',
    tag: 'GS',
    element: 8,
  },
  {
    name: '13 diagnoses',
    change: [
      [
        'HI*ABK:M5450*ABF:M6281',
        `HI*ABK:M5450${'M6281 S39012D M25561 R2689 M25571 M542 M546 M5451 M5459 M62561 M62562 M25551'
          .split(' ')
          .map((code) => `*ABF:${code}`)
          .join('')}`,
      ],
    ],
    rule: 'diagnosis/count',
    tag: 'HI',
    element: 13,
  },
  {
    name: 'CLM01 of 21 characters',
    change: [[clm, numbered('A'.repeat(21))]],
    rule: 'claim/number-cut-on-return',
    tag: 'CLM',
    element: 1,
    severity: 'warn',
  },
  {
    name: 'REF*6R of 31 characters',
    change: [['REF*6R*L00000001', `REF*6R*${'L'.repeat(31)}`]],
    rule: 'line/control-number-too-long',
    tag: 'REF',
    element: 2,
  },
]
