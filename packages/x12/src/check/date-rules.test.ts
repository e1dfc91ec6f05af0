/** Days that can't be: just right, one day beside it, and what is not said where a day is missing. */
import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { dateRules } from './date-rules.ts'
import { after, foundIn, ofSecond, type Row, served, treated } from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'

const bht = 'BHT*0019*00*B0000101*20261121*0930*CH'
const onset = 'DTP*431*D8*20261001'
const days = (...to: readonly [string, string, string]): Row[2] => [
  ...to.map((_, index) => [served, `LINE ${index}`] as const),
  ...to.map((day, index) => [`LINE ${index}`, ...(day === '' ? [] : [`DTP*472*D8*${day}`])] as const),
]

const rows: readonly Row[] = [
  [
    'a line without a day',
    'medicare',
    ofSecond(served),
    ['reject line/date-missing LX at 33: line 2 has no DTP*472'],
  ],
  [
    'a line with another date alone',
    'medicare',
    ofSecond(served, 'DTP*471*D8*20261110'),
    ['reject line/date-missing LX at 33: line 2 has no DTP*472'],
  ],
  ['a line with another date too', 'medicare', ofSecond(served, served, 'DTP*471*D8*20261110'), []],
  [
    'a service of tomorrow behind another date',
    'medicare',
    ofSecond(served, 'DTP*471*D8*20261110', 'DTP*472*D8*20261122'),
    ['reject line/date-in-future DTP-3 at 36: the service, 2026-11-22, is after 2026-11-21'],
  ],
  [
    'two lines without a day',
    'medicare',
    days('', '20261110', ''),
    [
      'reject line/date-missing LX at 29: line 1 has no DTP*472',
      'reject line/date-missing LX at 36: line 3 has no DTP*472',
    ],
  ],
  ['a service of today', 'medicare', days('20261121', '20261110', '20261110'), []],
  [
    'a service of tomorrow',
    'medicare',
    ofSecond(served, 'DTP*472*D8*20261122'),
    ['reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21'],
  ],
  ['a span to today', 'medicare', ofSecond(served, 'DTP*472*RD8*20261110-20261121'), []],
  [
    'a span to tomorrow',
    'medicare',
    ofSecond(served, 'DTP*472*RD8*20261110-20261122'),
    ['reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21'],
  ],
  [
    'a span of tomorrow back',
    'medicare',
    ofSecond(served, 'DTP*472*RD8*20261122-20261110'),
    [
      'reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21',
      'reject claim/date-reversed DTP-3 at 35: the span ends before it begins',
    ],
  ],
  [
    'a span from no day to tomorrow',
    'medicare',
    ofSecond(served, 'DTP*472*RD8*20261350-20261122'),
    ['reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21'],
  ],
  [
    'a span from tomorrow to no day',
    'medicare',
    ofSecond(served, 'DTP*472*RD8*20261122-20261350'),
    ['reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21'],
  ],
  ['a span from today to no day', 'medicare', ofSecond(served, 'DTP*472*RD8*20261110-20261350'), []],
  ['no day at all', 'medicare', ofSecond(served, 'DTP*472*D8*20261350'), []],
  [
    'written before the service',
    'medicare',
    [[bht, bht.replace('1121', '1109')]],
    [
      'reject line/date-in-future DTP-3 at 31: the service, 2026-11-10, is after 2026-11-09',
      'reject line/date-in-future DTP-3 at 35: the service, 2026-11-10, is after 2026-11-09',
      'reject line/date-in-future DTP-3 at 39: the service, 2026-11-10, is after 2026-11-09',
    ],
  ],
  ['written on the day of the service', 'medicare', [[bht, bht.replace('1121', '1110')]], []],
  [
    'written ahead of today',
    'medicare',
    [[bht, bht.replace('1121', '1130')], ...ofSecond(served, 'DTP*472*D8*20261122')],
    ['reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21'],
  ],
  [
    'written on no day',
    'medicare',
    [[bht, bht.replace('20261121', '')], ...ofSecond(served, 'DTP*472*D8*20261122')],
    ['reject line/date-in-future DTP-3 at 35: the service, 2026-11-22, is after 2026-11-21'],
  ],
  [
    'checked before the service',
    'medicare',
    [],
    [
      'reject line/date-in-future DTP-3 at 31: the service, 2026-11-10, is after 2026-11-09',
      'reject line/date-in-future DTP-3 at 35: the service, 2026-11-10, is after 2026-11-09',
      'reject line/date-in-future DTP-3 at 39: the service, 2026-11-10, is after 2026-11-09',
    ],
    { ...facts, today: serviceDate('2026-11-09') },
  ],
  ['a birth on the day of the service', 'medicare', [['DMG*D8*19500101*F', 'DMG*D8*20261110*F']], []],
  [
    'a birth on the day after',
    'medicare',
    [['DMG*D8*19500101*F', 'DMG*D8*20261111*F'], ...days('20261110', '20261111', '20261112')],
    ['reject line/date-before-birth DTP-3 at 31: the service of line 1 is before the birth'],
  ],
  ['no birth', 'medicare', [['DMG*D8*19500101*F', 'DMG*D8**F']], []],
  [
    'a birth and no day of service',
    'medicare',
    [['DMG*D8*19500101*F', 'DMG*D8*20261111*F'], ...days('20261111', '20261350', '20261111')],
    [],
  ],
  [
    'the birth of who is no subscriber',
    'workersCompensation',
    [['DMG*D8*19850505*F', 'DMG*D8*20261117*F']],
    [
      'reject line/date-before-birth DTP-3 at 36: the service of line 1 is before the birth',
      'reject line/date-before-birth DTP-3 at 40: the service of line 2 is before the birth',
    ],
  ],
  ['a span of one day', 'medicare', [after(treated, 'DTP*314*RD8*20261001-20261001')], []],
  [
    'a span that ends a day early',
    'medicare',
    [after(treated, 'DTP*314*RD8*20261002-20261001')],
    ['reject claim/date-reversed DTP-3 at 24: the span ends before it begins'],
  ],
  ['a span that begins on no day', 'medicare', [after(treated, 'DTP*314*RD8*20261350-20261001')], []],
  ['a span that ends on no day', 'medicare', [after(treated, 'DTP*314*RD8*20261001-20261350')], []],
  [
    'spans of lines',
    'medicare',
    ofSecond(served, 'DTP*472*RD8*20261110-20261109'),
    ['reject claim/date-reversed DTP-3 at 35: the span ends before it begins'],
  ],
  [
    'a span back at the end, behind a segment that could not be read',
    'medicare',
    [
      [treated, `NTE${'*A'.repeat(101)}`, treated],
      ['REF*6R*L00000003', 'DTP*471*RD8*20261110-20261109'],
    ],
    ['reject claim/date-reversed DTP-3 at 41: the span ends before it begins'],
  ],
  ['a service span of one day', 'medicare', ofSecond(served, 'DTP*472*RD8*20261110-20261110'), []],
  ['last seen today', 'medicare', [after(treated, 'DTP*304*D8*20261121')], []],
  [
    'last seen tomorrow',
    'medicare',
    [after(treated, 'DTP*304*D8*20261122')],
    ['reject claim/date-in-future DTP-3 at 24: DTP*304 is after 2026-11-21'],
  ],
  ['last seen on no day', 'medicare', [after(treated, 'DTP*304*D8*20261350')], []],
  ['work again tomorrow', 'medicare', [after(treated, 'DTP*361*D8*20261122', 'DTP*296*D8*20261122')], []],
  [
    'onset and treatment tomorrow',
    'medicare',
    [
      [onset, 'DTP*431*D8*20261122'],
      [treated, 'DTP*454*D8*20261122'],
    ],
    [
      'reject claim/date-in-future DTP-3 at 22: DTP*431 is after 2026-11-21',
      'reject claim/date-in-future DTP-3 at 23: DTP*454 is after 2026-11-21',
    ],
  ],
  [
    'onset on the last day',
    'medicare',
    [[onset, 'DTP*431*D8*20261112'], ...days('20261110', '20261112', '20261108')],
    [],
  ],
  [
    'onset the day after it',
    'medicare',
    [[onset, 'DTP*431*D8*20261113'], ...days('20261110', '20261112', '20261108')],
    ['reject claim/date-after-care DTP-3 at 22: DTP*431 is after the last service, 2026-11-12'],
  ],
  [
    'onset today',
    'medicare',
    [[onset, 'DTP*431*D8*20261121']],
    ['reject claim/date-after-care DTP-3 at 22: DTP*431 is after the last service, 2026-11-10'],
  ],
  [
    'treatment the day after',
    'medicare',
    [[treated, 'DTP*454*D8*20261111']],
    ['reject claim/date-after-care DTP-3 at 23: DTP*454 is after the last service, 2026-11-10'],
  ],
  [
    'acute the day after',
    'medicare',
    [after(treated, 'DTP*453*D8*20261111')],
    ['reject claim/date-after-care DTP-3 at 24: DTP*453 is after the last service, 2026-11-10'],
  ],
  [
    'onset after it where another line has no day',
    'medicare',
    [[onset, 'DTP*431*D8*20261113'], ...days('20261110', '', '')],
    [
      'reject claim/date-after-care DTP-3 at 22: DTP*431 is after the last service, 2026-11-10',
      'reject line/date-missing LX at 33: line 2 has no DTP*472',
      'reject line/date-missing LX at 36: line 3 has no DTP*472',
    ],
  ],
  [
    'onset where no line has a day',
    'medicare',
    [[onset, 'DTP*431*D8*20261113'], ...days('', '', '')],
    [
      'reject line/date-missing LX at 29: line 1 has no DTP*472',
      'reject line/date-missing LX at 32: line 2 has no DTP*472',
      'reject line/date-missing LX at 35: line 3 has no DTP*472',
    ],
  ],
  ['onset on no day', 'medicare', [[onset, 'DTP*431*D8*20261350']], []],
  ['last seen after the last service', 'medicare', [after(treated, 'DTP*304*D8*20261115')], []],
]

describe('of days is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(dateRules, row)).toEqual(row[3])
  })
})
