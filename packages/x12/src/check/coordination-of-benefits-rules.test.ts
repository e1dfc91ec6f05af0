/** Other payers: their turns, ids, answers and days, who decided, and what is not said where nothing is known. */
import { describe, expect, test } from 'vitest'
import { coordinationRules } from './coordination-of-benefits-rules.ts'
import { after, foundIn, ofSecond, type Row } from './sample-findings.ts'

const own = 'SBR*S*18*******CI'
const level = 'HL*2*1*22*0'
const medicareFirst = 'SBR*P*18*******MB'
const medicarePays = 'NM1*PR*2*MEDICARE PART B*****PI*02302'
const paid = 'AMT*D*160'
const answered = 'OI***Y***Y'
const decided = 'SVD*02302*64*HC:97110:GP:KX**2'
const contractual = 'CAS*CO*45*20'
const patientOwes = 'CAS*PR*2*16'
const onDay = 'DTP*573*D8*20261118'
const member = 'NM1*IL*1*DOE*JANE****MI*X1'
const payer = (id: string) => `NM1*PR*2*THIRD PLAN*****PI*${id}`
const another = (turn: string, id = '99999') => [`SBR*${turn}*18*******CI`, answered, member, payer(id)]
/** Behind the first of the other payers, from place 35 on. */
const more = (...segments: string[]): Row[2] => [after(medicarePays, ...segments)]
const ownTurn = (turn: string): Row[2][number] => [own, `SBR*${turn}*18*******CI`]
const firstTurn = (turn: string): Row[2] => [[medicareFirst, `SBR*${turn}*18*******MB`]]
const twice = (turn: string, place: number) =>
  `reject cob/turn-twice SBR-1 at ${place}: two payers have the turn ${turn}`
const nobody = [
  'reject cob/nobody-before SBR-1 at 15: the payer is not the first, and no 2320 names one before it',
]
const undecided = (place: number) =>
  `reject cob/undecided SBR at ${place}: a payer before this one has no AMT*D`
const strangers = (...places: (readonly [line: number, place: number])[]) =>
  places.map(
    ([line, place]) =>
      `reject cob/decision-of-a-stranger SVD-1 at ${place}: SVD01 of line ${line} is no other payer of the claim`,
  )
const noGroup = (place: number) =>
  `reject cob/adjustment-group CAS-1 at ${place}: CAS01 is no group of adjustments`

const turns: readonly Row[] = [
  ['a third payer', 'secondary', more(...another('T')), []],
  ['a third with the turn of the claim', 'secondary', more(...another('S')), [twice('S', 35)]],
  [
    'a third with the turn of the second, undecided',
    'secondary',
    more(...another('P')),
    [undecided(35), twice('P', 35)],
  ],
  [
    'two later ones with one turn',
    'secondary',
    more(...another('T'), ...another('T', '2')),
    [twice('T', 39)],
  ],
  [
    'three with one turn',
    'secondary',
    more(...another('S'), ...another('S', '2')),
    [twice('S', 35), twice('S', 39)],
  ],
  ['two with unknown turns', 'secondary', more(...another('U'), ...another('U', '2')), []],
  ['two without a turn', 'secondary', more(...another(''), ...another('', '2')), []],
  [
    'two with no such turn, which is not quoted',
    'secondary',
    more(...another('DOE'), ...another('DOE', '2')),
    [twice('of SBR01', 39)],
  ],
  ['a claim of the first', 'medicare', [], []],
  ['a claim of the second, nobody before', 'medicare', firstTurn('S'), nobody],
  ['a claim of the eleventh, nobody before', 'medicare', firstTurn('H'), nobody],
  ['a claim of unknown turn', 'medicare', firstTurn('U'), []],
  ['a claim of no turn', 'medicare', firstTurn(''), []],
  ['a claim of no such turn', 'medicare', firstTurn('X'), []],
  ['a claim without plan', 'medicare', [[medicareFirst]], []],
  ['a claim of no subscriber', 'medicare', [[level]], []],
]

