import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { type EffectiveTable, effectiveTable, endOf } from './effective-table.ts'
import { editPairs, modifiers, therapyCodes, therapyThresholds, unitLimits } from './tables/therapy-tables.ts'

const about = { edition: 'a table', citation: 'nowhere' }
const row = (from: string | null, to: string | null, value = '') => ({
  code: 'A',
  from: from === null ? null : serviceDate(from),
  to: to === null ? null : serviceDate(to),
  value,
})

function tableOf(rows: readonly Row[], complete = false): EffectiveTable<Row> {
  const byKey = Map.groupBy(rows, ({ code }) => code)
  return effectiveTable(
    { ...about, complete },
    {
      keys: () => byKey.keys(),
      rowsOf: (key) => byKey.get(key) ?? [],
      end: () => endOf(rows.map(({ to }) => to)),
    },
  )
}
type Row = ReturnType<typeof row>

describe('an effective-dated table', () => {
  const table = () => tableOf([row('2026-01-01', null, 'new'), row(null, '2026-01-01', 'old')])

  test.each([
    ['1999-05-05', 'old'],
    ['2025-12-31', 'old'],
    ['2026-01-01', 'new'],
    ['2030-01-01', 'new'],
  ])('on %s the %s row is in force', (date, value) => {
    expect(table().on('A', serviceDate(date))?.value).toBe(value)
  })

  test.each([
    ['2025-12-31', 'first', false],
    ['2026-12-31', 'second', false],
    ['2027-01-01', 'second', true],
    ['2040-01-01', 'second', true],
  ])('on %s the last known row is the %s, stale: %s', (date, value, stale) => {
    const ended = tableOf([
      row('2025-01-01', '2026-01-01', 'first'),
      row('2026-01-01', '2027-01-01', 'second'),
      { ...row('2024-01-01', '2026-01-01', 'dropped'), code: 'B' },
    ])
    expect(ended.lastKnown('A', serviceDate(date))).toMatchObject({ row: { value }, stale })
    expect(ended.lastKnown('B', serviceDate('2027-01-01'))).toBeUndefined()
    expect(ended.lastKnown('A', serviceDate('2024-12-31'))).toBeUndefined()
  })

  test('a table with a row still in force is never stale', () => {
    expect(table().lastKnown('A', serviceDate('2040-01-01'))).toMatchObject({
      row: { value: 'new' },
      stale: false,
    })
  })

  test('an unknown key has no row', () => expect(table().on('B', serviceDate('2026-01-01'))).toBeUndefined())

  test.each([
    ['two rows share a day', [row('2026-01-01', '2026-02-01'), row('2026-01-31', null)]],
    ['a later row is written first', [row('2026-01-31', null), row('2026-01-01', '2026-02-01')]],
    ['two rows are open at the start', [row(null, '2026-02-01'), row(null, null)]],
    ['two rows are always in force', [row(null, null), row(null, null)]],
    ['a row ends when it begins', [row('2026-01-01', '2026-01-01')]],
  ])('is refused when %s', (_, rows) => {
    expect(() => tableOf(rows).on('A', serviceDate('2026-01-01'))).toThrow('A: ')
  })

  const gap = [row('2025-01-01', '2026-01-01', 'first'), row('2026-01-02', null, 'second')]

  test('a table is not complete unless it says so', () => {
    const source = { keys: () => ['A'], rowsOf: () => gap, end: () => null }
    expect(effectiveTable(about, source).on('A', serviceDate('2026-01-01'))).toBeUndefined()
  })

  test('a day without a row is found in a table that is complete, and is nothing in another', () => {
    expect(() => tableOf(gap, true).on('A', serviceDate('2025-01-01'))).toThrow('A: no day is left out')
    expect(tableOf(gap).on('A', serviceDate('2026-01-01'))).toBeUndefined()
    expect(tableOf(gap).on('A', serviceDate('2026-01-02'))?.value).toBe('second')
  })
})

describe('the tables', () => {
  test.each([
    ['therapy codes', therapyCodes, 123],
    ['edit pairs', editPairs, 532],
    ['unit limits', unitLimits, 119],
    ['therapy thresholds', therapyThresholds, 12],
    ['modifiers', modifiers, 36],
  ])('%s: every row has its shape, and no day has two', (_, table, rows) => {
    expect(table.all()).toHaveLength(rows)
  })

  const on = serviceDate('2026-03-02')

  test.each([
    ['97110', 'Y', 'always'],
    ['97150', 'N', 'always'],
    ['97039', 'N', 'always'],
    ['97129', 'first', 'sometimes'],
    ['97546', 'added', 'always'],
    ['97010', 'N', 'none'],
    ['92610', 'N', 'always'],
    ['98980', 'month', 'sometimes'],
  ])('%s is timed %s and a therapy code %s', (code, timed, disposition) => {
    expect(therapyCodes.on(code, on)).toMatchObject({ timed, disposition })
  })

  test('98985 is new in 2026', () => {
    expect(therapyCodes.on('98985', serviceDate('2025-12-31'))).toBeUndefined()
    expect(therapyCodes.on('98985', serviceDate('2026-01-01'))).toBeDefined()
  })

  test('97140/97530 ended with 2019, 97150/97110 is in force', () => {
    expect(editPairs.on('97140/97530', serviceDate('2019-12-31'))?.indicator).toBe('1')
    expect(editPairs.on('97140/97530', serviceDate('2020-01-01'))).toBeUndefined()
    expect(editPairs.on('97150/97110', on)?.indicator).toBe('1')
  })

  test('no chain of never-together pairs comes back to its own column 1', () => {
    const below = Map.groupBy(
      editPairs.all().filter(({ indicator, to }) => indicator === '0' && to === null),
      ({ column1 }) => column1,
    )
    const walk = (code: string, path: readonly string[]) => {
      expect(path, `${[...path, code].join(' > ')}`).not.toContain(code)
      for (const { column2 } of below.get(code) ?? []) walk(column2, [...path, code])
    }
    for (const code of below.keys()) walk(code, [])
  })

  test('97110 is believed up to 6 units a day, a PT evaluation once', () => {
    expect(unitLimits.on('97110', on)).toMatchObject({ units: 6, mai: '3' })
    expect(unitLimits.on('97161', on)).toMatchObject({ units: 1, mai: '2' })
  })
})
