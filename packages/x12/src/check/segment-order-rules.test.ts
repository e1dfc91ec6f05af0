/** Order: each loop's own, and where a slip is told; and each provider of a claim or a line once. */
import { describe, expect, test } from 'vitest'
import {
  after,
  billing,
  diagnoses,
  first,
  foundIn,
  type Row,
  referrer,
  renderer,
  served,
  therapist,
  treated,
} from './sample-findings.ts'
import { providerTwice, segmentOrder } from './segment-order-rules.ts'

const rules = [segmentOrder, providerTwice]
const npi = '*SMITH*ALAN****XX*1467560003'
const payTo = ['NM1*87*2', 'N3*2 MAIN ST', 'N4*PORTLAND*OR*972011234']
const taxNumber = 'REF*EI*930000001'
const medicarePays = 'NM1*PR*2*MEDICARE PART B*****PI*02302'
const chart = 'REF*EA*MRN001'
const decided = 'DTP*573*D8*20261118'
const pieceOfLine = 'REF*6R*L00000001'

const rows: readonly Row[] = [
  // 2000A to 2010CA.
  [
    'PRV behind CUR',
    'medicare',
    [['PRV*BI*PXC*261QP2000X', 'CUR*85*USD', 'PRV*BI*PXC*261QP2000X']],
    ['reject order/segment PRV at 10: PRV stands behind what follows it in the guide'],
  ],
  ['CUR behind PRV', 'medicare', [after('PRV*BI*PXC*261QP2000X', 'CUR*85*USD')], []],
  ['NM1*87 behind NM1*85', 'medicare', [after(taxNumber, ...payTo)], []],
  [
    'NM1*85 behind NM1*87',
    'medicare',
    [[billing, ...payTo, billing]],
    ['reject order/segment NM1-1 at 13: NM1 stands behind what follows it in the guide'],
  ],
  [
    'NM1*IL behind NM1*PR',
    'medicare',
    [[medicarePays], ['SBR*P*18*******MB', 'SBR*P*18*******MB', medicarePays]],
    ['reject order/segment NM1-1 at 17: NM1 stands behind what follows it in the guide'],
  ],
  [
    'PAT behind NM1*PR',
    'medicare',
    [after(medicarePays, 'PAT*20')],
    ['reject order/segment PAT at 21: PAT stands behind what follows it in the guide'],
  ],
  [
    'PAT behind NM1*QC',
    'workersCompensation',
    [['PAT*20'], after('DMG*D8*19850505*F', 'PAT*20')],
    ['reject order/segment PAT at 25: PAT stands behind what follows it in the guide'],
  ],
  // 2300.
  [
    'DTP behind REF',
    'medicare',
    [[treated], after(chart, treated)],
    ['reject order/segment DTP at 24: DTP stands behind what follows it in the guide'],
  ],
  [
    'DTP behind REF and what has no place',
    'medicare',
    [[treated], after(chart, 'SV5*HC', treated)],
    ['reject order/segment DTP at 25: DTP stands behind what follows it in the guide'],
  ],
  [
    'two DTP behind REF, and REF behind the second',
    'medicare',
    [[treated], after(chart, treated, treated, chart)],
    [
      'reject order/segment DTP at 24: DTP stands behind what follows it in the guide',
      'reject order/segment DTP at 25: DTP stands behind what follows it in the guide',
    ],
  ],
  [
    'REF behind HI',
    'medicare',
    [[chart], after(diagnoses, chart)],
    ['reject order/segment REF at 25: REF stands behind what follows it in the guide'],
  ],
  [
    'CLM, DTP, AMT, REF, NTE, CRC, HI',
    'medicare',
    [[chart, 'AMT*F5*0', chart, 'NTE*ADD*X', 'CRC*ZZ*Y*AV']],
    [],
  ],
  [
    'HI behind NM1*DN',
    'medicare',
    [[diagnoses], after(referrer, diagnoses)],
    ['reject order/segment HI at 26: HI stands behind what follows it in the guide'],
  ],
  ['P3 behind DN', 'medicare', [after(referrer, `NM1*P3*1${npi}`)], []],
  ['DN behind P3', 'medicare', [[referrer, `NM1*P3*1${npi}`, referrer]], []],
  [
    'P3 behind 82',
    'medicare',
    [after(therapist, `NM1*P3*1${npi}`)],
    ['reject order/segment NM1-1 at 29: NM1 stands behind what follows it in the guide'],
  ],
  [
    'DN behind 82',
    'medicare',
    [[referrer], after(therapist, referrer)],
    ['reject order/segment NM1-1 at 28: NM1 stands behind what follows it in the guide'],
  ],
  // 2320 and 2330.
  [
    'CAS behind AMT',
    'secondary',
    [after('AMT*EAF*40', 'CAS*CO*144*0')],
    ['reject order/segment CAS at 32: CAS stands behind what follows it in the guide'],
  ],
  [
    'NM1*IL behind NM1*PR of another payer',
    'secondary',
    [['NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73'], after(medicarePays, 'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73')],
    ['reject order/segment NM1-1 at 34: NM1 stands behind what follows it in the guide'],
  ],
  [
    'P3 behind DN of another payer',
    'secondary',
    [after(medicarePays, 'NM1*DN*1', 'NM1*P3*1', 'NM1*82*1', 'NM1*77*2', 'NM1*DQ*1', 'NM1*85*2')],
    [],
  ],
  [
    'P3 behind 82 of another payer',
    'secondary',
    [after(medicarePays, 'NM1*82*1', 'NM1*P3*1')],
    ['reject order/segment NM1-1 at 36: NM1 stands behind what follows it in the guide'],
  ],
  [
    'another payer behind a line',
    'secondary',
    [after(decided, 'SBR*T*18*******CI', 'OI***Y***Y', medicarePays)],
    ['reject order/segment SBR at 43: SBR stands behind a line'],
  ],
  // 2400 to 2430.
  [
    'SV1 behind DTP',
    'medicare',
    [[first], after(served, first)],
    ['reject order/segment SV1 at 31: SV1 stands behind what follows it in the guide'],
  ],
  [
    'DTP behind REF of a line',
    'medicare',
    [[served], after(pieceOfLine, served)],
    ['reject order/segment DTP at 32: DTP stands behind what follows it in the guide'],
  ],
  [
    'SVD behind LQ',
    'secondary',
    [['SVD*02302*64*HC:97110:GP:KX**2', 'LQ*AS*A1', 'FRM*1*Y', 'SVD*02302*64*HC:97110:GP:KX**2']],
    ['reject order/segment SVD at 41: SVD stands behind what follows it in the guide'],
  ],
  ['LQ behind SVD', 'secondary', [after(decided, 'LQ*AS*A1', 'FRM*1*Y')], []],
  [
    'REF behind SVD',
    'secondary',
    [[pieceOfLine], after(decided, pieceOfLine)],
    ['reject order/segment REF at 42: REF stands behind what follows it in the guide'],
  ],
  [
    'NM1*82 behind SVD',
    'secondary',
    [after(decided, renderer)],
    ['reject order/segment NM1-1 at 43: NM1 stands behind what follows it in the guide'],
  ],
  [
    'CAS behind DTP of a decision',
    'secondary',
    [['CAS*PR*2*16'], after(decided, 'CAS*PR*2*16')],
    ['reject order/segment CAS at 42: CAS stands behind what follows it in the guide'],
  ],
  [
    'the roles of a line in order',
    'medicare',
    [after(pieceOfLine, ...'82 QB 77 DQ DK DN P3 PW 45'.split(' ').map((role) => `NM1*${role}*1`))],
    [],
  ],
  [
    'the roles of a line out of order',
    'medicare',
    [after(pieceOfLine, ...'45 PW P3 DN DK DQ 77 QB 82'.split(' ').map((role) => `NM1*${role}*1`))],
    [
      'reject order/segment NM1-1 at 34: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 35: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 36: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 37: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 38: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 39: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 40: NM1 stands behind what follows it in the guide',
      'reject order/segment NM1-1 at 41: NM1 stands behind what follows it in the guide',
    ],
  ],
  [
    'P3 behind PW of a line',
    'medicare',
    [after(pieceOfLine, 'NM1*PW*2', `NM1*P3*1${npi}`)],
    ['reject order/segment NM1-1 at 34: NM1 stands behind what follows it in the guide'],
  ],
  ['DN behind P3 of a line', 'medicare', [after(pieceOfLine, `NM1*P3*1${npi}`, `NM1*DN*1${npi}`)], []],
  [
    'DK behind P3 of a line',
    'medicare',
    [after(pieceOfLine, `NM1*P3*1${npi}`, `NM1*DK*1${npi}`)],
    ['reject order/segment NM1-1 at 34: NM1 stands behind what follows it in the guide'],
  ],
  ['NM1 of no role of a line', 'medicare', [after(pieceOfLine, 'NM1*82*1', 'NM1**1', 'NM1*QB*1')], []],
  // Inside a party.
  [
    'N3 behind N4',
    'medicare',
    [['N3*100 MAIN ST'], after('N4*PORTLAND*OR*972011234', 'N3*100 MAIN ST')],
    ['reject order/segment N3 at 12: N3 stands behind what follows it in the guide'],
  ],
  [
    'N3 behind N4 of the patient',
    'workersCompensation',
    [['N3*10 NOWHERE LN'], after('N4*PORTLAND*OR*97206', 'N3*10 NOWHERE LN')],
    ['reject order/segment N3 at 24: N3 stands behind what follows it in the guide'],
  ],
  [
    'DMG behind REF',
    'workersCompensation',
    [['DMG*D8*19850505*F'], after('REF*Y4*WCCLAIM103', 'DMG*D8*19850505*F')],
    ['reject order/segment DMG at 26: DMG stands behind what follows it in the guide'],
  ],
  [
    'N2 PRV N3 N4 DMG DTP REF PER',
    'medicare',
    [after(therapist, 'N3*1 OAK ST', 'N4*PORTLAND*OR*97201', 'REF*0B*1', 'PER*IC**TE*5035550100')],
    [],
  ],
  // Each provider once.
  ...['DN', 'P3', '82', '77', 'DQ', 'PW', '45'].map(
    (role): Row => [
      `NM1*${role} twice at a line`,
      'medicare',
      [after(pieceOfLine, `NM1*${role}*1`, `NM1*${role}*1`)],
      [`reject claim/provider-twice NM1-1 at 34: NM1*${role} stands twice`],
    ],
  ),
  ['NM1*DK twice at a line', 'medicare', [after(pieceOfLine, 'NM1*DK*1', 'NM1*DK*1')], []],
  [
    'NM1*DN three times',
    'medicare',
    [after(referrer, referrer, referrer)],
    [
      'reject claim/provider-twice NM1-1 at 27: NM1*DN stands twice',
      'reject claim/provider-twice NM1-1 at 28: NM1*DN stands twice',
    ],
  ],
  [
    'NM1*DN alone, twice',
    'medicare',
    [after(referrer, referrer), [renderer], [therapist]],
    ['reject claim/provider-twice NM1-1 at 27: NM1*DN stands twice'],
  ],
  ['at the claim and at a line', 'medicare', [after(pieceOfLine, renderer)], []],
]

describe('of order is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
