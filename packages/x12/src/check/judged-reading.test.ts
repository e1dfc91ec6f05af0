/**
 * What is found stands at the claim that it concerns, at each claim under a level, or with the file; what is said of a
 * guide that is not judged stands nowhere.
 */
import { describe, expect, test } from 'vitest'
import { checkClaims } from './check-claims.ts'
import { judgedReading } from './judged-reading.ts'
import { after, clm, diagnoses, first, served } from './sample-findings.ts'
import { type Change, facts, type WorkedClaim, workedClaim } from './sample-worked-claims.ts'

interface Told {
  readonly file: readonly string[]
  readonly claims: readonly (readonly string[])[]
}

/** All that is found, where it stands: `severity rule TAG-element at place`. */
function toldOf(text: string, told = facts): Told {
  const { claims, findings } = checkClaims(text, told)
  const ofOne = ({ severity, rule, tag, element, segment }: (typeof findings)[number]) =>
    `${severity} ${rule} ${tag}${element === null ? '' : `-${element}`} at ${segment}`
  return { file: findings.map(ofOne), claims: claims.map((claim) => claim.findings.map(ofOne)) }
}

const bht = 'BHT*0019*00*B0000101*20261121*0930*CH'
const onset = 'DTP*431*D8*20261001'
const taxNumber = 'REF*EI*930000001'
const noDay = (place: string) => `reject date/no-day ${place}`
/** The claim again behind the first, with its own number. */
const twice: Change = after(
  'REF*6R*L00000003',
  ...[clm.replace('PCN0', 'PCN1').replace('*250*', '*100*'), diagnoses],
  ...['NM1*DN*1*SMITH*ALAN****XX*1467560003', 'NM1*82*1*PATEL*ANITA****XX*1861400004'],
  ...['PRV*PE*PXC*225100000X', 'LX*1', first, served, 'REF*6R*L00000004'],
)
const times = (count: number, of: string) => Array.from({ length: count }, () => of)

const rows: readonly (readonly [name: string, claim: WorkedClaim, changes: readonly Change[], Told])[] = [
  ['two right claims', 'medicare', [twice], { file: [], claims: [[], []] }],
  [
    'the first of two claims',
    'medicare',
    [twice, [onset, 'DTP*431*D8*20261301']],
    { file: [], claims: [[noDay('DTP-3 at 22')], []] },
  ],
  [
    'the second of two claims',
    'medicare',
    [twice, ['REF*6R*L00000004', 'DTP*471*D8*20261301', 'REF*6R*L00000004']],
    { file: [], claims: [[], [noDay('DTP-3 at 49')]] },
  ],
  [
    'a line, and a segment twice',
    'medicare',
    [[first, first.replace('UN*2', 'UN*TWO').replace('1:2', 'A:B')]],
    {
      file: [],
      claims: [
        [
          'reject quantity/no-number SV1-4 at 30',
          'reject quantity/no-number SV1-7 at 30',
          'reject quantity/no-number SV1-7 at 30',
        ],
      ],
    },
  ],
  [
    'the subscriber of two claims',
    'medicare',
    [twice, ['DMG*D8*19500101*F', 'DMG*D8*19501301*F']],
    { file: [], claims: [[noDay('DMG-2 at 19')], [noDay('DMG-2 at 19')]] },
  ],
  [
    'who bills, of two claims',
    'medicare',
    [twice, after(taxNumber, 'QQQ*1')],
    {
      file: [],
      claims: times(2, 'segment/unknown').map((rule) => [`reject ${rule} QQQ at 14`]),
    },
  ],
  [
    'a party, in the order of its elements',
    'medicare',
    [
      ['NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73', 'NM1*IL*1*DOE*Jane****ZZ*1EG4TE5MK73'],
      ...['N3*1 OAK ST', 'N4*PORTLAND*OR*97201', 'DMG*D8*19500101*F'].map((gone) => [gone] as const),
    ],
    {
      file: [],
      claims: [
        [
          'reject patient/address NM1 at 16',
          'reject patient/demographics NM1 at 16',
          'warn text/lower-case NM1-4 at 16',
          'reject subscriber/member-id NM1-8 at 16',
        ],
      ],
    },
  ],
  [
    'the patient',
    'workersCompensation',
    [['DMG*D8*19850505*F', 'DMG*D8*19851305*F']],
    { file: [], claims: [[noDay('DMG-2 at 25')]] },
  ],
  [
    'the heading',
    'medicare',
    [
      [bht, bht.replace('20261121', '20261321')],
      ['NM1*41*2*EXAMPLE PT LLC*****46*CLINICSUB', 'NM1*41*2*Example*****46*CLINICSUB'],
    ],
    { file: [noDay('BHT-4 at 4'), 'warn text/lower-case NM1-3 at 5'], claims: [[]] },
  ],
  [
    'the end of the ST, at the last segment of its claim',
    'medicare',
    [['SE*39*0001']],
    { file: ['reject envelope/no-se REF at 40'], claims: [[]] },
  ],
  [
    'a level of garbage: the first twenty of each kind, at each claim',
    'medicare',
    [twice, after('DMG*D8*19500101*F', ...times(25, 'QQQ*a'))],
    {
      file: [],
      claims: times(2, '').map(() =>
        Array.from({ length: 20 }, (_, index) => [
          `reject segment/unknown QQQ at ${index + 20}`,
          `warn text/lower-case QQQ-1 at ${index + 20}`,
        ]).flat(),
      ),
    },
  ],
]

