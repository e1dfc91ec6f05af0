/**
 * Three right claims, to break one thing at a time: Medicare first and the same visit at the second payer (x12.md
 * 1.10), and workers' compensation. All people are invented.
 */
import { serviceDate } from '@tally/kernel'
import type { CheckFacts, KnownCodes } from './facts.ts'

const opening = [
  'ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0930*^*00501*000000101*0*T*:',
  'GS*HC*CLINICSUB*CLEARHOUSE*20261121*0930*101*X*005010X222A1',
  'ST*837*0001*005010X222A1',
  'BHT*0019*00*B0000101*20261121*0930*CH',
  'NM1*41*2*EXAMPLE PT LLC*****46*CLINICSUB',
  'PER*IC*BILLING DESK*TE*5035550100',
  'NM1*40*2*CLEARINGHOUSE*****46*CLEARHOUSE',
  'HL*1**20*1',
  'PRV*BI*PXC*261QP2000X',
  'NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893',
  'N3*100 MAIN ST',
  'N4*PORTLAND*OR*972011234',
  'REF*EI*930000001',
]
const jane = ['N3*1 OAK ST', 'N4*PORTLAND*OR*97201', 'DMG*D8*19500101*F']
const head = [
  'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y',
  'DTP*431*D8*20261001',
  'DTP*454*D8*20261005',
  'REF*EA*MRN001',
  'HI*ABK:M5450*ABF:M6281',
  'NM1*DN*1*SMITH*ALAN****XX*1467560003',
  'NM1*82*1*PATEL*ANITA****XX*1861400004',
  'PRV*PE*PXC*225100000X',
]
const lines = [
  ['LX*1', 'SV1*HC:97110:GP:KX*100*UN*2***1:2', 'DTP*472*D8*20261110', 'REF*6R*L00000001'],
  ['LX*2', 'SV1*HC:97140:GP:CQ:KX*60*UN*1***1', 'DTP*472*D8*20261110', 'REF*6R*L00000002'],
  ['LX*3', 'SV1*HC:97530:GP:KX*90*UN*2***1:2', 'DTP*472*D8*20261110', 'REF*6R*L00000003'],
]
const decided = (paid: string, procedure: string, units: string, contractual: string, patient: string) => [
  `SVD*02302*${paid}*${procedure}**${units}`,
  `CAS*CO*45*${contractual}`,
  `CAS*PR*2*${patient}`,
  'DTP*573*D8*20261118',
]

const medicare = [
  ...opening,
  'HL*2*1*22*0',
  'SBR*P*18*******MB',
  'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73',
  ...jane,
  'NM1*PR*2*MEDICARE PART B*****PI*02302',
  ...head,
  ...lines.flat(),
]

const secondary = [
  ...opening,
  'HL*2*1*22*0',
  'SBR*S*18*******CI',
  'NM1*IL*1*DOE*JANE****MI*SUPP000105',
  ...jane,
  'NM1*PR*2*EXAMPLE SUPPLEMENT PLAN*****PI*54321',
  ...head,
  'SBR*P*18*******MB',
  'AMT*D*160',
  'AMT*EAF*40',
  'OI***Y***Y',
  'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73',
  'NM1*PR*2*MEDICARE PART B*****PI*02302',
  ...(lines[0] ?? []),
  ...decided('64', 'HC:97110:GP:KX', '2', '20', '16'),
  ...(lines[1] ?? []),
  ...decided('40', 'HC:97140:GP:CQ:KX', '1', '10', '10'),
  ...(lines[2] ?? []),
  ...decided('56', 'HC:97530:GP:KX', '2', '20', '14'),
]

const workersCompensation = [
  ...opening,
  'HL*2*1*22*1',
  'SBR*P********WC',
  'NM1*IL*2*INVENTED FREIGHT INC*****MI*POL000103',
  'NM1*PR*2*SAMPLE COMPENSATION FUND*****PI*SCF01',
  'N3*9 FUND ST',
  'N4*SALEM*OR*973010000',
  'HL*3*2*23*0',
  'PAT*20',
  'NM1*QC*1*DUMMY*CARLA',
  'N3*10 NOWHERE LN',
  'N4*PORTLAND*OR*97206',
  'DMG*D8*19850505*F',
  'REF*Y4*WCCLAIM103',
  'CLM*WORK0000000000103*190***11:B:1*Y*A*Y*Y**EM',
  'DTP*439*D8*20261015',
  'REF*EA*CHART103',
  'HI*ABK:S39012D',
  'NM1*DN*1*SMITH*ALAN****XX*1467560003',
  'NM1*82*1*PATEL*ANITA****XX*1861400004',
  'PRV*PE*PXC*225100000X',
  ...['LX*1', 'SV1*HC:97110:GP*100*UN*2***1', 'DTP*472*D8*20261116', 'REF*6R*W103A'],
  ...['LX*2', 'SV1*HC:97530:GP*90*UN*2***1', 'DTP*472*D8*20261116', 'REF*6R*W103B'],
]

const body = { medicare, secondary, workersCompensation } as const
export type WorkedClaim = keyof typeof body
export const workedClaims: readonly WorkedClaim[] = ['medicare', 'secondary', 'workersCompensation']

/** Segment `from` becomes `to`, which may be none or several. */
export type Change = readonly [from: string, ...to: string[]]

/** The file of a worked claim after `changes`, SE01 counted anew; each `from` must be there, the first is taken. */
export function workedClaim(name: WorkedClaim, changes: readonly Change[] = []): string {
  const before = body[name]
  const from = before.indexOf('ST*837*0001*005010X222A1')
  let segments = [...before, `SE*${before.length - from + 1}*0001`, 'GE*1*101', 'IEA*1*000000101']
  for (const [was, ...becomes] of changes) {
    const at = segments.indexOf(was)
    if (at < 0) throw new Error(`the claim has no ${was}`)
    segments = [...segments.slice(0, at), ...becomes, ...segments.slice(at + 1)]
  }
  const st = segments.findIndex((segment) => segment.startsWith('ST*'))
  const se = segments.findIndex((segment) => segment.startsWith('SE*'))
  const counted = `SE*${se - st + 1}*0001`
  // Where the count itself was changed it stays wrong.
  const own = changes.some(([was]) => was.startsWith('SE*'))
  return segments.map((segment, index) => `${index === se && !own ? counted : segment}~`).join('\n')
}

const codes = new Set(
  (
    '97110 97140 97530 97161 97112 G0283 0791T M5450 M6281 S39012D M25561 R2689 M25571 M542 M546 Z9889 G8929 R262 ' +
    'M62830 M722 M5451 M5459 M62561 M62562 M25551'
  ).split(' '),
)
/** Tables of codes as @tally/coding-rules hands them in. */
export const knownCodes: KnownCodes = {
  procedure: (code) => codes.has(code),
  diagnosis: (code) => codes.has(code),
}

/** On the day on which the worked claims are written. */
export const facts: CheckFacts = { today: serviceDate('2026-11-21'), knows: knownCodes }
