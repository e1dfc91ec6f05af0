/** Accidents, and what a claim answers: causes, their day and state, where it was, who signed, why it is late. */
import { describe, expect, test } from 'vitest'
import { accidentRules } from './accident-rules.ts'
import { claimAnswerRules } from './claim-answer-rules.ts'
import {
  after,
  clm,
  comp,
  first,
  foundIn,
  type Row,
  second,
  served,
  third,
  treated,
} from './sample-findings.ts'

const rules = [...accidentRules, ...claimAnswerRules]
const onDay = after(treated, 'DTP*439*D8*20261001')
const cause = (composite: string): Row[2][number] => [clm, `${clm}**${composite}`]
const plan = 'SBR*P********WC'
const injury = 'REF*Y4*WCCLAIM103'
const policy = 'NM1*IL*2*INVENTED FREIGHT INC*****MI*POL000103'
const compCause = (composite: string): Row[2][number] => [comp, comp.replace('EM', composite)]
const answers = (to: string): Row[2] => [[clm, clm.replace('*Y*A*Y*Y', to)]]
const at = (place: string): Row[2][number] => [clm, clm.replace('11:B', place)]
const lineAt = (line: string, place: string): Row[2][number] => [
  line,
  line.replace(/(UN\*\d)\*\*\*/, `$1*${place}**`),
]
const days = (...to: readonly [string, string, string]): Row[2] => [
  ...to.map((_, index) => [served, `LINE ${index}`] as const),
  ...to.map((day, index) => [`LINE ${index}`, ...(day === '' ? [] : [`DTP*472*D8*${day}`])] as const),
]

