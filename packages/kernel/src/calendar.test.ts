import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  compareInstants,
  dayIn,
  daysBetween,
  instantIn,
  isInstant,
  isWeekday,
  isZone,
  plusDays,
  plusMilliseconds,
  plusYears,
  startOfDayIn,
  wallTimeIn,
} from './calendar.ts'
import { serviceDate } from './service-date.ts'

it.each([
  ['2026-11-24', 0, '2026-11-24'],
  ['2026-02-28', 1, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-03-07', 2, '2026-03-09'],
  ['2026-01-01', 365, '2027-01-01'],
])('%s and %i days is %s', (from, days, to) => {
  expect(plusDays(serviceDate(from), days)).toBe(to)
  expect(daysBetween(serviceDate(from), serviceDate(to))).toBe(days)
})

it.each([
  ['2026-11-24', 1, '2027-11-24'],
  ['2024-02-29', 1, '2025-02-28'],
  ['2024-02-29', 4, '2028-02-29'],
  ['2024-02-29', -1, '2023-02-28'],
])('%s and %i years is %s', (from, years, to) => {
  expect(plusYears(serviceDate(from), years)).toBe(to)
})

it('goes forth and back', () => {
  const days = fc.integer({ min: -40_000, max: 40_000 })
  fc.assert(
    fc.property(days, (count) => {
      const from = serviceDate('2026-11-24')
      const to = plusDays(from, count)
      expect(daysBetween(from, to)).toBe(count)
      expect(plusDays(to, -count)).toBe(from)
    }),
  )
})

it.each([
  ['America/New_York', '2026-11-25T04:59:59Z', '2026-11-24'],
  ['America/New_York', '2026-11-25T05:00:00Z', '2026-11-25'],
  ['America/Los_Angeles', '2026-11-25T05:00:00Z', '2026-11-24'],
  ['Pacific/Honolulu', '2026-01-01T09:59:00Z', '2025-12-31'],
  ['UTC', '2026-11-25T01:00:00+02:00', '2026-11-24'],
])('in %s at %s it is %s', (zone, instant, day) => {
  expect(dayIn(zone, instant)).toBe(day)
})

it.each([
  ['America/New_York', '2026-11-24', '2026-11-24T05:00:00Z'],
  ['America/New_York', '2026-07-01', '2026-07-01T04:00:00Z'],
  ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z'],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'], // clocks went forward at midnight: it began at one
])('in %s, %s begins at %s, and that instant is in it', (zone, date, instant) => {
  expect(startOfDayIn(zone, serviceDate(date))).toBe(instant)
  expect(dayIn(zone, instant)).toBe(date)
})

it.each([
  ['America/New_York', true],
  ['America/Argentina/Buenos_Aires', true],
  ['America/Port-au-Prince', true],
  ['Etc/GMT+5', true],
  ['UTC', true],
  ['america/New_York', false],
  ['EST5EDT', false],
  ['+05:00', false],
  ['America/Nowhere', false],
  ['', false],
])('%j is a zone: %s', (name, known) => {
  expect(isZone(name)).toBe(known)
})

it('a zone that is no text is a defect of the caller, not an unknown zone', () => {
  expect(() => Reflect.apply(isZone, undefined, [5])).toThrow(TypeError)
})

it.each([
  ['2026-11-24T09:30:00Z', true],
  ['2026-11-24T09:30:00.5Z', true],
  ['2026-11-24T09:30:00.123456789-05:00', true],
  ['2026-11-24T23:59:59+23:59', true],
  ['2024-02-29T00:00:00Z', true],
  ['2026-02-29T00:00:00Z', false],
  ['2026-11-24T24:00:00Z', false],
  ['2026-11-24T09:60:00Z', false],
  ['2026-11-24T09:30:60Z', false],
  ['2026-11-24T09:30:00', false],
  ['2026-11-24T09:30:00.Z', false],
  ['2026-11-24T09:30:00.1234567890Z', false],
  ['2026-11-24T09:30:00+24:00', false],
  ['2026-11-24T09:30:00+05:60', false],
  ['2026-11-24T09:30:00+0500', false],
  ['2026-11-24 09:30:00Z', false],
  ['2026-11-24', false],
  ['at 2026-11-24T09:30:00Z', false],
  ['2026-11-24T09:30:00Zulu', false],
  ['', false],
])('%j is an instant: %s', (text, known) => {
  expect(isInstant(text)).toBe(known)
})

it.each([
  ['America/New_York', '2026-11-25', '20:00', '2026-11-26T01:00:00Z'],
  ['America/New_York', '2026-07-01', '20:00', '2026-07-02T00:00:00Z'],
  // 02:30 does not exist on the night when the clocks go forward: half past three, then.
  ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30:00Z'],
])('in %s the clocks show %s %s at %s', (zone, date, time, instant) => {
  expect(instantIn(zone, serviceDate(date), time)).toBe(instant)
})

it('tells what a wall clock shows', () => {
  expect(wallTimeIn('America/Los_Angeles', '2026-11-25T05:07:59.9Z')).toEqual({
    date: '2026-11-24',
    time: '21:07',
  })
})

it('compares moments, not text', () => {
  expect(compareInstants('2026-03-02T17:42:10-08:00', '2026-03-03T01:42:10Z')).toBe(0)
  expect(compareInstants('2026-03-02T17:42:10-08:00', '2026-03-02T18:00:00Z')).toBeGreaterThan(0)
  expect(plusMilliseconds('2026-03-02T17:42:10-08:00', 1_500)).toBe('2026-03-03T01:42:11.5Z')
})

it.each([
  ['2026-11-20', true],
  ['2026-11-21', false],
  ['2026-11-22', false],
  ['2026-11-23', true],
])('%s is a weekday: %s', (date, weekday) => {
  expect(isWeekday(serviceDate(date))).toBe(weekday)
})
