/** For most rules beyond the fifty defects of x12.md 5.3 the change of a right claim that breaks it, and it alone. */
import type { Change, WorkedClaim } from './sample-worked-claims.ts'

/** The claim, its change, and what must be found: `severity rule` and the place, a tag and its element. */
export type Break = readonly [claim: WorkedClaim, change: readonly Change[], found: string]

const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const first = 'SV1*HC:97110:GP:KX*100*UN*2***1:2'
const bht = 'BHT*0019*00*B0000101*20261121*0930*CH'
const isa =
  'ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0930*^*00501*000000101*0*T*:'
const billing = 'NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893'
const member = 'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73'
const payer = 'NM1*PR*2*MEDICARE PART B*****PI*02302'
const referrer = 'NM1*DN*1*SMITH*ALAN****XX*1467560003'
const diagnoses = 'HI*ABK:M5450*ABF:M6281'
const comp = 'CLM*WORK0000000000103*190***11:B:1*Y*A*Y*Y**EM'
const otherPayer = 'NM1*PR*2*MEDICARE PART B*****PI*02302'
const after = (segment: string, ...more: string[]): Change => [segment, segment, ...more]

export const breaks: readonly Break[] = [
  // The envelope and the heading.
  ['medicare', [[isa, isa.replace('00501', '00401')]], 'reject envelope/interchange-codes ISA12'],
  ['medicare', [['ST*837*0001*005010X222A1', 'ST*837*0001']], 'reject envelope/guide-of-set ST3'],
  [
    'medicare',
    [
      ['HL*1**20*1', 'HL*7**20*1'],
      ['HL*2*1*22*0', 'HL*8*7*22*0'],
    ],
    'reject hierarchy/number HL1',
  ],
  ['medicare', [[bht, bht.replace('*00*', '*01*')]], 'reject batch/heading BHT2'],
  ['medicare', [[bht, 'BHT*0019*00**20261121*0930*CH']], 'reject batch/heading BHT3'],
  [
    'medicare',
    [['NM1*41*2*EXAMPLE PT LLC*****46*CLINICSUB'], ['PER*IC*BILLING DESK*TE*5035550100']],
    'reject batch/submitter ST',
  ],
  ['medicare', [['PER*IC*BILLING DESK*TE*5035550100']], 'reject batch/submitter NM1'],
  ['medicare', [['NM1*40*2*CLEARINGHOUSE*****46*CLEARHOUSE']], 'reject batch/receiver ST'],
  // Text.
  ['medicare', [['N3*1 OAK ST', 'N3*1 OAK ST ']], 'warn text/trailing-space N31'],
  ['medicare', [['N3*1 OAK ST', 'N3*1 OAK ST*APT*2']], 'reject text/delimiter-in-data N33'],
  ['medicare', [['N3*1 OAK ST', 'N3*1 OAK:ST']], 'reject text/delimiter-in-data N31'],
  ['medicare', [['N3*1 OAK ST', `N3*${'1'.repeat(56)}`]], 'reject text/too-long N31'],
  ['medicare', [[first, first.replace('KX*', 'KX:*')]], 'reject text/trailing-separator SV11'],
  ['medicare', [after('DTP*454*D8*20261005', 'QQQ*1')], 'reject segment/unknown QQQ'],
  // Who bills, who pays, who the patient is.
  ['medicare', [[billing, billing.replace('*****XX*1234567893', '')]], 'reject identifier/npi-missing NM19'],
  ['medicare', [['N3*100 MAIN ST']], 'reject address/missing NM1'],
  ['medicare', [['N4*PORTLAND*OR*972011234', 'N4*PORTLAND*XX*972011234']], 'reject address/state N42'],
  ['medicare', [['REF*EI*930000001', 'REF*EI*93-0000001']], 'reject billing/tax-number REF2'],
  [
    'medicare',
    [['PRV*BI*PXC*261QP2000X', 'PRV*BI*PXC*207Y00000X']],
    'warn identifier/taxonomy-not-of-therapy PRV3',
  ],
  ['medicare', [['SBR*P*18*******MB', 'SBR*P********MB']], 'reject subscriber/relationship SBR2'],
  ['medicare', [['SBR*P*18*******MB', 'SBR*Z*18*******CI']], 'reject subscriber/turn SBR1'],
  ['medicare', [['SBR*P*18*******MB', 'SBR*P*18***12****MB']], 'reject medicare/secondary-type SBR5'],
  ['secondary', [['SBR*S*18*******CI', 'SBR*S*18***12****CI']], 'reject medicare/secondary-type SBR5'],
  ['medicare', [[member, 'NM1*IL*1*DOE*JANE']], 'reject subscriber/member-id NM19'],
  ['medicare', [[member, 'NM1*IL*1*DOE*JANE****MI*1EG4-TE5-MK73']], 'reject payer/member-id-form NM19'],
  ['medicare', [[payer, 'NM1*PR*2*MEDICARE PART B']], 'reject payer/id NM19'],
  ['medicare', [['N4*PORTLAND*OR*97201']], 'reject patient/address NM1'],
  ['workersCompensation', [['N3*10 NOWHERE LN']], 'reject patient/address NM1'],
  ['workersCompensation', [['DMG*D8*19850505*F', 'DMG*D8*19850505']], 'reject patient/demographics DMG3'],
  ['workersCompensation', [['PAT*20', 'PAT*77']], 'reject patient/relationship PAT1'],
  [
    'workersCompensation',
    [['NM1*QC*1*DUMMY*CARLA', 'NM1*QC*1*DUMMY*CARLA****MI*1']],
    'reject patient/name NM19',
  ],
  // The claim.
  ['medicare', [[clm, clm.replace('PCN0000000000000001', '')]], 'reject claim/number-missing CLM1'],
  ['medicare', [after('DTP*454*D8*20261005', 'REF*F8*ICN1')], 'warn claim/reference-of-original REF1'],
  ['medicare', [[clm, clm.replace('11:B:1', '11:A:1')]], 'reject claim/place-qualifier CLM5'],
  ['medicare', [[clm, clm.replace('*Y*A*', '*Y*X*')]], 'reject claim/answers CLM7'],
  ['medicare', [[clm, `${clm}***04`]], 'reject claim/rare-codes CLM12'],
  ['medicare', [[first, first.replace('UN*2***', 'UN*2*9Z**')]], 'reject claim/place-of-service SV15'],
  [
    'medicare',
    [
      [clm, clm.replace('*250*', '*100000000.00*')],
      [first, first.replace('*100*', '*99999850*')],
    ],
    'reject claim/amount-too-long CLM2',
  ],
  ['medicare', [[diagnoses]], 'reject diagnosis/count CLM'],
  ['medicare', [[diagnoses, 'HI*ABK:M5450*ABF:M5450']], 'warn diagnosis/twice HI2'],
  ['medicare', [[diagnoses, 'HI*ABK:M5450*ABF:M9999']], 'reject diagnosis/not-valid-on-date HI2'],
  ['medicare', [after(referrer, referrer)], 'reject claim/provider-twice NM11'],
  ['medicare', [[referrer, referrer.replace('*1*', '*2*')]], 'reject provider/name NM12'],
  [
    'medicare',
    [after('PRV*PE*PXC*225100000X', 'NM1*77*2*EXAMPLE PT', 'N3*100 MAIN ST', 'N4*PORTLAND*OR*972011234')],
    'reject facility/same-as-billing NM1',
  ],
  ['medicare', [['DTP*431*D8*20261001', 'DTP*431*D8*20261122']], 'reject claim/date-in-future DTP3'],
  ['medicare', [['DTP*431*D8*20261001', 'DTP*431*D8*20261115']], 'reject claim/date-after-care DTP3'],
  [
    'medicare',
    [after('DTP*454*D8*20261005', 'DTP*314*RD8*20261003-20261001')],
    'reject claim/date-reversed DTP3',
  ],
  ['medicare', [['DMG*D8*19500101*F', 'DMG*D8*20261111*F']], 'reject line/date-before-birth DTP3'],
  // Accidents.
  ['workersCompensation', [['DTP*439*D8*20261015']], 'reject accident/incomplete CLM11'],
  ['workersCompensation', [[comp, comp.replace('EM', 'OA')]], 'reject accident/cause-of-plan CLM11'],
  ['workersCompensation', [[comp, comp.replace('EM', 'EM:QQ')]], 'reject accident/cause CLM11'],
  ['workersCompensation', [['REF*Y4*WCCLAIM103']], 'reject accident/claim-number-missing CLM'],
  // Lines.
  ['medicare', [['REF*6R*L00000001']], 'warn line/control-number-missing LX'],
  ['medicare', [[first, first.replace('HC:97110', 'HC:9711')]], 'reject line/procedure-form SV11'],
  ['medicare', [[first, first.replace('GP:KX', 'GP:GP')]], 'reject line/modifiers SV11'],
  ['medicare', [[first, first.replace('GP:KX', 'GP:KXX')]], 'reject line/modifiers SV11'],
  ['medicare', [[first, first.replace('*UN*', '*XX*')]], 'reject line/units SV13'],
  ['medicare', [[first, first.replace('UN*2', 'UN*2.125')]], 'reject line/units SV14'],
  ['medicare', [[first, first.replace('***1:2', '')]], 'reject line/pointer-count SV17'],
  ['medicare', [[first, first.replace('1:2', '1:1')]], 'warn line/pointer-twice SV17'],
  ['medicare', [[first, `${first}**N`]], 'reject line/answers SV19'],
  [
    'medicare',
    [['NM1*82*1*PATEL*ANITA****XX*1861400004'], ['PRV*PE*PXC*225100000X']],
    'reject therapy/rendering-provider-missing LX',
  ],
  [
    'workersCompensation',
    [['SV1*HC:97110:GP*100*UN*2***1', 'SV1*HC:97110*100*UN*2***1']],
    'warn therapy/modifier-expected SV11',
  ],
  // Other payers.
  ['secondary', [['AMT*D*160', 'AMT*D*150']], 'reject cob/claim-balance AMT2'],
  ['secondary', [['AMT*D*160']], 'reject cob/undecided SBR'],
  ['secondary', [[member, 'NM1*IL*1*DOE*JANE']], 'reject cob/payer-id NM19'],
  ['secondary', [after(otherPayer, 'DTP*573*D8*20261118')], 'reject cob/decision-date DTP'],
  ['secondary', [['OI***Y***Y', 'OI***Q***Y']], 'reject cob/answers OI3'],
  ['secondary', [['CAS*CO*45*20', 'CAS*XX*45*20']], 'reject cob/adjustment-group CAS1'],
  ['secondary', [['OI***Y***Y'], after(otherPayer, 'OI***Y***Y')], 'reject order/segment OI'],
]