const rows: readonly Row[] = [
  // CLM11 and DTP*439.
  ['an accident with its day', 'medicare', [cause('OA'), onDay], []],
  [
    'an accident without its day',
    'medicare',
    [cause('OA')],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and DTP*439 is missing'],
  ],
  ['an automobile with day and state', 'medicare', [cause('AA:::OR'), onDay], []],
  [
    'an automobile without state',
    'medicare',
    [cause('AA'), onDay],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and CLM11-4 is missing'],
  ],
  [
    'an automobile without day',
    'medicare',
    [cause('AA:::OR')],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and DTP*439 is missing'],
  ],
  [
    'an automobile without either',
    'medicare',
    [cause('AA')],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and CLM11-4 and DTP*439 is missing'],
  ],
  [
    'an automobile in no such state',
    'medicare',
    [cause('AA:::ZZ'), onDay],
    ['reject accident/incomplete CLM-11 at 21: It is no state of the United States in two letters.'],
  ],
  [
    'an automobile in no such state, without day',
    'medicare',
    [cause('AA:::ZZ')],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and DTP*439 is missing'],
  ],
  ['an automobile abroad', 'medicare', [cause('AA::::CA'), onDay], []],
  [
    'an automobile abroad without day',
    'medicare',
    [cause('AA::::CA')],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and DTP*439 is missing'],
  ],
  [
    'an automobile as second cause',
    'medicare',
    [cause('OA:AA'), onDay],
    ['reject accident/incomplete CLM-11 at 21: CLM11 names a cause, and CLM11-4 is missing'],
  ],
  ['another accident in no such state', 'medicare', [cause('OA:::ZZ'), onDay], []],
  [
    'no such cause',
    'medicare',
    [cause('XX'), onDay],
    ['reject accident/cause CLM-11 at 21: a related cause is none of AA, EM, OA'],
  ],
  [
    'no such second cause',
    'medicare',
    [cause('OA:XX'), onDay],
    ['reject accident/cause CLM-11 at 21: a related cause is none of AA, EM, OA'],
  ],
  [
    'a day without cause',
    'medicare',
    [onDay],
    ['reject accident/date-without-cause DTP-1 at 24: DTP*439 is given, and CLM11 names no cause'],
  ],
  // What plans want.
  [
    'WC without EM',
    'workersCompensation',
    [compCause('OA')],
    ['reject accident/cause-of-plan CLM-11 at 27: SBR09 is WC, and CLM11 does not have EM'],
  ],
  ['WC with EM as second cause', 'workersCompensation', [compCause('OA:EM')], []],
  [
    'AM with EM',
    'workersCompensation',
    [[plan, 'SBR*P********AM']],
    ['reject accident/cause-of-plan CLM-11 at 27: SBR09 is AM, and CLM11 does not have AA'],
  ],
  ['AM with AA', 'workersCompensation', [[plan, 'SBR*P********AM'], compCause('AA:::OR')], []],
  [
    'WC without number of the injury',
    'workersCompensation',
    [[injury]],
    ['reject accident/claim-number-missing CLM at 26: SBR09 is WC, and REF*Y4 is missing'],
  ],
  [
    'AM without number of the injury',
    'workersCompensation',
    [[plan, 'SBR*P********AM'], compCause('AA:::OR'), [injury]],
    ['reject accident/claim-number-missing CLM at 26: SBR09 is AM, and REF*Y4 is missing'],
  ],
  ['the number at the subscriber', 'workersCompensation', [[injury], after(policy, injury)], []],
  [
    'the number at the claim',
    'workersCompensation',
    [[injury], after(comp, injury)],
    ['reject accident/claim-number-missing CLM at 26: SBR09 is WC, and REF*Y4 is missing'],
  ],
  [
    'the subscriber hurt, no number',
    'medicare',
    [['SBR*P*18*******MB', 'SBR*P*18*******WC'], cause('EM'), onDay],
    ['reject accident/claim-number-missing CLM at 21: SBR09 is WC, and REF*Y4 is missing'],
  ],
  [
    'the subscriber hurt, with number',
    'medicare',
    [['SBR*P*18*******MB', 'SBR*P*18*******WC'], cause('EM'), onDay, after('DMG*D8*19500101*F', injury)],
    [],
  ],
  ['a plan of no kind', 'workersCompensation', [[plan, 'SBR*P'], compCause('OA'), [injury]], []],
  ['no plan', 'workersCompensation', [[plan], compCause('OA'), [injury]], []],
  // Where.
  [
    'no place',
    'medicare',
    [at(':B')],
    ['reject claim/place-of-service CLM-5 at 21: it is no place of service that CMS lists on that date'],
  ],
  [
    'no such place',
    'medicare',
    [at('9Z:B')],
    ['reject claim/place-of-service CLM-5 at 21: it is no place of service that CMS lists on that date'],
  ],
  [
    'no such place, and no day',
    'medicare',
    [at('9Z:B'), ...days('', '20261110', '20261110')],
    ['reject claim/place-of-service CLM-5 at 21: it is no place of service that CMS lists on that date'],
  ],
  ['a right place, and no day', 'medicare', [...days('', '20261110', '20261110')], []],
  [
    'at home by telehealth, on its first day',
    'medicare',
    [at('10:B'), ...days('20220101', '20220101', '20220101')],
    [],
  ],
  [
    'at home by telehealth, the day before',
    'medicare',
    [at('10:B'), ...days('20211231', '20220101', '20220101')],
    ['reject claim/place-of-service CLM-5 at 21: it is no place of service that CMS lists on that date'],
  ],
  ['at home by telehealth, no day', 'medicare', [at('10:B'), ...days('', '20211231', '20211231')], []],
  [
    'of a line, on its first day',
    'medicare',
    [lineAt(second, '10'), ...days('20211231', '20220101', '20211231')],
    [],
  ],
  [
    'of a line, the day before',
    'medicare',
    [lineAt(second, '10'), ...days('20220101', '20211231', '20220101')],
    ['reject claim/place-of-service SV1-5 at 34: it is no place of service that CMS lists on that date'],
  ],
  ['of a line without a day', 'medicare', [lineAt(second, '10'), ...days('20211231', '', '20211231')], []],
  [
    'no such place of a line without a day',
    'medicare',
    [lineAt(second, '9Z'), ...days('20261110', '', '20261110')],
    ['reject claim/place-of-service SV1-5 at 34: it is no place of service that CMS lists on that date'],
  ],
  [
    'no such place of two lines',
    'medicare',
    [lineAt(first, '9Z'), lineAt(third, '9Y')],
    [
      'reject claim/place-of-service SV1-5 at 30: it is no place of service that CMS lists on that date',
      'reject claim/place-of-service SV1-5 at 38: it is no place of service that CMS lists on that date',
    ],
  ],
  [
    'no such place of the claim, and of a line again',
    'medicare',
    [at('9Z:B'), lineAt(second, '9Z')],
    ['reject claim/place-of-service CLM-5 at 21: it is no place of service that CMS lists on that date'],
  ],
  [
    'a place of another list',
    'medicare',
    [at('11:A')],
    ['reject claim/place-qualifier CLM-5 at 21: CLM05-2 is not B'],
  ],
  // CLM06 to CLM10.
  ['all of it N, C, W, I', 'medicare', answers('*N*C*W*I'), []],
  ['B, N', 'medicare', answers('*Y*B*N*Y*P'), []],
  [
    'none',
    'medicare',
    [[clm, clm.replace('*Y*A*Y*Y', '')]],
    [
      'reject claim/answers CLM-6 at 21: CLM06 is none of Y N',
      'reject claim/answers CLM-7 at 21: CLM07 is none of A B C',
      'reject claim/answers CLM-8 at 21: CLM08 is none of Y N W',
      'reject claim/answers CLM-9 at 21: CLM09 is none of Y I',
    ],
  ],
  [
    'others',
    'medicare',
    answers('*W*N*I*N*Y'),
    [
      'reject claim/answers CLM-6 at 21: CLM06 is none of Y N',
      'reject claim/answers CLM-7 at 21: CLM07 is none of A B C',
      'reject claim/answers CLM-8 at 21: CLM08 is none of Y N W',
      'reject claim/answers CLM-9 at 21: CLM09 is none of Y I',
      'reject claim/answers CLM-10 at 21: CLM10 is none of P',
    ],
  ],
  [
    'two letters at once',
    'medicare',
    answers('*Y N*A B*Y N*Y I'),
    [
      'reject claim/answers CLM-6 at 21: CLM06 is none of Y N',
      'reject claim/answers CLM-7 at 21: CLM07 is none of A B C',
      'reject claim/answers CLM-8 at 21: CLM08 is none of Y N W',
      'reject claim/answers CLM-9 at 21: CLM09 is none of Y I',
    ],
  ],
  ['a space', 'medicare', answers('* *A*Y*Y'), ['reject claim/answers CLM-6 at 21: CLM06 is none of Y N']],
  // CLM12 and CLM20.
  ['CLM12 of 09', 'medicare', [[clm, `${clm}***09`]], []],
  [
    'CLM12 of 04',
    'medicare',
    [[clm, `${clm}***04`]],
    ['reject claim/rare-codes CLM-12 at 21: It is no special program.'],
  ],
  ['CLM20 of 11', 'medicare', [[clm, `${clm}***********11`]], []],
  ['CLM20 of 15', 'medicare', [[clm, `${clm}***********15`]], []],
  [
    'CLM20 of 12',
    'medicare',
    [[clm, `${clm}***********12`]],
    ['reject claim/rare-codes CLM-20 at 21: It is no reason for a late claim.'],
  ],
  [
    'both',
    'medicare',
    [[clm, `${clm}***04********14`]],
    [
      'reject claim/rare-codes CLM-12 at 21: It is no special program.',
      'reject claim/rare-codes CLM-20 at 21: It is no reason for a late claim.',
    ],
  ],
]

describe('of accidents and answers is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
