/** Whose plan it is, who subscribes, who pays: what must be there, what must not, and what follows from it. */
import { describe, expect, test } from 'vitest'
import { rulesOfMedicareB } from './payer-rules.ts'
import { foundIn, type Row } from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'
import { patientRules, subscriberRules } from './subscriber-rules.ts'

const rules = [...subscriberRules, ...patientRules]
const plan = 'SBR*P*18*******MB'
const secondPlan = 'SBR*S*18*******CI'
const planOfEmployer = 'SBR*P********WC'
const jane = 'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73'
const janeAtSecond = 'NM1*IL*1*DOE*JANE****MI*SUPP000105'
const employer = 'NM1*IL*2*INVENTED FREIGHT INC*****MI*POL000103'
const medicare = 'NM1*PR*2*MEDICARE PART B*****PI*02302'
const bare: Row[2] = [['N3*1 OAK ST'], ['N4*PORTLAND*OR*97201'], ['DMG*D8*19500101*F']]
const patient = [
  ...['HL*3*2*23*0', 'PAT*20', 'NM1*QC*1*DUMMY*CARLA', 'N3*10 NOWHERE LN', 'N4*PORTLAND*OR*97206'],
  'DMG*D8*19850505*F',
]
const noPatient: Row[2] = patient.map((gone) => [gone])
/** The claim of the second payer, at Medicare. */
const atMedicare = (sbr: string): Row[2] => [
  [secondPlan, sbr],
  [janeAtSecond, jane],
]

const ofPlans: readonly Row[] = [
  [
    'no plan',
    'medicare',
    [[plan]],
    ['reject subscriber/filing-indicator HL at 14: the subscriber has no SBR'],
  ],
  [
    'no plan of an employer',
    'workersCompensation',
    [[planOfEmployer]],
    ['reject subscriber/filing-indicator HL at 14: the subscriber has no SBR'],
  ],
  [
    'a plan of no kind',
    'medicare',
    [[plan, 'SBR*P*18']],
    ['reject subscriber/filing-indicator SBR-9 at 15: SBR09 is missing'],
  ],
  [
    'a plan of no kind, with SBR05',
    'medicare',
    [[plan, 'SBR*P*18***12']],
    ['reject subscriber/filing-indicator SBR-9 at 15: SBR09 is missing'],
  ],
  [
    'a plan of no such kind',
    'medicare',
    [[plan, 'SBR*P*18*******QQ']],
    ['reject subscriber/filing-indicator SBR-9 at 15: It is no claim filing indicator.'],
  ],
  ...[...'PSTABCDEFGHU'].map(
    (turn): Row => [`the turn ${turn}`, 'medicare', [[plan, `SBR*${turn}*18*******CI`]], []],
  ),
  ...['', 'I', 'Z', 'PS', 'p'].map(
    (turn): Row => [
      `no such turn: ${turn}`,
      'medicare',
      [[plan, `SBR*${turn}*18*******CI`]],
      ['reject subscriber/turn SBR-1 at 15: SBR01 is none of P, S, T, A to H, U'],
    ],
  ),
  [
    'the patient by no word',
    'medicare',
    [[plan, 'SBR*P********MB']],
    ['reject subscriber/relationship SBR-2 at 15: no patient level follows, and SBR02 is not 18'],
  ],
  [
    'the patient as a child',
    'medicare',
    [[plan, 'SBR*P*19*******MB']],
    ['reject subscriber/relationship SBR-2 at 15: no patient level follows, and SBR02 is not 18'],
  ],
  [
    'the patient twice',
    'workersCompensation',
    [[planOfEmployer, 'SBR*P*18*******WC']],
    ['reject subscriber/relationship SBR-2 at 15: a patient level follows, and SBR02 is not empty'],
  ],
  // SBR05.
  [
    'why second, at the first',
    'medicare',
    [[plan, 'SBR*P*18***12****MB']],
    ['reject medicare/secondary-type SBR-5 at 15: SBR05 stands where Medicare is not the second payer'],
  ],
  [
    'why second, at a plan that is not Medicare',
    'secondary',
    [[secondPlan, 'SBR*S*18***12****CI']],
    ['reject medicare/secondary-type SBR-5 at 15: SBR05 stands where Medicare is not the second payer'],
  ],
  ['Medicare second and why', 'secondary', atMedicare('SBR*S*18***12****MB'), []],
  [
    'Medicare second and no why',
    'secondary',
    atMedicare('SBR*S*18*******MB'),
    ['reject medicare/secondary-type SBR-5 at 15: Medicare is not the first payer, and SBR05 is missing'],
  ],
  [
    'Medicare third and no such why',
    'secondary',
    atMedicare('SBR*T*18***11****MB'),
    ['reject medicare/secondary-type SBR-5 at 15: It is no reason why Medicare pays second.'],
  ],
  [
    'a why that the payer does not take',
    'secondary',
    atMedicare('SBR*S*18***12****MB'),
    ['reject medicare/secondary-type SBR-5 at 15: the payer does not take this SBR05'],
    { ...facts, payer: { ...rulesOfMedicareB, secondaryTypes: ['43'] } },
  ],
  [
    'a why that the payer takes',
    'secondary',
    atMedicare('SBR*S*18***43****MB'),
    [],
    { ...facts, payer: { ...rulesOfMedicareB, secondaryTypes: ['43'] } },
  ],
  [
    'no why at a payer that takes some',
    'medicare',
    [],
    [],
    { ...facts, payer: { ...rulesOfMedicareB, secondaryTypes: ['43'] } },
  ],
]

