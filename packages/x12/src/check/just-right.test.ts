/** What stands right at the edge of a rule, or looks like its defect and is none: nothing is found. */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { type Change, facts, type WorkedClaim, workedClaim } from './sample-worked-claims.ts'

const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const first = 'SV1*HC:97110:GP:KX*100*UN*2***1:2'
const comp = 'CLM*WORK0000000000103*190***11:B:1*Y*A*Y*Y**EM'
const diagnoses = 'HI*ABK:M5450*ABF:M6281'
const after = (segment: string, ...more: string[]): Change => [segment, segment, ...more]
const line = (number: number) => [
  `LX*${number}`,
  'SV1*HC:97530:GP:KX*1*UN*2***1:2',
  'DTP*472*D8*20261110',
  `REF*6R*L${number}`,
]
const twelve = 'M6281 S39012D M25561 R2689 M25571 M542 M546 M5451 M5459 M62561 M62562'.split(' ')

const rows: readonly (readonly [string, WorkedClaim, readonly Change[]])[] = [
  ['CLM01 of 20 characters', 'medicare', [[clm, clm.replace('PCN0000000000000001', 'A'.repeat(20))]]],
  ['REF*6R of 30 characters', 'medicare', [['REF*6R*L00000001', `REF*6R*${'L'.repeat(30)}`]]],
  [
    '50 lines',
    'medicare',
    [
      [clm, clm.replace('*250*', '*297*')],
      after('REF*6R*L00000003', ...Array.from({ length: 47 }, (_, index) => line(index + 4)).flat()),
    ],
  ],
  ['12 diagnoses', 'medicare', [[diagnoses, `HI*ABK:M5450${twelve.map((code) => `*ABF:${code}`).join('')}`]]],
  ['units with two decimals', 'medicare', [[first, first.replace('UN*2', 'UN*1.25')]]],
  ['minutes', 'medicare', [[first, first.replace('UN*2', 'MJ*30')]]],
  ['four modifiers', 'medicare', [[first, first.replace('GP:KX', 'GP:KX:59:76')]]],
  ['four modifiers and a description', 'medicare', [[first, first.replace('GP:KX', 'GP:KX:59:76:UNLISTED')]]],
  [
    'four pointers',
    'medicare',
    [
      [diagnoses, `${diagnoses}*ABF:M542*ABF:M546`],
      [first, first.replace('1:2', '1:2:3:4')],
    ],
  ],
  [
    'a charge of nothing',
    'medicare',
    [
      [clm, clm.replace('*250*', '*150*')],
      [first, first.replace('*100*', '*0*')],
    ],
  ],
  [
    'cents',
    'medicare',
    [
      [clm, clm.replace('*250*', '*250.05*')],
      [first, first.replace('*100*', '*100.05*')],
    ],
  ],
  ['a service of today', 'medicare', [['DTP*472*D8*20261110', 'DTP*472*D8*20261121']]],
  ['a service on the day of birth', 'medicare', [['DMG*D8*19500101*F', 'DMG*D8*20261110*U']]],
  ['onset on the day of the last service', 'medicare', [['DTP*431*D8*20261001', 'DTP*431*D8*20261110']]],
  ['a disability that goes on', 'medicare', [after('DTP*454*D8*20261005', 'DTP*314*RD8*20261001-20270101')]],
  ['a street of 55 characters', 'medicare', [['N3*1 OAK ST', `N3*${'1'.repeat(55)}`]]],
  ['another place for a line', 'medicare', [[first, first.replace('UN*2***', 'UN*2*12**')]]],
  [
    'a post office box to pay to',
    'medicare',
    [after('REF*EI*930000001', 'NM1*87*2', 'N3*PO BOX 9', 'N4*PORTLAND*OR*97201')],
  ],
  ['a street named Boxwood', 'medicare', [['N3*100 MAIN ST', 'N3*100 BOXWOOD LN']]],
  ['a sole proprietor', 'medicare', [['REF*EI*930000001', 'REF*SY*930000001']]],
  [
    'a facility elsewhere',
    'medicare',
    [after('PRV*PE*PXC*225100000X', 'NM1*77*2*POOL', 'N3*2 MAIN ST', 'N4*PORTLAND*OR*972011234')],
  ],
  [
    'two kinds of referrer',
    'medicare',
    [after('NM1*DN*1*SMITH*ALAN****XX*1467560003', 'NM1*P3*1*SMITH*ALAN****XX*1467560003')],
  ],
  [
    'an automobile with its state',
    'medicare',
    [[clm, `${clm}**AA:::WA`], after('DTP*454*D8*20261005', 'DTP*439*D8*20261001')],
  ],
  [
    'an automobile abroad',
    'medicare',
    [[clm, `${clm}**AA::::CA`], after('DTP*454*D8*20261005', 'DTP*439*D8*20261001')],
  ],
  ['two causes', 'workersCompensation', [[comp, comp.replace('EM', 'EM:OA')]]],
  [
    'an employer without a member id',
    'workersCompensation',
    [['NM1*IL*2*INVENTED FREIGHT INC*****MI*POL000103', 'NM1*IL*2*INVENTED FREIGHT INC']],
  ],
  [
    'the injury’s number at the subscriber',
    'workersCompensation',
    [['REF*Y4*WCCLAIM103'], after('NM1*IL*2*INVENTED FREIGHT INC*****MI*POL000103', 'REF*Y4*WCCLAIM103')],
  ],
  [
    'a payer’s adjustment of the whole claim',
    'secondary',
    [
      ['AMT*D*160', 'CAS*CO*144*10', 'AMT*D*160'],
      ['CAS*PR*2*16', 'CAS*PR*2*6'],
      ['SVD*02302*64*HC:97110:GP:KX**2', 'SVD*02302*74*HC:97110:GP:KX**2'],
    ],
  ],
  [
    'an adjustment below zero',
    'secondary',
    [
      ['CAS*CO*45*20', 'CAS*CO*45*25'],
      ['CAS*PR*2*16', 'CAS*PR*2*16**94*-5'],
    ],
  ],
  [
    'a line in two pieces',
    'secondary',
    [
      ['CAS*PR*2*16', 'CAS*PR*2*6'],
      after('DTP*573*D8*20261118', 'SVD*02302*0*HC:97110:GP:KX**0', 'CAS*PR*2*10', 'DTP*573*D8*20261118'),
    ],
  ],
  [
    'a third payer that has decided nothing',
    'secondary',
    [
      after(
        'NM1*PR*2*MEDICARE PART B*****PI*02302',
        'SBR*T*18*******CI',
        'OI***Y***Y',
        'NM1*IL*1*DOE*JANE****MI*X1',
        'NM1*PR*2*THIRD PLAN*****PI*99999',
      ),
    ],
  ],
]

describe('nothing is found', () => {
  test.each(rows)('%s', (_, claim, change) => {
    const { claims, findings } = checkClaims(workedClaim(claim, change), facts)
    const all = [...findings, ...claims.flatMap((one) => one.findings)]
    expect(all.map(({ rule, segment, tag, says }) => `${rule} ${tag} ${segment} ${says}`)).toEqual([])
  })
})
