/** Diagnoses and who points to them: their number, kind and form, and the day on which they must be valid. */
import { describe, expect, test } from 'vitest'
import { diagnosisPointerRules, diagnosisRules } from './diagnosis-rules.ts'
import type { CheckFacts } from './facts.ts'
import { rulesOfMedicareB } from './payer-rules.ts'
import { diagnoses, first, foundIn, type Row, second, served, third } from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'

const rules = [...diagnosisRules, ...diagnosisPointerRules]
const twelve = 'M5450 M6281 S39012D M25561 R2689 M25571 M542 M546 M5451 M5459 M62561 M62562'.split(' ')
const hi = (codes: readonly string[]) =>
  codes.map((code, at) => `*${at === 0 ? 'ABK' : 'ABF'}:${code}`).join('')
const points = (to: string): Row[2][number] => [first, first.replace('1:2', to)]
const days = (...to: readonly [string, string, string]): Row[2] => [
  ...to.map((_, index) => [served, `LINE ${index}`] as const),
  ...to.map((day, index) => [`LINE ${index}`, ...(day === '' ? [] : [`DTP*472*D8*${day}`])] as const),
]
/** Every code is valid on one day alone. */
const validOn = (day: string): CheckFacts => ({
  ...facts,
  knows: { procedure: () => true, diagnosis: (_, date) => date === day },
})

