/** What a payer's file may say and what is taken where it says nothing; pictures of ids; Medicare's own. */
import { describe, expect, test } from 'vitest'
import { fitsPicture, payerRules, rulesByDefault, rulesOfMedicareB, rulesOfMost } from './payer-rules.ts'

const silent = {
  takesReplacement: 'yes',
  takesVoid: 'yes',
  secondaryTypes: null,
  nineDigitZip: true,
  therapyModifier: 'expected',
  referringProvider: 'no',
  renderingProvider: 'no',
  refusedModifiers: [],
  mostLines: 50,
  mostDiagnoses: 12,
  memberIds: [],
}

/** Each field with what a file may give for it, and what is refused. */
const fields: readonly (readonly [field: string, taken: readonly unknown[], refused: readonly unknown[]])[] =
  [
    ['takesReplacement', ['yes', 'no', 'unclear'], ['', 'maybe', true, null]],
    ['takesVoid', ['yes', 'no', 'unclear'], ['', 'maybe', false, null]],
    [
      'secondaryTypes',
      [null, [], ['1'], ['12', '43'], ['12A']],
      [[''], ['1234'], ['a12'], ['12a'], ['aa'], ['12', '-']],
    ],
    ['nineDigitZip', [true, false], ['yes', null]],
    ['therapyModifier', ['required', 'expected', 'no'], ['', 'yes', null]],
    ['referringProvider', ['required', 'expected', 'no'], ['', 'yes', null]],
    ['renderingProvider', ['required', 'expected', 'no'], ['', 'yes', null]],
    [
      'refusedModifiers',
      [[], ['CQ'], ['59', 'X1']],
      [null, ['C'], ['CQX'], ['cq'], ['cCQ'], ['CQc'], ['CQ', '']],
    ],
    ['mostLines', [1, 50], [0, 51, 1.5, '50', null]],
    ['mostDiagnoses', [1, 12], [0, 13, 1.5, '12', null]],
    [
      'memberIds',
      [[], ['9AX-'], ['9'.repeat(80)], ['9AX9AX9AA99', 'AAA999999999']],
      [null, [''], ['9'.repeat(81)], ['B99'], ['99B'], ['a']],
    ],
    ['mostHours', [], [1]],
  ]
const values = fields.flatMap(([field, taken, refused]) => [
  ...taken.map((value) => ({ field, value, taken: true })),
  ...refused.map((value) => ({ field, value, taken: false })),
])

describe('the file of a payer', () => {
  test('that says nothing is as with most payers', () => {
    expect(payerRules.parse({})).toEqual(silent)
    expect(rulesOfMost).toEqual(silent)
  })

  test.each(values)('may say $field $value: $taken', ({ field, value, taken }) => {
    const read = payerRules.safeParse({ [field]: value })
    expect(read.success ? read.data : null).toEqual(taken ? { ...silent, [field]: value } : null)
  })

  test('is explained field by field to whoever writes it', () => {
    expect(payerRules.meta()).toMatchObject({ id: 'PayerRules', description: sentence() })
    const explained = Object.entries(payerRules.shape).map(([field, { description }]) => [field, description])
    expect(explained).toEqual(Object.keys(silent).map((field) => [field, sentence()]))
  })
})

const sentence = () => expect.stringMatching(/^[A-Z].+\.$/)

describe('a payer without rules of its own', () => {
  test.each([
    ['MB', true],
    ['MA', false],
    ['CI', false],
    [null, false],
  ])('where SBR09 is %s has those of Medicare Part B: %s', (filingIndicator, medicare) => {
    expect(rulesByDefault({ id: '02302', filingIndicator })).toBe(medicare ? rulesOfMedicareB : rulesOfMost)
  })

  test('of Medicare Part B', () => {
    expect(rulesOfMedicareB).toEqual({
      ...silent,
      takesReplacement: 'unclear',
      takesVoid: 'unclear',
      therapyModifier: 'required',
      referringProvider: 'required',
      renderingProvider: 'required',
      memberIds: ['9AX9AX9AA99'],
    })
  })
})

/** A picture, ids that have its form, and ids that do not. */
const pictures: readonly (readonly [picture: string, fit: readonly string[], others: readonly string[]])[] = [
  ['9', ['0', '5', '9'], ['', '/', ':', 'A', 'X', '-', '99']],
  ['A', ['A', 'M', 'Z'], ['', '@', '[', 'a', '0', '9', '-', 'AA']],
  ['X', ['0', '9', 'A', 'Z'], ['', '/', ':', '@', '[', 'z', '-', ' ']],
  ['-', ['-'], ['', ',', '.', '0', 'A', '--']],
  ['9A', ['1B'], ['1', 'B1', '11', 'BB', '1B1']],
  ['AAA-99', ['DOE-12'], ['DOE12', 'DOE-1', 'DOE-123', 'DOE112', '-DOE12', 'D0E-12']],
  [
    '9AX9AX9AA99',
    ['1EG4TE5MK73', '1E14T35MK73'],
    ['1EG4TE5MK7', '1EG4TE5MK7A', 'AEG4TE5MK73', '1EG4-TE5-MK73'],
  ],
]
const ids = pictures.flatMap(([picture, fit, others]) => [
  ...fit.map((id) => ({ picture, id, fits: true })),
  ...others.map((id) => ({ picture, id, fits: false })),
])

describe('the picture of an id', () => {
  test.each(ids)('$picture shows $id: $fits', ({ picture, id, fits }) => {
    expect(fitsPicture(id, picture)).toBe(fits)
  })
})
