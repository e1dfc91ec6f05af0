/** Characters, separators and lengths: what just fits into each element, what does not, and where that is told. */
import { describe, expect, test } from 'vitest'
import { after, clm, first, foundIn, foundOf, type Row, treated } from './sample-findings.ts'
import { workedClaim } from './sample-worked-claims.ts'
import { textRules } from './text-rules.ts'

const rules = Object.values(textRules)
const bht = 'BHT*0019*00*B0000101*20261121*0930*CH'
const submitter = 'PER*IC*BILLING DESK*TE*5035550100'
const street = 'N3*1 OAK ST'
const town = 'N4*PORTLAND*OR*97201'
const member = 'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73'
const medicareFirst = 'SBR*P*18*******MB'
const born = 'DMG*D8*19500101*F'
const decided = 'SVD*02302*64*HC:97110:GP:KX**2'
const streetOf = (text: string): Row[2] => [[street, `N3*${text}`]]
/** Behind DTP*454 of the claim; place 24 of the file. */
const more = (...segments: string[]): Row[2] => [after(treated, ...segments)]

const rows: readonly Row[] = [
  // Characters.
  ['all signs of X12 in a street', 'medicare', streetOf(`A!"&'()+,-./;?=%@[]_{}\\|<>#$^Z`), []],
  ['the sign before a, and that behind z', 'medicare', streetOf('1`2{'), []],
  ['a', 'medicare', streetOf('1a'), ['warn text/lower-case N3-1 at 17: the element holds small letters']],
  ['z', 'medicare', streetOf('z1'), ['warn text/lower-case N3-1 at 17: the element holds small letters']],
  [
    'beyond ASCII',
    'medicare',
    streetOf('1é'),
    ['reject text/not-ascii N3-1 at 17: character 2 of the element is outside printable ASCII'],
  ],
  [
    'the first above ASCII',
    'medicare',
    streetOf('\u007f1'),
    ['reject text/not-ascii N3-1 at 17: character 1 of the element is outside printable ASCII'],
  ],
  [
    'the last below a space',
    'medicare',
    streetOf('12\u001f3'),
    ['reject text/not-ascii N3-1 at 17: character 3 of the element is outside printable ASCII'],
  ],
  [
    'a control sign in a segment of free text',
    'medicare',
    more('K3*A\u0001'),
    ['reject text/not-ascii K3-1 at 24: character 2 of the element is outside printable ASCII'],
  ],
  [
    'beyond ASCII, of which nothing else is told',
    'medicare',
    streetOf(' aé:b '),
    ['reject text/not-ascii N3-1 at 17: character 3 of the element is outside printable ASCII'],
  ],
  [
    'two elements',
    'medicare',
    streetOf('1é*2é'),
    [
      'reject text/not-ascii N3-1 at 17: character 2 of the element is outside printable ASCII',
      'reject text/not-ascii N3-2 at 17: character 2 of the element is outside printable ASCII',
    ],
  ],
  // Spaces.
  ['a space within', 'medicare', streetOf('1 2'), []],
  [
    'a space before',
    'medicare',
    streetOf(' 1'),
    ['reject text/leading-space N3-1 at 17: the element begins with a space'],
  ],
  [
    'a space behind',
    'medicare',
    streetOf('1 '),
    ['warn text/trailing-space N3-1 at 17: the element ends in a space'],
  ],
  [
    'a space before and behind',
    'medicare',
    streetOf(' 1 '),
    ['reject text/leading-space N3-1 at 17: the element begins with a space'],
  ],
  [
    'a space before small letters',
    'medicare',
    streetOf(' oak'),
    [
      'warn text/lower-case N3-1 at 17: the element holds small letters',
      'reject text/leading-space N3-1 at 17: the element begins with a space',
    ],
  ],
  // Separators.
  ['an element left out', 'medicare', streetOf('*2'), []],
  [
    'an empty element at the end',
    'medicare',
    streetOf('1*'),
    ['reject text/trailing-separator N3-2 at 17: the segment ends in an empty element'],
  ],
  [
    'an empty element at the end of what is none of an 837P',
    'medicare',
    more('ZZZ*1*'),
    ['reject text/trailing-separator ZZZ-2 at 24: the segment ends in an empty element'],
  ],
  [
    'a component separator in a street',
    'medicare',
    streetOf('1:2*3'),
    [
      'reject text/delimiter-in-data N3-1 at 17: a component separator stands in an element that is no composite',
    ],
  ],
  [
    'two of them at an end are told once',
    'medicare',
    streetOf('1*2::'),
    [
      'reject text/delimiter-in-data N3-2 at 17: a component separator stands in an element that is no composite',
    ],
  ],
  ['a component left out', 'medicare', [[first, first.replace('GP:KX', 'GP::KX')]], []],
  [
    'an empty component at the end',
    'medicare',
    [[first, first.replace('1:2', '1:2:')]],
    ['reject text/trailing-separator SV1-7 at 30: the composite ends in an empty component'],
  ],
  ['a component separator in K3', 'medicare', more('K3*A:B:'), []],
  // Composites, and the elements beside them.
  ['of REF', 'medicare', more('REF*P4*1**LU:2'), []],
  [
    'beside that of REF',
    'medicare',
    more('REF*P4:1*1:2*3:4*LU:2'),
    [1, 2, 3].map(
      (place) =>
        `reject text/delimiter-in-data REF-${place} at 24: a component separator stands in an element that is no composite`,
    ),
  ],
  ['of DMG', 'medicare', [[born, `${born}**A:RET:1*****B:C`]], []],
  ['of CLM', 'medicare', [[clm, `${clm}**AA:::OR`]], []],
  ['of PWK', 'medicare', more('PWK*OZ*EL***AC*1**A:B*C:D'), []],
  ['of SVD', 'secondary', [[decided, decided.replace('GP:KX', 'GP')]], []],
]

