/** How much a line is of, and what it answers: SV103, SV104, SV109 to SV115. */
import { describe, expect, test } from 'vitest'
import { lineRules } from './line-rules.ts'
import { after, first, foundIn, type Row, served, third } from './sample-findings.ts'

const units = (to: string): Row[2] => [[first, first.replace('UN*2', to)]]

const rows: readonly Row[] = [
  // Units.
  ['minutes', 'medicare', units('MJ*30'), []],
  [
    'another measure',
    'medicare',
    units('F2*2'),
    ['reject line/units SV1-3 at 30: SV103 is neither UN nor MJ'],
  ],
  ['no measure', 'medicare', units('*2'), ['reject line/units SV1-3 at 30: SV103 is neither UN nor MJ']],
  ['no units', 'medicare', units('UN*'), ['reject line/units SV1-4 at 30: line 1 has no units']],
  [
    'no measure and no units',
    'medicare',
    units('*'),
    [
      'reject line/units SV1-3 at 30: SV103 is neither UN nor MJ',
      'reject line/units SV1-4 at 30: line 1 has no units',
    ],
  ],
  ['none', 'medicare', units('UN*0'), ['reject line/units SV1-4 at 30: line 1 has 0 units']],
  ['below zero', 'medicare', units('UN*-1'), ['reject line/units SV1-4 at 30: line 1 has -1 units']],
  ['one decimal', 'medicare', units('UN*0.5'), []],
  ['two decimals', 'medicare', units('UN*1.25'), []],
  [
    'three decimals',
    'medicare',
    units('UN*1.125'),
    ['reject line/units SV1-4 at 30: the units of line 1 have more than two decimals'],
  ],
  [
    'three decimals and no digit before them',
    'medicare',
    units('UN*.125'),
    ['reject line/units SV1-4 at 30: the units of line 1 have more than two decimals'],
  ],
  ['two decimals and no digit before them', 'medicare', units('UN*.25'), []],
  ['a thousand', 'medicare', units('UN*1000'), []],
  ['what is no number', 'medicare', units('UN*TWO.FOUR'), []],
  // Answers.
  ...[9, 11, 12].flatMap((position): Row[] => [
    [
      `SV1${String(position).padStart(2, '0')} of Y`,
      'medicare',
      [[first, `${first}${'*'.repeat(position - 7)}Y`]],
      [],
    ],
    [
      `SV1${String(position).padStart(2, '0')} of N`,
      'medicare',
      [[first, `${first}${'*'.repeat(position - 7)}N`]],
      [`reject line/answers SV1-${position} at 30: it is not Y`],
    ],
  ]),
  ['SV110 of N', 'medicare', [[first, `${first}***N`]], []],
  ['SV115 of 0', 'medicare', [[first, `${first}********0`]], []],
  [
    'SV115 of 1',
    'medicare',
    [[first, `${first}********1`]],
    ['reject line/answers SV1-15 at 30: SV115 is not 0'],
  ],
  [
    'each of them',
    'medicare',
    [[first, `${first}**N**N*N***Y`]],
    [
      'reject line/answers SV1-9 at 30: it is not Y',
      'reject line/answers SV1-11 at 30: it is not Y',
      'reject line/answers SV1-12 at 30: it is not Y',
      'reject line/answers SV1-15 at 30: SV115 is not 0',
    ],
  ],
  ['of another line', 'medicare', [[third, `${third}**N`]], ['reject line/answers SV1-9 at 38: it is not Y']],
  // A line without service says nothing more.
  ['nothing but REF*6R', 'medicare', [[first], [served], after('LX*1')], []],
]

describe('of units and answers is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(lineRules, row)).toEqual(row[3])
  })
})