const ofSubscribers: readonly Row[] = [
  [
    'no subscriber',
    'medicare',
    [[jane], ...bare],
    ['reject subscriber/name HL at 14: the subscriber has no NM1*IL'],
  ],
  [
    'neither person nor organization',
    'medicare',
    [[jane, jane.replace('*1*', '*3*')]],
    ['reject subscriber/name NM1-2 at 16: NM102 is neither 1 nor 2'],
  ],
  [
    'no name',
    'medicare',
    [[jane, jane.replace('DOE', '')]],
    ['reject subscriber/name NM1-3 at 16: the subscriber has no name'],
  ],
  [
    'an employer as the patient',
    'workersCompensation',
    noPatient,
    [
      'reject subscriber/relationship SBR-2 at 15: no patient level follows, and SBR02 is not 18',
      'reject subscriber/name NM1-2 at 16: the subscriber is an organization, and no patient level follows',
    ],
  ],
  ['a person and a patient', 'workersCompensation', [[employer, employer.replace('*2*', '*1*')]], []],
  ['an employer without id', 'workersCompensation', [[employer, 'NM1*IL*2*INVENTED FREIGHT INC']], []],
  [
    'an employer with a number of another kind',
    'workersCompensation',
    [[employer, employer.replace('*MI*', '*24*')]],
    [],
  ],
  [
    'a person without id',
    'medicare',
    [[jane, 'NM1*IL*1*DOE*JANE']],
    ['reject subscriber/member-id NM1-9 at 16: the subscriber has no member id'],
  ],
  ['an id of II', 'medicare', [[jane, jane.replace('*MI*', '*II*')]], []],
  ...['', 'ZZ'].map(
    (kind): Row => [
      `an id of another kind: ${kind}`,
      'medicare',
      [[jane, jane.replace('*MI*', `*${kind}*`)]],
      ['reject subscriber/member-id NM1-8 at 16: NM108 is not MI'],
    ],
  ),
  [
    'an id in another form',
    'medicare',
    [[jane, jane.replace('1EG4TE5MK73', 'XEG4TE5MK73')]],
    ['reject payer/member-id-form NM1-9 at 16: the member id does not have a form that the payer gives out'],
  ],
  ['an id in small letters', 'medicare', [[jane, jane.replace('1EG4TE5MK73', '1eg4te5mk73')]], []],
  [
    'an id in one form of two',
    'medicare',
    [],
    [],
    { ...facts, payer: { ...rulesOfMedicareB, memberIds: ['9999', '9AX9AX9AA99'] } },
  ],
  [
    'an id in neither form',
    'medicare',
    [],
    ['reject payer/member-id-form NM1-9 at 16: the member id does not have a form that the payer gives out'],
    { ...facts, payer: { ...rulesOfMedicareB, memberIds: ['9999', 'AAAA'] } },
  ],
  // The payer.
  ['no payer', 'medicare', [[medicare]], ['reject payer/id HL at 14: the subscriber level has no NM1*PR']],
  [
    'a payer without name',
    'medicare',
    [[medicare, medicare.replace('MEDICARE PART B', '')]],
    ['reject payer/id NM1-3 at 20: the payer has no name'],
  ],
  [
    'a payer without id',
    'medicare',
    [[medicare, 'NM1*PR*2*MEDICARE PART B']],
    ['reject payer/id NM1-9 at 20: the payer has no id'],
  ],
  [
    'a payer without either',
    'medicare',
    [[medicare, 'NM1*PR*2']],
    [
      'reject payer/id NM1-3 at 20: the payer has no name',
      'reject payer/id NM1-9 at 20: the payer has no id',
    ],
  ],
  ['the national id of a plan', 'medicare', [[medicare, medicare.replace('*PI*', '*XV*')]], []],
  ...['', 'ZZ'].map(
    (kind): Row => [
      `a payer by an id of another kind: ${kind}`,
      'medicare',
      [[medicare, medicare.replace('*PI*', `*${kind}*`)]],
      ['reject payer/id NM1-8 at 20: NM108 is neither PI nor XV'],
    ],
  ),
]

describe.each([
  ['plans', ofPlans],
  ['subscribers and payers', ofSubscribers],
] as const)('of %s is found', (_, rows) => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