const decisions: readonly Row[] = [
  ['the first paid nothing', 'secondary', [[paid, 'AMT*D*0']], []],
  ['what the first paid is no amount', 'secondary', [[paid, 'AMT*D*X']], []],
  ['the first has no AMT*D', 'secondary', [[paid]], [undecided(29)]],
  ['the first has no AMT', 'secondary', [[paid], ['AMT*EAF*40']], [undecided(29)]],
  ['the first has unknown turn', 'secondary', [[paid], [medicareFirst, 'SBR*U*18*******MB']], []],
  ['the first has no turn', 'secondary', [[paid], [medicareFirst, 'SBR**18*******MB']], []],
  ['the first has no such turn', 'secondary', [[paid], [medicareFirst, 'SBR*X*18*******MB']], []],
  ['a claim of unknown turn, none decided', 'secondary', [[paid], ownTurn('U')], []],
  ['a claim of no turn, none decided', 'secondary', [[paid], ownTurn('')], []],
  ['a claim without plan, none decided', 'secondary', [[paid], [own]], []],
  ['a claim of no subscriber, none decided', 'secondary', [[paid], [level]], []],
  [
    'a claim of the third, the second undecided',
    'secondary',
    [ownTurn('T'), ...more(...another('S'))],
    [undecided(35)],
  ],
  [
    'a later one adjusted and has no AMT*D',
    'secondary',
    more('SBR*T*18*******CI', 'CAS*CO*45*1', answered, member, payer('99999')),
    ['reject cob/undecided SBR at 35: a payer adjusted and has no AMT*D'],
  ],
  [
    'a later one adjusted and paid',
    'secondary',
    more('SBR*T*18*******CI', 'CAS*CO*45*1', 'AMT*D*1', answered, member, payer('99999'), onDay),
    [],
  ],
]

const ids: readonly Row[] = [
  [
    'no subscriber',
    'secondary',
    more('SBR*T*18*******CI', answered, payer('99999')),
    ['reject cob/payer-id SBR at 35: the other payer has no NM1*IL'],
  ],
  [
    'a subscriber without id',
    'secondary',
    more('SBR*T*18*******CI', answered, 'NM1*IL*1*DOE*JANE', payer('99999')),
    ['reject cob/payer-id NM1-9 at 37: its subscriber has no id'],
  ],
  [
    'no payer',
    'secondary',
    more('SBR*T*18*******CI', answered, member),
    ['reject cob/payer-id SBR at 35: the other payer has no NM1*PR'],
  ],
  [
    'neither',
    'secondary',
    more('SBR*T*18*******CI', answered),
    [
      'reject cob/payer-id SBR at 35: the other payer has no NM1*IL',
      'reject cob/payer-id SBR at 35: the other payer has no NM1*PR',
    ],
  ],
  [
    'two payers without id',
    'secondary',
    more(...another('T', ''), ...another('A', '')),
    [
      'reject cob/payer-id NM1-9 at 38: the other payer has no id',
      'reject cob/payer-id NM1-9 at 42: the other payer has no id',
    ],
  ],
  [
    'the id of the first',
    'secondary',
    more(...another('T', '02302')),
    ['reject cob/payer-id NM1-9 at 38: two other payers have the same id'],
  ],
  [
    'two later ones with one id',
    'secondary',
    more(...another('T'), ...another('A'), ...another('B', '1')),
    ['reject cob/payer-id NM1-9 at 42: two other payers have the same id'],
  ],
  ['decided by a stranger', 'secondary', [[decided, decided.replace('02302', '9')]], strangers([1, 39])],
  ['decided by nobody', 'secondary', [[decided, decided.replace('02302', '')]], strangers([1, 39])],
  [
    'decided by nobody, and a payer without id',
    'secondary',
    [
      [decided, decided.replace('02302', '')],
      [medicarePays, 'NM1*PR*2*MEDICARE PART B'],
    ],
    ['reject cob/payer-id NM1-9 at 34: the other payer has no id', ...strangers([1, 39], [2, 47], [3, 55])],
  ],
  [
    'decided, and no payer named',
    'secondary',
    [[medicarePays]],
    ['reject cob/payer-id SBR at 29: the other payer has no NM1*PR', ...strangers([1, 38], [2, 46], [3, 54])],
  ],
  [
    'decided, and no other payer',
    'medicare',
    [after('REF*6R*L00000001', decided, onDay)],
    strangers([1, 33]),
  ],
]