/** A segment of a worked claim or one behind DTP*454, its place, and how many elements it may have. */
const shapes: readonly (readonly [claim: Row[1], segment: string, place: number, most: number])[] = [
  ['medicare', 'ST*837*0001*005010X222A1', 3, 3],
  ['medicare', bht, 4, 6],
  ['medicare', 'HL*1**20*1', 8, 4],
  ['medicare', member, 16, 12],
  ['medicare', street, 17, 2],
  ['medicare', town, 18, 7],
  ['medicare', submitter, 6, 9],
  ['medicare', 'PRV*BI*PXC*261QP2000X', 9, 6],
  ['medicare', 'REF*EA*MRN001', 24, 4],
  ['medicare', medicareFirst, 15, 9],
  ['workersCompensation', 'PAT*20', 21, 9],
  ['medicare', born, 19, 11],
  ['medicare', clm, 21, 20],
  ['medicare', treated, 23, 3],
  ['medicare', 'PWK*OZ*EL', 24, 9],
  ['secondary', 'AMT*D*160', 30, 3],
  ['medicare', 'NTE*ADD*A', 24, 2],
  ['medicare', 'LX*1', 29, 1],
  ['medicare', first, 30, 21],
  ['secondary', decided, 39, 6],
  ['secondary', 'CAS*CO*45*20', 40, 19],
  ['secondary', 'OI***Y***Y', 32, 6],
  ['medicare', 'MOA***MA01', 24, 9],
]
const inserted: ReadonlySet<string> = new Set(['PWK', 'NTE', 'MOA'])
const ofElements = (segment: string, count: number) =>
  `${segment}${'*X'.repeat(count + 1 - segment.split('*').length)}`

