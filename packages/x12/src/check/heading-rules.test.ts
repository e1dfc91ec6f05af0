/** The heading of a batch and its levels: who sends, who receives, how HL counts, what stands under each level. */
import { describe, expect, test } from 'vitest'
import { type BatchHead, passClaims } from '../claims/pass-claims.ts'
import { headingRules } from './heading-rules.ts'
import { RuleRun } from './run-rules.ts'
import { after, foundIn, type Row } from './sample-findings.ts'
import { facts, workedClaim } from './sample-worked-claims.ts'

const bht = 'BHT*0019*00*B0000101*20261121*0930*CH'
const sender = 'NM1*41*2*EXAMPLE PT LLC*****46*CLINICSUB'
const contact = 'PER*IC*BILLING DESK*TE*5035550100'
const taker = 'NM1*40*2*CLEARINGHOUSE*****46*CLEARHOUSE'
const [top, sub] = ['HL*1**20*1', 'HL*2*1*22*0']
const patient = 'HL*3*2*23*0'
const last = 'REF*6R*L00000003'
const lastOfComp = 'REF*6R*W103B'
const beginning = (to: string): Row[2] => [[bht, to]]

const ofHeadings: readonly Row[] = [
  ...[bht, bht.replace('*00*', '*18*'), bht.replace('CH', 'RP'), bht.replace('CH', '31')].map(
    (right): Row => [`a right beginning: ${right}`, 'medicare', beginning(right), []],
  ),
  ['no beginning', 'medicare', [[bht]], ['reject batch/heading ST at 3: the ST has no BHT']],
  [
    'a beginning of nothing',
    'medicare',
    beginning('BHT'),
    [
      'reject batch/heading BHT-1 at 4: BHT01 is not 0019',
      'reject batch/heading BHT-2 at 4: BHT02 is neither 00 nor 18',
      'reject batch/heading BHT-3 at 4: BHT03, the batch number, is missing',
      'reject batch/heading BHT-4 at 4: BHT04 is missing',
      'reject batch/heading BHT-5 at 4: BHT05 is missing',
      'reject batch/heading BHT-6 at 4: BHT06 is not CH, RP or 31',
    ],
  ],
  [
    'another structure',
    'medicare',
    beginning(bht.replace('0019', '0022')),
    ['reject batch/heading BHT-1 at 4: BHT01 is not 0019'],
  ],
  [
    'another purpose',
    'medicare',
    beginning(bht.replace('*00*', '*22*')),
    ['reject batch/heading BHT-2 at 4: BHT02 is neither 00 nor 18'],
  ],
  [
    'no day',
    'medicare',
    beginning(bht.replace('20261121', '')),
    ['reject batch/heading BHT-4 at 4: BHT04 is missing'],
  ],
  [
    'no time',
    'medicare',
    beginning(bht.replace('0930', '')),
    ['reject batch/heading BHT-5 at 4: BHT05 is missing'],
  ],
  [
    'another kind',
    'medicare',
    beginning(bht.replace('CH', 'RQ')),
    ['reject batch/heading BHT-6 at 4: BHT06 is not CH, RP or 31'],
  ],
  // 1000A and 1000B.
  ['no sender', 'medicare', [[sender], [contact]], ['reject batch/submitter ST at 3: NM1*41 is missing']],
  [
    'a sender without name and id',
    'medicare',
    [[sender, 'NM1*41*2']],
    [
      'reject batch/submitter NM1-3 at 5: the submitter has no name',
      'reject batch/submitter NM1-8 at 5: NM108 is not 46',
      'reject batch/submitter NM1-9 at 5: the submitter has no id',
    ],
  ],
  [
    'an id of another kind',
    'medicare',
    [[sender, sender.replace('*46*', '*XX*')]],
    ['reject batch/submitter NM1-8 at 5: NM108 is not 46'],
  ],
  ...['PER*IC*BILLING DESK', 'PER*IC'].map(
    (per): Row => [
      `somebody to ask without number: ${per}`,
      'medicare',
      [[contact, per]],
      ['reject batch/submitter NM1 at 5: no PER with a number follows NM1*41'],
    ],
  ),
  ['two to ask, one with a number', 'medicare', [[contact, 'PER*IC*BILLING DESK', contact]], []],
  ['no receiver', 'medicare', [[taker]], ['reject batch/receiver ST at 3: NM1*40 is missing']],
  [
    'a receiver without name and id',
    'medicare',
    [[taker, 'NM1*40*2']],
    [
      'reject batch/receiver NM1-3 at 7: the receiver has no name',
      'reject batch/receiver NM1-8 at 7: NM108 is not 46',
      'reject batch/receiver NM1-9 at 7: the receiver has no id',
    ],
  ],
  [
    'a receiver by an id of another kind',
    'medicare',
    [[taker, taker.replace('*46*', '*XX*')]],
    ['reject batch/receiver NM1-8 at 7: NM108 is not 46'],
  ],
]

