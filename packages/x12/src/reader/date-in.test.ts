import { expect, test } from 'vitest'
import { dateIn, daysIn } from './date-in.ts'

test.each([
  ['20261120', '2026-11-20'],
  ['20240229', '2024-02-29'],
  ['20260229', null],
  ['20261301', null],
  ['261120', null],
  ['2026-11-20', null],
  ['', null],
])('%j is %j', (text, expected) => {
  expect(dateIn(text)).toBe(expected)
})

test.each([
  ['20261101-20261130', '2026-11-01', '2026-11-30'],
  ['20261101', '2026-11-01', '2026-11-01'],
  ['20120101-99991231', '2012-01-01', null],
  ['', null, null],
])('%j runs from %j to %j', (text, from, to) => {
  expect(daysIn(text)).toEqual({ from, to })
})

test('text is the same day however often it is asked for, and with blanks around', () => {
  for (const text of ['20261120', ' 20261120 ', '20261120']) expect(dateIn(text)).toBe('2026-11-20')
  for (let time = 0; time < 2; time++) expect(dateIn('20260230')).toBeNull()
})
