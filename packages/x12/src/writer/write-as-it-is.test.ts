import { cents } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { Pen, type Place } from './pen.ts'
import { noFindings } from './problem.ts'
import {
  amountOrNull,
  asItIs,
  asItIsOrNull,
  countText,
  neededAsItIs,
  quantityText,
  readBack,
} from './write-as-it-is.ts'

const place: Place = ['field', 'NM103', null]

/** What is written, or the rule that refuses it. */
function written(write: (pen: Pen) => string): string {
  const findings = noFindings()
  const text = write(new Pen(findings, ''))
  return findings.problems.map(({ rule }) => rule).join() || text
}

describe('a text is written to the letter or refused', () => {
  test.each<readonly [string, string]>([
    ['Small Letters', 'Small Letters'],
    ['two  spaces', 'two  spaces'],
    ['#|>{}\\`"', '#|>{}\\`"'],
    ['', ''],
    ...['A*B', 'A:B', 'A^B', 'A~B', 'É', 'A\nB', 'A\u0000', '\u007f', '🙂'].map(
      (bad) => [bad, 'x12/delimiter'] as const,
    ),
    [' A', 'x12/unwritable'],
    ['A ', 'x12/unwritable'],
    ['A', 'x12/too-short'],
    ['A'.repeat(21), 'x12/too-long'],
  ])('%j: %s', (text, expected) => {
    expect(written((pen) => asItIs(pen, text, [2, 20], place))).toBe(expected)
  })

  test('an empty text is no null', () => {
    expect(written((pen) => asItIsOrNull(pen, null, [1, 2], place))).toBe('')
    expect(written((pen) => asItIsOrNull(pen, '', [1, 2], place))).toBe('x12/missing')
    expect(written((pen) => neededAsItIs(pen, '', [1, 2], place))).toBe('x12/missing')
  })
})

test.each([
  [2, '2'],
  [0, '0'],
  [0.5, '0.5'],
  [-1.25, '-1.25'],
  [null, ''],
  [1e21, 'x12/units'],
  [1e-7, 'x12/units'],
  [Number.NaN, 'x12/units'],
  [Number.POSITIVE_INFINITY, 'x12/units'],
])('a quantity of %s: %s', (quantity, expected) => {
  expect(written((pen) => quantityText(pen, quantity, place))).toBe(expected)
})

test.each([
  [0, '0'],
  [12, '12'],
  [null, ''],
  [-1, 'x12/units'],
  [1.5, 'x12/units'],
  [1_000_000_000, 'x12/units'],
])('a count of %s: %s', (count, expected) => {
  expect(written((pen) => countText(pen, count, place))).toBe(expected)
})

test.each([
  [cents(-255), '-2.55'],
  [null, ''],
  [cents(10_000_000_000), 'x12/amount'],
])('an amount of %s cents: %s', (amount, expected) => {
  expect(written((pen) => amountOrNull(pen, amount, place))).toBe(expected)
})

test('a segment is seen as a reader sees it', () => {
  expect(readBack('DTP*346*D8*20260101~')).toMatchObject({
    tag: 'DTP',
    elements: ['DTP', '346', 'D8', '20260101'],
  })
  expect(readBack('')).toBeNull()
})
