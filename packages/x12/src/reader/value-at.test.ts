/** What is left out is null and no finding; what cannot be read is null and one; nothing becomes zero (x12.md 7.7, 7.8). */
import { describe, expect, test } from 'vitest'
import { collectFindings, type Report } from './finding.ts'
import type { Segment } from './segment.ts'
import {
  amountAt,
  componentAt,
  countAt,
  dateAt,
  daysAt,
  neededAmountAt,
  qualified,
  quantityAt,
} from './value-at.ts'

const segment = (text: string): Segment => ({
  ordinal: 7,
  offset: 300,
  tag: text.slice(0, 3),
  elements: text.split('*'),
  separators: { element: '*', component: ':', repetition: '^', terminator: '~' },
  whole: true,
})

/** What `read` answers, and its findings in short. */
function reading<Value>(read: (report: Report) => Value) {
  const { findings, report } = collectFindings()
  const value = read(report)
  const told = findings.map((one) => `${one.severity} ${one.rule} ${one.tag}${one.element} in ${one.segment}`)
  return { value, told }
}

const unreadAmount = 'error amount/not-to-the-cent AMT2 in 7'
const noNumber = 'warn quantity/no-number AMT2 in 7'
const noDay = 'warn date/no-day AMT2 in 7'
const missing = 'error amount/missing AMT2 in 7'

describe('one element', () => {
  test.each([
    ['an amount', amountAt, '12.5', 1250, []],
    ['an amount of zero', amountAt, '0', 0, []],
    ['an amount left out', amountAt, '', null, []],
    ['a blank amount', amountAt, '  ', null, []],
    ['an amount beyond the cent', amountAt, '1.005', null, [unreadAmount]],
    ['an amount of letters', amountAt, 'x', null, [unreadAmount]],
    ['a needed amount', neededAmountAt, '12.5', 1250, []],
    ['a needed amount left out', neededAmountAt, '', null, [missing]],
    ['a needed amount beyond the cent', neededAmountAt, '1.005', null, [unreadAmount]],
    ['a quantity', quantityAt, '1.5', 1.5, []],
    ['a quantity left out', quantityAt, '', null, []],
    ['a blank quantity', quantityAt, ' ', null, []],
    ['a quantity of letters', quantityAt, 'two', null, [noNumber]],
    ['a count', countAt, '3', 3, []],
    ['a count left out', countAt, '', null, []],
    ['a blank count', countAt, ' ', null, []],
    ['a broken count', countAt, '1.5', null, [noNumber]],
    ['a date', dateAt, '20261120', '2026-11-20', []],
    ['a date left out', dateAt, '', null, []],
    ['a date that is no day', dateAt, '20260229', null, [noDay]],
  ] as const)('%s', (_, read, text, value, told) => {
    expect(reading((report) => read(segment(`AMT*D*${text}`), 2, report))).toEqual({ value, told })
  })

  test('beyond the last element is left out too', () => {
    expect(reading((report) => amountAt(segment('AMT*D'), 2, report))).toEqual({ value: null, told: [] })
    expect(reading((report) => neededAmountAt(segment('AMT*D'), 2, report)).told).toEqual([missing])
  })
})

describe('days by their format', () => {
  test.each([
    ['D8', '20261120', '2026-11-20', '2026-11-20', []],
    ['D8', '20261120-20261121', null, null, [noDay]],
    ['RD8', '20261101-20261130', '2026-11-01', '2026-11-30', []],
    ['RD8', '20261101', '2026-11-01', '2026-11-01', []],
    ['RD8', '20261101-20261131', '2026-11-01', null, [noDay]],
    ['RD8', '20261131-20261130', null, '2026-11-30', [noDay]],
    ['RD8', '20261101-', '2026-11-01', null, [noDay]],
    ['DT', '202611201530', '2026-11-20', '2026-11-20', []],
    ['DT', '202613201530', null, null, [noDay]],
    ['D8', '', null, null, []],
    ['TM', '1530', null, null, []],
    ['TM', '20261120', null, null, []],
    ['', '20261120', null, null, []],
  ])('%s %j runs from %j to %j', (format, text, from, to, told) => {
    const read = reading((report) => daysAt(segment(`AMT*${format}*${text}`), format, 2, report))
    expect(read).toEqual({ value: { from, to }, told })
  })
})

describe('a component', () => {
  test.each([
    ['HC:97110: GP ', 1, 'HC'],
    ['HC:97110: GP ', 2, '97110'],
    ['HC:97110: GP ', 3, 'GP'],
    ['HC:97110', 3, null],
    ['HC::GP', 2, null],
    ['HC: :GP', 2, null],
    ['', 1, null],
  ])('of %j the one at %i is %j', (text, part, expected) => {
    expect(componentAt(segment(`SV1*${text}`), 1, part)).toBe(expected)
  })
})

test('the segment of a tag and a qualifier is the first that has both', () => {
  const loop = ['NM1*85*2', 'REF*85*A', 'REF*EI*B', 'REF*EI *C', 'NM1*EI*D'].map(segment)
  expect(qualified(loop, 'REF', 'EI')?.elements[2]).toBe('B')
  expect(qualified(loop, 'REF', '85')?.elements[2]).toBe('A')
  expect(qualified(loop.slice(3), 'REF', 'EI')?.elements[2]).toBe('C')
  expect(qualified(loop, 'NM1', 'EI')?.elements[2]).toBe('D')
  expect(qualified(loop, 'REF', 'G1')).toBeUndefined()
  expect(qualified(loop, 'DTP', 'EI')).toBeUndefined()
})