const rows: readonly Row[] = [
  // How many.
  ['none', 'medicare', [[diagnoses]], ['reject diagnosis/count CLM at 21: the claim has no diagnosis']],
  ['twelve', 'medicare', [[diagnoses, `HI${hi(twelve)}`]], []],
  [
    'thirteen',
    'medicare',
    [[diagnoses, `HI${hi(twelve)}`, 'HI*ABF:Z9889']],
    ['reject diagnosis/count HI-1 at 26: 13 diagnoses are given and 12 fit'],
  ],
  [
    'as many as the payer takes',
    'medicare',
    [],
    [],
    { ...facts, payer: { ...rulesOfMedicareB, mostDiagnoses: 2 } },
  ],
  [
    'one more',
    'medicare',
    [],
    ['reject diagnosis/count HI-2 at 25: 2 diagnoses are given and 1 fit'],
    { ...facts, payer: { ...rulesOfMedicareB, mostDiagnoses: 1 } },
  ],
  // Which kind.
  [
    'the first as ABF',
    'medicare',
    [[diagnoses, 'HI*ABF:M5450*ABF:M6281']],
    ['reject diagnosis/qualifier HI-1 at 25: the qualifier is not ABK'],
  ],
  [
    'the second as ABK',
    'medicare',
    [[diagnoses, 'HI*ABK:M5450*ABK:M6281']],
    ['reject diagnosis/qualifier HI-2 at 25: the qualifier is not ABF'],
  ],
  [
    'both wrong, the first is told',
    'medicare',
    [[diagnoses, 'HI*ABF:M5450*ABK:M6281']],
    ['reject diagnosis/qualifier HI-1 at 25: the qualifier is not ABK'],
  ],
  [
    'those of ICD-9',
    'medicare',
    [[diagnoses, 'HI*BK:M5450*BF:M6281']],
    ['reject diagnosis/qualifier HI-1 at 25: the qualifier is not ABK'],
  ],
  [
    'the third alone',
    'medicare',
    [[diagnoses, `${diagnoses}*BF:7242`]],
    [
      'reject diagnosis/qualifier HI-3 at 25: the qualifier is not ABF',
      'reject diagnosis/form HI-3 at 25: It is no ICD-10-CM code in capitals without its dot.',
    ],
  ],
  // Which form.
  [
    'a dot',
    'medicare',
    [[diagnoses, 'HI*ABK:M54.50*ABF:M6281']],
    ['reject diagnosis/form HI-1 at 25: It is no ICD-10-CM code in capitals without its dot.'],
  ],
  [
    'a dot in the second',
    'medicare',
    [[diagnoses, 'HI*ABK:M5450*ABF:M62.81']],
    ['reject diagnosis/form HI-2 at 25: It is no ICD-10-CM code in capitals without its dot.'],
  ],
  ['small letters', 'medicare', [[diagnoses, 'HI*ABK:m5450*ABF:M6281']], []],
  [
    'small letters of no such code',
    'medicare',
    [[diagnoses, 'HI*ABK:m9999*ABF:M6281']],
    ['reject diagnosis/not-valid-on-date HI-1 at 25: the code is not valid on 2026-11-10'],
  ],
  // Once.
  [
    'one alone',
    'medicare',
    [
      [diagnoses, 'HI*ABK:M5450'],
      [third, third.replace('1:2', '1')],
      [first, first.replace('1:2', '1')],
    ],
    [],
  ],
  [
    'twice',
    'medicare',
    [[diagnoses, 'HI*ABK:M5450*ABF:M5450']],
    ['warn diagnosis/twice HI-2 at 25: the diagnosis stands twice'],
  ],
  [
    'three times',
    'medicare',
    [[diagnoses, 'HI*ABK:M5450*ABF:M5450*ABF:M5450']],
    [
      'warn diagnosis/twice HI-2 at 25: the diagnosis stands twice',
      'warn diagnosis/twice HI-3 at 25: the diagnosis stands twice',
    ],
  ],
  // Valid on the first day of service.
  [
    'another code',
    'medicare',
    [[diagnoses, 'HI*ABK:M9999*ABF:M6281']],
    ['reject diagnosis/not-valid-on-date HI-1 at 25: the code is not valid on 2026-11-10'],
  ],
  [
    'two other codes',
    'medicare',
    [[diagnoses, 'HI*ABK:M9999*ABF:M9998']],
    [
      'reject diagnosis/not-valid-on-date HI-1 at 25: the code is not valid on 2026-11-10',
      'reject diagnosis/not-valid-on-date HI-2 at 25: the code is not valid on 2026-11-10',
    ],
  ],
  [
    'another code of another kind',
    'medicare',
    [[diagnoses, 'HI*BK:M9999*BF:M9998']],
    ['reject diagnosis/qualifier HI-1 at 25: the qualifier is not ABK'],
  ],
  ['no table', 'medicare', [[diagnoses, 'HI*ABK:M9999*ABF:M6281']], [], { today: facts.today }],
  [
    'the first day is the second line’s',
    'medicare',
    days('20261110', '20261108', '20261112'),
    [],
    validOn('2026-11-08'),
  ],
  [
    'the first day is the first line’s',
    'medicare',
    days('20261108', '20261110', '20261112'),
    [],
    validOn('2026-11-08'),
  ],
  [
    'the first day is the third line’s',
    'medicare',
    days('20261110', '20261112', '20261108'),
    [],
    validOn('2026-11-08'),
  ],
  [
    'not the last day',
    'medicare',
    days('20261108', '20261110', '20261112'),
    [
      'reject diagnosis/not-valid-on-date HI-1 at 25: the code is not valid on 2026-11-08',
      'reject diagnosis/not-valid-on-date HI-2 at 25: the code is not valid on 2026-11-08',
    ],
    validOn('2026-11-12'),
  ],
  ['a line without a day', 'medicare', days('', '20261110', '20261112'), [], validOn('2026-11-10')],
  ['a last line without a day', 'medicare', days('20261110', '20261112', ''), [], validOn('2026-11-10')],
  ['no line with a day: today', 'medicare', days('', '', ''), [], validOn('2026-11-21')],
  [
    'no line with a day, and not today',
    'medicare',
    days('', '', ''),
    [
      'reject diagnosis/not-valid-on-date HI-1 at 25: the code is not valid on 2026-11-21',
      'reject diagnosis/not-valid-on-date HI-2 at 25: the code is not valid on 2026-11-21',
    ],
    validOn('2026-11-10'),
  ],
  // Pointers.
  ['to the last', 'medicare', [points('2')], []],
  [
    'beyond the last',
    'medicare',
    [points('3')],
    ['reject line/pointer-to-no-diagnosis SV1-7 at 30: line 1 points to diagnosis 3 of 2'],
  ],
  [
    'to none',
    'medicare',
    [points('0')],
    ['reject line/pointer-to-no-diagnosis SV1-7 at 30: line 1 points to diagnosis 0 of 2'],
  ],
  [
    'to two that are none',
    'medicare',
    [points('1:3:4')],
    [
      'reject line/pointer-to-no-diagnosis SV1-7 at 30: line 1 points to diagnosis 3 of 2',
      'reject line/pointer-to-no-diagnosis SV1-7 at 30: line 1 points to diagnosis 4 of 2',
    ],
  ],
  [
    'of two lines',
    'medicare',
    [points('3'), [second, second.replace('***1', '***4')]],
    [
      'reject line/pointer-to-no-diagnosis SV1-7 at 30: line 1 points to diagnosis 3 of 2',
      'reject line/pointer-to-no-diagnosis SV1-7 at 34: line 2 points to diagnosis 4 of 2',
    ],
  ],
  [
    'where there is no diagnosis',
    'medicare',
    [[diagnoses], points('3')],
    ['reject diagnosis/count CLM at 21: the claim has no diagnosis'],
  ],
  ['to four', 'medicare', [[diagnoses, `HI${hi(twelve)}`], points('1:2:3:4')], []],
  [
    'to five',
    'medicare',
    [[diagnoses, `HI${hi(twelve)}`], points('1:2:3:4:5')],
    ['reject line/pointer-count SV1-7 at 30: line 1 points to 5 diagnoses'],
  ],
  [
    'to five, one twice',
    'medicare',
    [[diagnoses, `HI${hi(twelve)}`], points('1:2:3:4:1')],
    ['reject line/pointer-count SV1-7 at 30: line 1 points to 5 diagnoses'],
  ],
  [
    'to four, one twice',
    'medicare',
    [[diagnoses, `HI${hi(twelve)}`], points('1:2:3:1')],
    ['warn line/pointer-twice SV1-7 at 30: line 1 points to a diagnosis twice'],
  ],
  [
    'to one twice',
    'medicare',
    [points('2:2')],
    ['warn line/pointer-twice SV1-7 at 30: line 1 points to a diagnosis twice'],
  ],
  ['to one', 'medicare', [points('1')], []],
  [
    'nowhere',
    'medicare',
    [[first, first.replace('***1:2', '')]],
    ['reject line/pointer-count SV1-7 at 30: line 1 points to 0 diagnoses'],
  ],
  [
    'to a space',
    'medicare',
    [points(' ')],
    ['reject line/pointer-count SV1-7 at 30: line 1 points to 0 diagnoses'],
  ],
  ['to what is no number', 'medicare', [points('A')], []],
  ['a line without service', 'medicare', [[first]], []],
]

describe('of diagnoses is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