describe('what is found stands at', () => {
  test.each(rows.map(([name, ...row]) => ({ name, row })))('$name', ({ row: [claim, changes, told] }) => {
    expect(toldOf(workedClaim(claim, changes))).toEqual(told)
  })
})

/** A group that is judged, and one of a guide that is not, in which days are none from its first segment to its last. */
const text = workedClaim('medicare')
const group = text.slice(text.indexOf('GS*'), text.indexOf('IEA*'))
const wrong = group.replace('*20261121*0930*CH', '*20261321*0930*CH')
const older = wrong
  .replaceAll('005010X222A1', '004010X098A1')
  .replaceAll(/\*101(?=\*X|~)/g, '*102')
  .replaceAll('*0001', '*0002')
  .replace('B0000101', 'B0000102')
  .replace(onset, 'DTP*431*D8*20261301')
const cutOlder = older.replace(/(?<=\n)SE[^~]*~\n/, '').replace('REF*6R*L00000003', 'DTP*471*D8*20261301')
const emptyOlder = older.replace(/CLM[\s\S]*(?=SE\*)/, '').replace('SE*39', 'SE*19')
const fileOf = (...groups: readonly string[]) =>
  text.replace(group, groups.join('')).replace('IEA*1*', `IEA*${groups.length}*`)
const version = (place: number) => `info envelope/version GS-8 at ${place}`

const files: readonly (readonly [name: string, text: string, Told])[] = [
  ['behind one that is', fileOf(group, older), { file: [version(43)], claims: [[], []] }],
  [
    'behind one with a wrong heading',
    fileOf(wrong, older),
    { file: [noDay('BHT-4 at 4'), version(43)], claims: [[], []] },
  ],
  [
    'before one with a wrong heading',
    fileOf(older, wrong),
    { file: [version(2), noDay('BHT-4 at 45')], claims: [[], []] },
  ],
  [
    'between two with wrong headings',
    fileOf(wrong, older, wrong.replaceAll(/\*101(?=\*X|~)/g, '*103').replace('PCN0', 'PCN1')),
    {
      file: [
        noDay('BHT-4 at 4'),
        version(43),
        'reject envelope/control-number-twice BHT-3 at 86',
        noDay('BHT-4 at 86'),
      ],
      claims: [[], [], []],
    },
  ],
  [
    'and has no end',
    fileOf(group, cutOlder),
    { file: [version(43), 'reject envelope/no-se DTP at 81'], claims: [[], []] },
  ],
  ['and has no claim', fileOf(group, emptyOlder), { file: [version(43)], claims: [[]] }],
  [
    'and is counted wrong',
    fileOf(group, older.replace('SE*39', 'SE*38')),
    { file: [version(43), 'reject envelope/segment-count SE-1 at 82'], claims: [[], []] },
  ],
  [
    'and is counted wrong, alone',
    fileOf(older.replace('SE*39', 'SE*38')),
    { file: [version(2), 'info envelope/segment-count SE-1 at 41'], claims: [[]] },
  ],
  [
    'unless it is of no version',
    text.replaceAll('005010X222A1', 'Q004010X098A1'),
    { file: ['reject envelope/guide-of-group GS-8 at 2'], claims: [[]] },
  ],
]

describe('what is not judged is named', () => {
  test.each(files.map(([name, file, told]) => ({ name, file, told })))('$name', ({ file, told }) => {
    expect(toldOf(file)).toEqual(told)
  })

  test('and no code is missed where nothing is judged', () => {
    const { findings } = checkClaims(fileOf(older), { today: facts.today })
    expect(findings.map(({ rule }) => rule)).toEqual(['envelope/version'])
  })
})

test('that no code was looked up is said with its why', () => {
  const { findings } = checkClaims(text, { today: facts.today })
  expect(findings).toEqual([
    {
      ...{ rule: 'file/codes-not-looked-up', severity: 'info', snip: 5 },
      ...{ segment: 0, offset: null, tag: '', element: null },
      says: 'no tables of codes were handed in',
      ...{ citation: 'x12.md 4', fix: expect.stringMatching(/tables of codes/) },
    },
  ])
})

describe('what a reader of tomorrow finds', () => {
  test.each([
    ['error', 'reject'],
    ['warn', 'warn'],
    ['info', 'info'],
  ] as const)('as %s is passed on as %s', (severity, expected) => {
    const place = { segment: 22, offset: 700, tag: 'DTP', element: 3, says: 'of tomorrow' }
    const reading = judgedReading([{ rule: 'date/of-tomorrow', severity, ...place }])
    expect(reading.ofFile(true, false)).toEqual([
      {
        ...{ rule: 'date/of-tomorrow', severity: expected, snip: 1, ...place },
        ...{ citation: 'x12.md 7', fix: 'Write the file again.' },
      },
    ])
  })
})
