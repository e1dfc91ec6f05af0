/** Who the patient is: a level of its own, or the subscriber who is the patient too. */
import { describe, expect, test } from 'vitest'
import { after, comp, foundIn, type Row } from './sample-findings.ts'
import { patientRules, subscriberRules } from './subscriber-rules.ts'

const rules = [...subscriberRules, ...patientRules]
const employer = 'NM1*IL*2*INVENTED FREIGHT INC*****MI*POL000103'
const carla = 'NM1*QC*1*DUMMY*CARLA'
const dmg = 'DMG*D8*19500101*F'
const carlaDmg = 'DMG*D8*19850505*F'
const bare: Row[2] = [['N3*1 OAK ST'], ['N4*PORTLAND*OR*97201'], [dmg]]

const rows: readonly Row[] = [
  // Where and when born, a subscriber who is the patient.
  [
    'nothing of who is the patient',
    'medicare',
    bare,
    [
      'reject patient/address NM1 at 16: N3 of the patient is missing',
      'reject patient/demographics NM1 at 16: DMG of the patient is missing',
    ],
  ],
  [
    'no ZIP code',
    'medicare',
    [['N4*PORTLAND*OR*97201', 'N4*PORTLAND*OR']],
    ['reject patient/address NM1 at 16: N403 of the patient is missing'],
  ],
  ...['DMG*D8**F', 'DMG*D8* *F'].map(
    (born): Row => [
      `no birth date: ${born}`,
      'medicare',
      [[dmg, born]],
      ['reject patient/demographics DMG-2 at 19: the birth date is missing'],
    ],
  ),
  [
    'neither birth date nor sex',
    'medicare',
    [[dmg, 'DMG*D8']],
    [
      'reject patient/demographics DMG-2 at 19: the birth date is missing',
      'reject patient/demographics DMG-3 at 19: DMG03 is none of F, M, U',
    ],
  ],
  ['a birth on no day, told when it was read', 'medicare', [[dmg, 'DMG*D8*19501301*F']], []],
  ...['F', 'M', 'U'].map((sex): Row => [`the sex ${sex}`, 'medicare', [[dmg, `DMG*D8*19500101*${sex}`]], []]),
  ...['', 'X', 'FM'].map(
    (sex): Row => [
      `no such sex: ${sex}`,
      'medicare',
      [[dmg, `DMG*D8*19500101*${sex}`]],
      ['reject patient/demographics DMG-3 at 19: DMG03 is none of F, M, U'],
    ],
  ),
  [
    'nothing of a person who is not the patient',
    'workersCompensation',
    [[employer, employer.replace('*2*', '*1*')]],
    [],
  ],
  // 2000C.
  [
    'no relationship',
    'workersCompensation',
    [['PAT*20']],
    ['reject patient/relationship HL at 20: the patient level has no PAT'],
  ],
  ...['PAT', 'PAT*18', 'PAT*99'].map(
    (pat): Row => [
      `no such relationship: ${pat}`,
      'workersCompensation',
      [['PAT*20', pat]],
      ['reject patient/relationship PAT-1 at 21: PAT01 is no relationship'],
    ],
  ),
  ...['01', '19', 'G8'].map(
    (code): Row => [`the relationship ${code}`, 'workersCompensation', [['PAT*20', `PAT*${code}`]], []],
  ),
  [
    'no patient',
    'workersCompensation',
    [[carla], ['N3*10 NOWHERE LN'], ['N4*PORTLAND*OR*97206'], [carlaDmg]],
    ['reject patient/name HL at 20: the patient level has no NM1*QC'],
  ],
  [
    'a patient who is no person',
    'workersCompensation',
    [[carla, 'NM1*QC*2*DUMMY INC']],
    ['reject patient/name NM1-2 at 22: NM102 of the patient is not 1'],
  ],
  [
    'a patient of no kind, without name',
    'workersCompensation',
    [[carla, 'NM1*QC***CARLA']],
    [
      'reject patient/name NM1-2 at 22: NM102 of the patient is not 1',
      'reject patient/name NM1-3 at 22: the patient has no name',
    ],
  ],
  [
    'a patient with an id',
    'workersCompensation',
    [[carla, `${carla}****MI*1`]],
    ['reject patient/name NM1-9 at 22: NM1*QC has an id'],
  ],
  [
    'nothing of the patient',
    'workersCompensation',
    [['N3*10 NOWHERE LN'], ['N4*PORTLAND*OR*97206'], [carlaDmg]],
    [
      'reject patient/address NM1 at 22: N3 of the patient is missing',
      'reject patient/demographics NM1 at 22: DMG of the patient is missing',
    ],
  ],
  [
    'a patient and two claims',
    'workersCompensation',
    [[carlaDmg, 'DMG*D8*19850505'], after(comp, comp.replace('WORK', 'AGAIN'))],
    [
      'reject patient/demographics DMG-3 at 25: DMG03 is none of F, M, U',
      'reject patient/demographics DMG-3 at 25: DMG03 is none of F, M, U',
    ],
  ],
]

describe('of patients is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