const rowsOfShapes = shapes.flatMap(([claim, segment, place, most]): Row[] => {
  const [tag = ''] = segment.split('*')
  const change = (count: number): Row[2] =>
    inserted.has(tag) ? more(ofElements(segment, count)) : [[segment, ofElements(segment, count)]]
  const told = (count: number) =>
    `reject text/delimiter-in-data ${tag}-${most + 1} at ${place}: ${tag} has ${count} elements and at most ${most}`
  return [
    [`${tag} of ${most} elements`, claim, change(most), []],
    [`${tag} of one more`, claim, change(most + 1), [told(most + 1)]],
    [`${tag} of two more`, claim, change(most + 2), [told(most + 2)]],
  ]
})

/** A segment with `#` for the value that is long, its place, the element, and how many characters fit. */
const lengths: readonly (readonly [
  from: string,
  to: string,
  place: number,
  element: number,
  most: number,
])[] = [
  [member, 'NM1*IL*1*#*JANE****MI*1EG4TE5MK73', 16, 3, 60],
  [member, 'NM1*IL*1*DOE*#****MI*1EG4TE5MK73', 16, 4, 35],
  [member, 'NM1*IL*1*DOE*JANE*#***MI*1EG4TE5MK73', 16, 5, 25],
  [member, 'NM1*IL*1*DOE*JANE***#*MI*1EG4TE5MK73', 16, 7, 10],
  [member, 'NM1*IL*1*DOE*JANE****MI*#', 16, 9, 80],
  [street, 'N3*#', 17, 1, 55],
  [street, 'N3*1*#', 17, 2, 55],
  [town, 'N4*#*OR*97201', 18, 1, 30],
  [town, 'N4*PORTLAND*#*97201', 18, 2, 2],
  [town, 'N4*PORTLAND*OR*#', 18, 3, 15],
  ['REF*EA*MRN001', 'REF*EA*#', 24, 2, 50],
  [submitter, 'PER*IC*#*TE*5035550100', 6, 2, 60],
  [submitter, 'PER*IC*DESK*TE*#', 6, 4, 256],
  [submitter, 'PER*IC*DESK*TE*5*EX*#', 6, 6, 256],
  [submitter, 'PER*IC*DESK*TE*5*EX*1*EM*#', 6, 8, 256],
  ['REF*EA*MRN001', 'NTE*ADD*#', 24, 2, 80],
  [medicareFirst, 'SBR*P*18*#******MB', 15, 3, 50],
  [medicareFirst, 'SBR*P*18**#*****MB', 15, 4, 60],
  ['REF*EA*MRN001', 'PWK*OZ*EL***AC*#', 24, 6, 50],
  ['HL*1**20*1', 'HL*#**20*1', 8, 1, 12],
  ['HL*2*1*22*0', 'HL*2*#*22*0', 14, 2, 12],
  [bht, bht.replace('B0000101', '#'), 4, 3, 50],
]

const rowsOfLengths = lengths.flatMap(([from, to, place, element, most]): Row[] => {
  const [tag = ''] = to.split('*')
  const change = (length: number): Row[2] => [[from, to.replace('#', '1'.repeat(length))]]
  const says = `it has ${most + 1} characters and ${most} fit`
  return [
    [`${tag}-${element} of ${most} characters`, 'medicare', change(most), []],
    [
      `${tag}-${element} of one more`,
      'medicare',
      change(most + 1),
      [`reject text/too-long ${tag}-${element} at ${place}: ${says}`],
    ],
  ]
})

describe('of characters, separators and lengths is found', () => {
  test.each([...rows, ...rowsOfShapes, ...rowsOfLengths].map((row) => ({ name: row[0], row })))(
    '$name',
    ({ row }) => {
      expect(foundIn(rules, row)).toEqual(row[3])
    },
  )
})

describe('what separates is told by the file', () => {
  test('a tilde is a sign like others where another ends segments', () => {
    const text = workedClaim('medicare', [[street, 'N3*1!2']])
    expect(foundOf(rules, text.replaceAll('~\n', '\n').replace('1!2', '1~2'))).toEqual([])
  })

  test('components may be told apart by what cannot be printed', () => {
    expect(foundOf(rules, workedClaim('medicare').replaceAll(':', '\u001f'))).toEqual([])
  })
})