const counts = (one: string, two: string, three: string): Row[2] => [
  [top, `HL*${one}**20*1`],
  ['HL*2*1*22*1', `HL*${two}*${one}*22*1`],
  [patient, `HL*${three}*${two}*23*0`],
]
const wrong = (place: number, expected: number) =>
  `reject hierarchy/number HL-1 at ${place}: HL01 is not ${expected}`
const unclaimed = (place: number) => `warn hierarchy/no-claim HL at ${place}: no claim stands under the level`
const children = (place: number, expected: number) =>
  `reject hierarchy/children HL-4 at ${place}: HL04 is not ${expected}`

const ofLevels: readonly Row[] = [
  // HL01: told once where the count slips, not at each level behind it.
  ['a count from 7', 'workersCompensation', counts('7', '8', '9'), [wrong(8, 1)]],
  ['a count from 17', 'workersCompensation', counts('17', '18', '19'), [wrong(8, 1)]],
  [
    'a count of nine digits',
    'workersCompensation',
    counts('999999990', '999999991', '999999992'),
    [wrong(8, 1)],
  ],
  ['a gap', 'workersCompensation', counts('1', '3', '4'), [wrong(14, 2)]],
  ['a number twice', 'workersCompensation', counts('1', '1', '2'), [wrong(14, 2)]],
  ['a count from 0', 'workersCompensation', counts('0', '1', '2'), [wrong(8, 1), wrong(14, 2)]],
  ...['', 'A', 'A7', '7A', '07', '1000000000'].map(
    (number): Row => [
      `a level of no number: ${number}`,
      'workersCompensation',
      counts(number, '2', '3'),
      [wrong(8, 1)],
    ],
  ),
  // HL04.
  ['1 and nothing below', 'medicare', [[sub, 'HL*2*1*22*1']], [children(14, 0)]],
  ['0 and a subscriber below', 'medicare', [[top, 'HL*1**20*0']], [children(8, 1)]],
  ['0 and a patient below', 'workersCompensation', [['HL*2*1*22*1', 'HL*2*1*22*0']], [children(14, 1)]],
  ['1 under a patient', 'workersCompensation', [[patient, 'HL*3*2*23*1']], [children(20, 0)]],
  [
    'nothing said of levels below',
    'medicare',
    [
      [top, 'HL*1**20'],
      [sub, 'HL*2*1*22'],
    ],
    [children(8, 1), children(14, 0)],
  ],
  // Levels without a claim.
  ['two subscribers, the second without claim', 'medicare', [after(last, 'HL*3*1*22*0')], [unclaimed(41)]],
  ['two subscribers, the first without claim', 'medicare', [[sub, sub, 'HL*3*1*22*0']], [unclaimed(14)]],
  ['who bills, at the end', 'medicare', [after(last, 'HL*3**20*0')], [unclaimed(41)]],
  [
    'two patients, the first without claim',
    'workersCompensation',
    [[patient, patient, 'HL*4*2*23*0']],
    [unclaimed(20)],
  ],
  ['a patient without claim', 'workersCompensation', [after(lastOfComp, 'HL*4*2*23*0')], [unclaimed(42)]],
  ['a level of another kind, at the end', 'medicare', [after(last, 'HL*3*2*24*1')], []],
]

describe.each([
  ['headings', ofHeadings],
  ['levels', ofLevels],
] as const)('of %s is found', (_, rows) => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(headingRules, row)).toEqual(row[3])
  })
})

test.each([
  [5000, []],
  [5001, ['batch/size ST at 3: the ST holds 5001 claims']],
])('of an ST of %i claims is found %j', (count, expected) => {
  const heads: BatchHead[] = []
  const ignore = () => undefined
  passClaims(workedClaim('medicare'), ignore, {
    ...{ claim: ignore, other: ignore },
    batch: (head) => heads.push(head),
  })
  const places = Array.from({ length: count }, (_, index) => 21 + index)
  const found = heads.flatMap((head) => new RuleRun(facts).batch(head, places))
  expect(found.map(({ rule, tag, segment, says }) => `${rule} ${tag} at ${segment}: ${says}`)).toEqual(
    expected,
  )
})
