/** The lists against what their publishers counted: section 5.1 of the coding rules. */
import { serviceDate } from '@tally/kernel'
import { expect, test } from 'vitest'
import { standingOf } from './diagnosis-tables.ts'
import { textOf } from './read-table.ts'

const listed = textOf('diagnoses/fy2027.csv').lines.flatMap((line) => {
  const [category = '', codes = ''] = line.split(',')
  return codes.split(' ').map((rest) => (rest === '-' ? category : category + rest))
})

test.each([
  ['FY2024', '2024-01-01', 74_044],
  ['FY2026', '2026-03-02', 74_719],
  // 36 of the 190 new codes and all 30 that ended are at hand.
  ['FY2027', '2026-10-01', 74_719 + 36 - 30],
])('%s has its number of codes on %s', (_, date, expected) => {
  const billable = listed.filter((code) => standingOf(code, serviceDate(date)).kind === 'billable')
  expect(billable).toHaveLength(expected)
})

test('no code stands twice, and the lists are in order', () => {
  expect(listed).toEqual([...new Set(listed)].sort())
})

test('every term and every exclusion is of codes that are listed', () => {
  const known = ` ${listed.join(' ')}`
  const lost = (file: string, columns: number) =>
    textOf(file)
      .lines.flatMap((line) => line.split(',').slice(0, columns))
      .filter((code) => !known.includes(` ${code}`))
  expect(lost('diagnosis-terms/fy2027.csv', 1)).toEqual([])
  expect(lost('diagnosis-exclusions/fy2021.csv', 2)).toEqual([])
})
