/** The tables of prices against what is known of their sources: counts, ends, and single rows read by hand. */
import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import type { EffectiveRow } from '../effective-table.ts'
import {
  conversionFactors,
  facilities,
  geographicIndices,
  paymentRates,
  relativeValues,
} from './price-tables.ts'
import { localityOf } from './zip-localities.ts'

const on = serviceDate('2026-03-02')

describe('what must have no gap has none, from 2024 to the end of 2026', () => {
  test.each([
    ['conversion factors', Map.groupBy(conversionFactors.all(), ({ kind }) => kind), 2],
    [
      'geographic indices',
      Map.groupBy(geographicIndices.all(), ({ contractor, locality }) => `${contractor}/${locality}`),
      109,
    ],
  ])('%s', (_, byKey: Map<string, readonly EffectiveRow[]>, keys) => {
    expect(byKey.size).toBe(keys)
    for (const rows of byKey.values()) {
      const inOrder = [...rows].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
      expect(inOrder[0]?.from).toBe('2024-01-01')
      expect(inOrder.at(-1)?.to).toBe('2027-01-01')
      expect(inOrder.slice(1).map(({ from }) => from)).toEqual(inOrder.slice(0, -1).map(({ to }) => to))
    }
  })

  test.each([
    ['2024', 160],
    ['2025', 164],
    ['2026', 170],
  ])('relative values of %s: %i codes, none but status A, R and C payable', (year, codes) => {
    const rows = relativeValues.all().filter(({ from }) => from === `${year}-01-01`)
    expect(rows).toHaveLength(codes)
    const valueless = rows.filter(({ status, work, pe, mp }) => status === 'A' && work + pe + mp === 0)
    expect(valueless).toEqual([])
    // Facility and office pay the same for every code that is reduced: section 1.1, 5.
    expect(rows.filter(({ mppr, pe, pe_facility }) => mppr === '5' && pe !== pe_facility)).toEqual([])
  })
})

test.each([
  ['97110', '2024-06-03', 45, 42, 1, '5', 'RVU24C'],
  ['97161', '2024-06-03', 154, 143, 4, '5', 'RVU24C'],
  ['97164', '2024-06-03', 96, 110, 3, '5', 'RVU24C'],
  ['97530', '2026-03-02', 44, 60, 1, '5', 'RVU26C'],
  ['97129', '2026-03-02', 50, 16, 1, '0', 'RVU26C'],
])('%s on %s: %i, %i and %i hundredths', (code, date, work, pe, mp, mppr, release) => {
  expect(relativeValues.on(code, serviceDate(date))).toMatchObject({ work, pe, mp, mppr, release })
})

test('San Francisco and the rest of Oregon have their own indices, those of 2026 rounded', () => {
  expect(geographicIndices.on('01112/05', on)).toMatchObject({
    work: 1100,
    pe: 1410,
    mp: 430,
    rounded: 'Y',
  })
  expect(geographicIndices.on('02302/99', serviceDate('2025-03-02'))).toMatchObject({
    ...{ work: 1000, pe: 986, mp: 643, rounded: 'N' },
  })
})

test.each([
  ['coinsurance', '1999-01-01', 20],
  ['reduction', '2013-03-31', undefined],
  ['reduction', '2013-04-01', 50],
  ['assistant', '2021-12-31', 0],
  ['assistant', '2022-01-01', 15],
  ['sequestration', '2022-06-30', undefined],
  ['sequestration', '2040-01-01', 2],
])('%s on %s is %s percent', (rate, date, percent) => {
  expect(paymentRates.on(rate, serviceDate(date))?.percent).toBe(percent)
})

test('a hospital is a facility; an office, a home and telehealth at home are none', () => {
  expect(['02', '19', '21', '22', '31'].filter((place) => !facilities().has(place))).toEqual([])
  expect(['10', '11', '12', '32', '62'].filter((place) => facilities().has(place))).toEqual([])
})

describe('a ZIP code', () => {
  test.each([
    ['the first of the table', '00210', '14312/40'],
    ['the end of its run', '00215', '14312/40'],
    ['one past the run', '00216', undefined],
    ['before the table', '00001', undefined],
    ['after the table', '99999', undefined],
    ['a run of one', '00303', '11302/00'],
    ['the run right after it', '00304', '11302/00'],
    ['Portland', '97201', '02302/01'],
    ['Portland, nine digits', '972011234', '02302/01'],
    ['Salem', '97301', '02302/99'],
    ['San Francisco', '94103', '01112/05'],
    ['nothing', '', undefined],
  ])('%s, %j, is in %s', (_, zip, locality) => {
    expect(localityOf(zip)?.locality).toBe(locality)
  })

  test('of two localities says so', () => {
    expect(localityOf('01434')).toEqual({ locality: '14212/01', uncertain: true })
    expect(localityOf('97201')?.uncertain).toBe(false)
  })

  test('never leads to a locality that has no indices', () => {
    const known = new Set(
      geographicIndices.all().map(({ contractor, locality }) => `${contractor}/${locality}`),
    )
    const met = new Set<string>()
    for (let zip = 0; zip < 100_000; zip += 1) {
      const found = localityOf(String(zip).padStart(5, '0'))
      if (found) met.add(found.locality)
    }
    expect([...met].filter((locality) => !known.has(locality))).toEqual([])
    expect(met.size).toBe(known.size)
  })
})