const laterPaid = ['SBR*T*18*******CI', 'AMT*D*0', answered, member, payer('99999')]
const dayTwice = ['reject cob/decision-date DTP at 35: DTP*573 stands at lines and in 2330B']
const days: readonly Row[] = [
  [
    'no day on a line',
    'secondary',
    [[onDay]],
    ['reject cob/decision-date SVD at 39: a decision on line 1 has no DTP*573'],
  ],
  [
    'no day on the second line',
    'secondary',
    ofSecond(onDay),
    ['reject cob/decision-date SVD at 47: a decision on line 2 has no DTP*573'],
  ],
  ['no such day on a line', 'secondary', [[onDay, 'DTP*573*D8*20261318']], []],
  ['a day at the payer too', 'secondary', more(onDay), dayTwice],
  ['no such day at the payer too', 'secondary', more('DTP*573*D8*20261318'), dayTwice],
  [
    'no day of a payer that decided on no line',
    'secondary',
    more(...laterPaid),
    ['reject cob/decision-date NM1 at 39: the payer decided, and DTP*573 is missing'],
  ],
  ['a day of a payer that decided on no line', 'secondary', more(...laterPaid, onDay), []],
  ['no such day of it', 'secondary', more(...laterPaid, 'DTP*573*D8*20261318'), []],
]

const answersOf = (oi: string): Row[2] => [[answered, oi]]
const assignment = 'reject cob/answers OI-3 at 32: OI03 is none of Y, N, W'
const release = 'reject cob/answers OI-6 at 32: OI06 is neither Y nor I'
const answers: readonly Row[] = [
  ['N and I', 'secondary', answersOf('OI***N***I'), []],
  ['W and Y', 'secondary', answersOf('OI***W***Y'), []],
  ['I and N', 'secondary', answersOf('OI***I***N'), [assignment, release]],
  ['no first answer', 'secondary', answersOf('OI******Y'), [assignment]],
  ['no second answer', 'secondary', answersOf('OI***Y'), [release]],
  [
    'no OI, and a wrong one of a later payer',
    'secondary',
    [[answered], ...more('SBR*T*18*******CI', 'OI***Y***N', member, payer('99999'))],
    [
      'reject cob/answers SBR at 29: the other payer has no OI',
      'reject cob/answers OI-6 at 35: OI06 is neither Y nor I',
    ],
  ],
]

const adjusted = (...groups: string[]) => [
  'SBR*T*18*******CI',
  ...groups.map((group) => `CAS*${group}*45*1`),
  ...['AMT*D*0', answered, member, payer('99999'), onDay],
]
const adjustments: readonly Row[] = [
  ['all groups', 'secondary', more(...adjusted('CO', 'CR', 'OA', 'PI', 'PR')), []],
  ['no such group behind others', 'secondary', more(...adjusted('CO', 'CR', 'XX', 'PR')), [noGroup(38)]],
  ['two that are none are told once', 'secondary', more(...adjusted('XX', 'YY')), [noGroup(36)]],
  ['no group', 'secondary', more(...adjusted('')), []],
  ['no such group on a line, behind another', 'secondary', [[patientOwes, 'CAS*XX*2*16']], [noGroup(41)]],
  ['no group on a line', 'secondary', [[contractual, 'CAS**45*20']], []],
  [
    'no such group on two lines',
    'secondary',
    [
      [contractual, 'CAS*C*45*20'],
      ['CAS*PR*2*14', 'CAS*PRO*2*14'],
    ],
    [noGroup(40), noGroup(57)],
  ],
]

describe.each([
  { of: 'turns', rows: turns },
  { of: 'what was decided', rows: decisions },
  { of: 'ids', rows: ids },
  { of: 'days', rows: days },
  { of: 'answers', rows: answers },
  { of: 'groups of adjustments', rows: adjustments },
])('of $of is found', ({ rows }) => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(coordinationRules, row)).toEqual(row[3])
  })
})
