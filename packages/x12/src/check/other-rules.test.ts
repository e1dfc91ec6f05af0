/** What the fifty defects do not touch: each rule with the change that breaks it alone. Beside the slug its place. */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { checkRules } from './check-rules.ts'
import type { CheckFacts } from './facts.ts'
import { rulesByDefault, rulesOfMedicareB } from './payer-rules.ts'
import { type Change, facts, type WorkedClaim, workedClaim } from './sample-worked-claims.ts'

/** `rule tag element`, beyond info. */
function found(claim: WorkedClaim, change: readonly Change[], told: CheckFacts = facts): string[] {
  const { claims, findings } = checkClaims(workedClaim(claim, change), told)
  return [...findings, ...claims.flatMap((one) => one.findings)]
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity, tag, element }) => `${severity} ${rule} ${tag}${element ?? ''}`)
}

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

const rows: readonly (readonly [WorkedClaim, readonly Change[], string])[] = [
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

describe('a change breaks its rule and no other', () => {
  test.each(rows)('%s %j: %s', (claim, change, expected) => {
    const all = found(claim, change)
    expect([...new Set(all)]).toEqual([expected])
  })
})

describe('what is told beside the file', () => {
  const text = workedClaim('medicare')

  test('numbers that were used before', () => {
    const seen = {
      interchanges: new Set(['000000101']),
      groups: new Set(['101']),
      batches: new Set(['B0000101']),
      claims: new Set(['PCN0000000000000001']),
    }
    expect(found('medicare', [], { ...facts, seenControlNumbers: seen })).toEqual([
      'reject envelope/control-number-used ISA13',
      'reject envelope/control-number-used GS6',
      'reject envelope/control-number-used BHT3',
      'reject claim/number-used CLM1',
    ])
  })

  test('the same file twice in one', () => {
    const { claims, findings } = checkClaims(`${text}\n${text}`, facts)
    expect(findings.map(({ rule, tag }) => `${rule} ${tag}`)).toEqual([
      'envelope/control-number-twice ISA',
      'envelope/control-number-twice BHT',
    ])
    expect(claims.map((claim) => claim.findings.map(({ rule }) => rule))).toEqual([
      [],
      ['claim/number-twice'],
    ])
  })

  test('without tables no code is looked up, and that is said', () => {
    const { claims, findings } = checkClaims(
      workedClaim('medicare', [[first, first.replace('97110', '97999')]]),
      { today: facts.today },
    )
    expect(findings.map(({ rule, severity, snip }) => ({ rule, severity, snip }))).toEqual([
      { rule: 'file/codes-not-looked-up', severity: 'info', snip: 5 },
    ])
    expect(claims[0]?.findings).toEqual([])
  })

  test.each([
    [{ takesReplacement: 'no' }, 'reject payer/frequency-not-taken CLM5'],
    [{ mostLines: 2 }, 'reject claim/line-count LX'],
    [{ mostDiagnoses: 1 }, 'reject diagnosis/count HI2'],
    [{ refusedModifiers: ['CQ'] }, 'reject payer/modifier-refused SV11'],
    [{ memberIds: ['9999'] }, 'reject payer/member-id-form NM19'],
  ] as const)('a payer with %j', (changes, expected) => {
    const change: Change[] =
      'takesReplacement' in changes
        ? [[clm, clm.replace(':1*', ':7*')], after('DTP*454*D8*20261005', 'REF*F8*ICN1')]
        : []
    const payerRules = { ...rulesOfMedicareB, ...changes } as typeof rulesOfMedicareB
    expect(found('medicare', change, { ...facts, payer: payerRules })).toEqual([expected])
  })

  test('a payer that takes five digits, a payer that takes no SBR05 of 43', () => {
    const five = { ...rulesOfMedicareB, nineDigitZip: false }
    expect(
      found('medicare', [['N4*PORTLAND*OR*972011234', 'N4*PORTLAND*OR*97201']], { ...facts, payer: five }),
    ).toEqual([])
    const second: Change[] = [
      ['SBR*S*18*******CI', 'SBR*S*18***43****MB'],
      ['NM1*IL*1*DOE*JANE****MI*SUPP000105', member],
    ]
    expect(found('secondary', second)).toEqual([])
    const told = { ...facts, payer: { ...rulesOfMedicareB, secondaryTypes: ['12'] } }
    expect(found('secondary', second, told)).toEqual(['reject medicare/secondary-type SBR5'])
  })

  test('rules by the payer of each claim', () => {
    const asked: unknown[] = []
    const told: CheckFacts = {
      ...facts,
      payer: (of) => {
        asked.push(of)
        return of.id === '02302' ? { ...rulesByDefault(of), mostLines: 1 } : null
      },
    }
    expect(found('medicare', [], told)).toEqual(['reject claim/line-count LX'])
    expect(asked).toEqual([{ id: '02302', filingIndicator: 'MB' }])
  })
})

describe('what is not judged is named', () => {
  const rulesOf = (text: string) => {
    const { claims, findings } = checkClaims(text, facts)
    return {
      claims: claims.length,
      judged: claims.flatMap((claim) => claim.findings),
      said: findings.map(({ rule, severity }) => `${severity} ${rule}`),
    }
  }

  test('a guide of 4010', () => {
    const text = workedClaim('medicare', [
      ['N3*1 OAK ST', 'N3* bad '],
      [clm, clm.replace('250', '999')],
    ])
    expect(rulesOf(text.replaceAll('005010X222A1', '004010X098A1'))).toEqual({
      claims: 1,
      judged: [],
      said: ['info envelope/version'],
    })
  })

  test('another transaction', () => {
    const text = workedClaim('medicare').replaceAll('005010X222A1', '005010X223A2')
    expect(rulesOf(text)).toEqual({ claims: 0, judged: [], said: ['info file/other-content'] })
  })

  test('but an empty file is refused', () => {
    expect(rulesOf('').said.toSorted()).toEqual(['reject file/empty', 'reject file/no-claims'])
  })
})

describe('cards', () => {
  test('each slug stands once, each with a sentence, a source and what to do', () => {
    const slugs = checkRules.map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(slugs.length)
    for (const { slug, sentence, citation, fix, snip } of checkRules) {
      expect(slug).toMatch(/^[a-z]+\/[a-z0-9-]+$/)
      expect(sentence).toMatch(/\.$/)
      expect(fix).toMatch(/\.$/)
      expect(citation).not.toBe('')
      expect(snip).toBeGreaterThan(0)
    }
  })
})
