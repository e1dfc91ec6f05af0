/** Lines: how many, their numbers, their service with its modifiers. */
import { describe, expect, test } from 'vitest'
import type { CheckFacts } from './facts.ts'
import { lineRules } from './line-rules.ts'
import { rulesOfMedicareB } from './payer-rules.ts'
import { first, foundIn, ofSecond, type Row, second, served, third } from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'

const numbered = (...to: readonly [string, string, string]): Row[2] => [
  ...to.map((_, index) => [`LX*${index + 1}`, `LINE ${index}`] as const),
  ...to.map((lx, index) => [`LINE ${index}`, lx] as const),
]
const controls = (...to: readonly [string, string, string]): Row[2] =>
  to.map((own, index) => [`REF*6R*L0000000${index + 1}`, ...(own === '' ? [] : [`REF*6R*${own}`])])
const service = (to: string): Row[2] => [[first, first.replace('HC:97110:GP:KX', to)]]
const most = (mostLines: number): CheckFacts => ({ ...facts, payer: { ...rulesOfMedicareB, mostLines } })
/** Every code is valid on one day alone. */
const validOn = (day: string): CheckFacts => ({
  ...facts,
  knows: { procedure: (_, date) => date === day, diagnosis: () => true },
})

const rows: readonly Row[] = [
  // How many.
  ['as many as the payer takes', 'medicare', [], [], most(3)],
  ['one more', 'medicare', [], ['reject claim/line-count LX at 37: 3 lines are given and 2 fit'], most(2)],
  ['two more', 'medicare', [], ['reject claim/line-count LX at 33: 3 lines are given and 1 fit'], most(1)],
  // LX01.
  [
    'one left out',
    'medicare',
    numbered('LX*1', 'LX*3', 'LX*4'),
    ['reject line/number LX-1 at 33: LX01 is 3, the line is the 2.'],
  ],
  [
    'all begin at two',
    'medicare',
    numbered('LX*2', 'LX*3', 'LX*4'),
    ['reject line/number LX-1 at 29: LX01 is 2, the line is the 1.'],
  ],
  [
    'slipped, and back',
    'medicare',
    numbered('LX*1', 'LX*3', 'LX*3'),
    [
      'reject line/number LX-1 at 33: LX01 is 3, the line is the 2.',
      'reject line/number LX-1 at 37: LX01 is 3, the line is the 3.',
    ],
  ],
  [
    'slipped twice',
    'medicare',
    numbered('LX*2', 'LX*4', 'LX*5'),
    [
      'reject line/number LX-1 at 29: LX01 is 2, the line is the 1.',
      'reject line/number LX-1 at 33: LX01 is 4, the line is the 2.',
    ],
  ],
  [
    'all the same',
    'medicare',
    numbered('LX*1', 'LX*1', 'LX*1'),
    [
      'reject line/number LX-1 at 33: LX01 is 1, the line is the 2.',
      'reject line/number LX-1 at 37: LX01 is 1, the line is the 3.',
    ],
  ],
  ['no number in between', 'medicare', numbered('LX*1', 'LX', 'LX*3'), []],
  [
    'no number in between, and slipped',
    'medicare',
    numbered('LX*1', 'LX*A', 'LX*4'),
    ['reject line/number LX-1 at 37: LX01 is 4, the line is the 3.'],
  ],
  // REF*6R.
  [
    'no REF*6R',
    'medicare',
    controls('', 'L2', ''),
    [
      'warn line/control-number-missing LX at 29: line 1 has no REF*6R',
      'warn line/control-number-missing LX at 36: line 3 has no REF*6R',
    ],
  ],
  [
    'REF*6R of 30 and of 31 characters',
    'medicare',
    controls('L'.repeat(30), 'M'.repeat(31), 'L3'),
    ['reject line/control-number-too-long REF-2 at 36: it has 31 characters and 30 fit'],
  ],
  [
    'the second like the first',
    'medicare',
    controls('L1', 'L1', 'L3'),
    ['reject line/control-number-twice REF-2 at 36: lines 1 and 2 have the same REF*6R'],
  ],
  [
    'the third like the first',
    'medicare',
    controls('L1', 'L2', 'L1'),
    ['reject line/control-number-twice REF-2 at 40: lines 1 and 3 have the same REF*6R'],
  ],
  [
    'all the same',
    'medicare',
    controls('L1', 'L1', 'L1'),
    [
      'reject line/control-number-twice REF-2 at 36: lines 1 and 2 have the same REF*6R',
      'reject line/control-number-twice REF-2 at 40: lines 2 and 3 have the same REF*6R',
    ],
  ],
  [
    'two of two the same',
    'workersCompensation',
    [['REF*6R*W103B', 'REF*6R*W103A']],
    ['reject line/control-number-twice REF-2 at 41: lines 1 and 2 have the same REF*6R'],
  ],
  // SV101.
  [
    'another kind of code',
    'medicare',
    service('ER:97110:GP:KX'),
    ['reject line/procedure-form SV1-1 at 30: SV101 does not begin with HC'],
  ],
  [
    'no service in SV1',
    'medicare',
    service(''),
    ['reject line/procedure-form SV1-1 at 30: SV101 does not begin with HC'],
  ],
  ['no SV1', 'medicare', [[second]], []],
  [
    'four characters',
    'medicare',
    service('HC:9711:GP:KX'),
    ['reject line/procedure-form SV1-1 at 30: It is no CPT or HCPCS code of five characters.'],
  ],
  [
    'six characters',
    'medicare',
    service('HC:971100:GP:KX'),
    ['reject line/procedure-form SV1-1 at 30: It is no CPT or HCPCS code of five characters.'],
  ],
  ['small letters', 'medicare', service('HC:g0283:GP:KX'), []],
  [
    'small letters of no such code',
    'medicare',
    service('HC:g9999:GP:KX'),
    ['reject line/procedure-not-valid-on-date SV1-1 at 30: the procedure code is not valid on 2026-11-10'],
  ],
  [
    'no such code',
    'medicare',
    service('HC:97999:GP:KX'),
    ['reject line/procedure-not-valid-on-date SV1-1 at 30: the procedure code is not valid on 2026-11-10'],
  ],
  [
    'no such codes',
    'medicare',
    [...service('HC:97999:GP:KX'), [third, third.replace('97530', '97998')]],
    [
      'reject line/procedure-not-valid-on-date SV1-1 at 30: the procedure code is not valid on 2026-11-10',
      'reject line/procedure-not-valid-on-date SV1-1 at 38: the procedure code is not valid on 2026-11-10',
    ],
  ],
  [
    'no such code of another kind',
    'medicare',
    service('ER:97999:GP:KX'),
    ['reject line/procedure-form SV1-1 at 30: SV101 does not begin with HC'],
  ],
  ['no table', 'medicare', service('HC:97999:GP:KX'), [], { today: facts.today }],
  ['each on its day', 'medicare', [], [], validOn('2026-11-10')],
  [
    'one on another day',
    'medicare',
    ofSecond(served, 'DTP*472*D8*20261111'),
    ['reject line/procedure-not-valid-on-date SV1-1 at 34: the procedure code is not valid on 2026-11-11'],
    validOn('2026-11-10'),
  ],
  [
    'one without a day',
    'medicare',
    ofSecond(served),
    ['reject line/procedure-not-valid-on-date SV1-1 at 34: the procedure code is not valid on 2026-11-21'],
    validOn('2026-11-10'),
  ],
  // Modifiers.
  ['four', 'medicare', service('HC:97110:GP:KX:59:76'), []],
  [
    'five',
    'medicare',
    service('HC:97110:GP:KX:59:76:77'),
    ['reject line/modifiers SV1-1 at 30: a fifth modifier stands where the description does'],
  ],
  [
    'five, one twice',
    'medicare',
    service('HC:97110:GP:KX:59:GP:77'),
    ['reject line/modifiers SV1-1 at 30: a fifth modifier stands where the description does'],
  ],
  [
    'six',
    'medicare',
    service('HC:97110:GP:KX:59:76:77:78'),
    ['reject line/modifiers SV1-1 at 30: a fifth modifier stands where the description does'],
  ],
  ['four and a description', 'medicare', service('HC:97110:GP:KX:59:76:UNLISTED'), []],
  ['a description and more', 'medicare', service('HC:97110:GP:KX:59:76:UNLISTED:X'), []],
  [
    'a description and much more',
    'medicare',
    service('HC:97110:GP:KX:59:76:UNLISTED:X:Y'),
    ['reject line/modifiers SV1-1 at 30: a fifth modifier stands where the description does'],
  ],
  ['a description of two characters', 'medicare', service('HC:97110:GP:KX:::OT'), []],
  [
    'one of three characters',
    'medicare',
    service('HC:97110:GP:KXX'),
    ['reject line/modifiers SV1-1 at 30: A modifier has two characters.'],
  ],
  [
    'one of one character',
    'medicare',
    service('HC:97110:G'),
    ['reject line/modifiers SV1-1 at 30: A modifier has two characters.'],
  ],
  ['one in small letters', 'medicare', service('HC:97110:gp:KX'), []],
  [
    'one twice',
    'medicare',
    service('HC:97110:GP:KX:GP'),
    ['reject line/modifiers SV1-1 at 30: a modifier stands twice'],
  ],
  [
    'of several lines',
    'medicare',
    [...service('HC:97110:GP:GP'), [second, second.replace(':CQ', ':CQQ')]],
    [
      'reject line/modifiers SV1-1 at 30: a modifier stands twice',
      'reject line/modifiers SV1-1 at 34: A modifier has two characters.',
    ],
  ],
]

describe('of lines is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(lineRules, row)).toEqual(row[3])
  })
})
