import { serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { daysIn, monthsBefore, monthsTouched, period, wholeMonths } from './period.ts'

it.each<[string, string, number, string, number, string]>([
  // from, to, days, whole months, how many, the three months before
  ['2026-04-01', '2026-04-30', 30, '2026-04-01 2026-04-30', 1, '2026-01-01 2026-03-31'],
  ['2026-04-10', '2026-04-10', 1, '2026-04-01 2026-04-30', 1, '2026-01-01 2026-03-31'],
  ['2026-01-31', '2026-02-01', 2, '2026-01-01 2026-02-28', 2, '2025-10-01 2025-12-31'],
  ['2025-12-15', '2026-01-15', 32, '2025-12-01 2026-01-31', 2, '2025-09-01 2025-11-30'],
  ['2028-02-01', '2028-02-29', 29, '2028-02-01 2028-02-29', 1, '2027-11-01 2028-01-31'],
  ['2026-12-31', '2026-12-31', 1, '2026-12-01 2026-12-31', 1, '2026-09-01 2026-11-30'],
])('%s to %s', (from, to, days, whole, months, before) => {
  const given = period(serviceDate(from), serviceDate(to))
  const text = ({ from: first, to: last }: typeof given) => `${first} ${last}`
  expect([
    daysIn(given),
    text(wholeMonths(given)),
    monthsTouched(given),
    text(monthsBefore(given, 3)),
  ]).toEqual([days, whole, months, before])
})

it('does not run backwards', () => {
  expect(() => period(serviceDate('2026-04-02'), serviceDate('2026-04-01'))).toThrow('period')
})
