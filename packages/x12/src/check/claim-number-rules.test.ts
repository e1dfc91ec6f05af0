/** CLM01 and what it may be told apart by; CLM05-3 with the payer's number of the claim before. */
import { describe, expect, test } from 'vitest'
import { claimNumberRules } from './claim-number-rules.ts'
import { rulesOfMost } from './payer-rules.ts'
import { after, clm, foundIn, type Row, treated } from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'

const own = 'PCN0000000000000001'
const number = (to: string): Row[2] => [[clm, clm.replace(own, to)]]
const again = (...to: readonly string[]): Row[2] => [
  after('REF*6R*L00000003', ...to.map((one) => clm.replace(own, one))),
]
const frequency = (to: string, ...more: string[]): Row[2] => [
  [clm, clm.replace(':1*', `:${to}*`)],
  after(treated, ...more),
]
const ofPayer = 'REF*F8*ICN1'
const takesAll = { ...facts, payer: rulesOfMost }
const used = (claims?: readonly string[]) => ({
  ...facts,
  seenControlNumbers: { batches: new Set([own]), ...(claims && { claims: new Set(claims) }) },
})
const twice = (place: number) =>
  `reject claim/number-twice CLM-1 at ${place}: another claim of the file has the same CLM01`

const ofNumbers: readonly Row[] = [
  ['no number', 'medicare', number(''), ['reject claim/number-missing CLM-1 at 21: CLM01 is missing']],
  ['20 characters', 'medicare', number('A'.repeat(20)), []],
  [
    '21 characters',
    'medicare',
    number('A'.repeat(21)),
    ['warn claim/number-cut-on-return CLM-1 at 21: CLM01 has 21 characters; payers give 20 back'],
  ],
  [
    '38 characters',
    'medicare',
    number('A'.repeat(38)),
    ['warn claim/number-cut-on-return CLM-1 at 21: CLM01 has 38 characters; payers give 20 back'],
  ],
  [
    '39 characters',
    'medicare',
    number('A'.repeat(39)),
    ['reject claim/number-too-long CLM-1 at 21: CLM01 has 39 characters and 38 fit'],
  ],
  ['two claims, two numbers', 'medicare', again('PCN2'), []],
  ['three claims, one number', 'medicare', again(own, 'PCN2', own), [twice(41), twice(43)]],
  [
    'two claims without number',
    'medicare',
    [...number(''), ...again('')],
    [
      'reject claim/number-missing CLM-1 at 21: CLM01 is missing',
      'reject claim/number-missing CLM-1 at 41: CLM01 is missing',
    ],
  ],
  [
    'a number that was used',
    'medicare',
    [],
    ['reject claim/number-used CLM-1 at 21: CLM01 was used before'],
    used([own]),
  ],
  ['other numbers that were used', 'medicare', [], [], used(['PCN2'])],
  ['a number of which nothing is told', 'medicare', [], [], used()],
]

const ofFrequencies: readonly Row[] = [
  ...['', '0', '2', '6', '9', '17'].map(
    (to): Row => [
      `no such frequency: ${to}`,
      'medicare',
      frequency(to),
      ['reject claim/frequency CLM-5 at 21: CLM05-3 is none of 1, 7, 8'],
    ],
  ),
  ...['7', '8'].flatMap((to): Row[] => [
    [`${to} with the payer’s number`, 'medicare', frequency(to, ofPayer), [], takesAll],
    [
      `${to} without it`,
      'medicare',
      frequency(to),
      [`reject claim/frequency-without-reference CLM-5 at 21: CLM05-3 is ${to}, and REF*F8 is missing`],
      takesAll,
    ],
    [
      `${to} where sources disagree`,
      'medicare',
      frequency(to, ofPayer),
      [`info payer/frequency-unclear CLM-5 at 21: sources disagree whether the payer takes frequency ${to}`],
    ],
  ]),
  [
    'a replacement where none is taken',
    'medicare',
    frequency('7', ofPayer),
    ['reject payer/frequency-not-taken CLM-5 at 21: the payer does not take frequency 7'],
    { ...facts, payer: { ...rulesOfMost, takesReplacement: 'no' } },
  ],
  [
    'a replacement where no void is taken',
    'medicare',
    frequency('7', ofPayer),
    [],
    { ...facts, payer: { ...rulesOfMost, takesVoid: 'no' } },
  ],
  [
    'a void where none is taken',
    'medicare',
    frequency('8', ofPayer),
    ['reject payer/frequency-not-taken CLM-5 at 21: the payer does not take frequency 8'],
    { ...facts, payer: { ...rulesOfMost, takesVoid: 'no' } },
  ],
  [
    'a void where no replacement is taken',
    'medicare',
    frequency('8', ofPayer),
    [],
    { ...facts, payer: { ...rulesOfMost, takesReplacement: 'no' } },
  ],
  [
    'an original where neither is taken',
    'medicare',
    [],
    [],
    { ...facts, payer: { ...rulesOfMost, takesReplacement: 'no', takesVoid: 'no' } },
  ],
  [
    'an original with the payer’s number behind another',
    'medicare',
    [after('REF*EA*MRN001', ofPayer)],
    ['warn claim/reference-of-original REF-1 at 25: CLM05-3 is 1, and REF*F8 is given'],
  ],
]

describe.each([
  ['numbers', ofNumbers],
  ['frequencies', ofFrequencies],
] as const)('of %s is found', (_, rows) => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(claimNumberRules, row)).toEqual(row[3])
  })
})
