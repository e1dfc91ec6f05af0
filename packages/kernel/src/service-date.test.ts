import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Defect } from './assert.ts'
import { isServiceDate, serviceDate } from './service-date.ts'

it.each([
  ['1800-01-01', 'the first day'],
  ['2199-12-31', 'the last day'],
  ['2024-02-29', 'a leap day'],
  ['2000-02-29', 'every 400 years a leap day'],
  ['2026-01-31', '31 days in January'],
  ['2026-03-31', 'in March'],
  ['2026-04-30', '30 in April'],
  ['2026-05-31', 'in May'],
  ['2026-06-30', 'in June'],
  ['2026-07-31', 'in July'],
  ['2026-08-31', 'in August'],
  ['2026-09-30', 'in September'],
  ['2026-10-31', 'in October'],
  ['2026-11-30', 'in November'],
  ['2026-12-31', 'in December'],
])('%s is a day: %s', (text) => {
  expect(isServiceDate(text)).toBe(true)
  expect(serviceDate(text)).toBe(text)
})

it.each([
  ['1799-12-31', 'too early to be anyone’s'],
  ['2200-01-01', 'too late'],
  ['2026-02-29', 'no leap year'],
  ['1900-02-29', 'no leap year, being a century'],
  ['2026-04-31', 'April has 30'],
  ['2026-06-31', 'June has 30'],
  ['2026-09-31', 'September has 30'],
  ['2026-11-31', 'November has 30'],
  ['2024-02-30', 'February never has 30'],
  ['2026-00-10', 'no month'],
  ['2026-13-10', 'no month'],
  ['2026-01-00', 'no day'],
  ['2026-01-32', 'no day'],
  ['20260110', 'written otherwise'],
  ['2026-1-10', 'written otherwise'],
  ['2026-01-10T00:00:00Z', 'an instant, not a day'],
  [' 2026-01-10', 'space before'],
  ['2026-01-10\n', 'a line end after'],
  ['２０２６-01-10', 'other digits'],
  ['', 'nothing'],
])('%j is no day: %s', (text) => {
  expect(isServiceDate(text)).toBe(false)
  expect(() => serviceDate(text)).toThrow(new Defect('a date is written YYYY-MM-DD and exists'))
})

it('orders as text', () => {
  const day = fc.date({ min: new Date('1800-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [first, second] = [serviceDate(textOf(one)), serviceDate(textOf(other))]
      expect(first < second).toBe(Date.parse(first) < Date.parse(second))
    }),
  )
})

function textOf(day: Date): string {
  return day.toISOString().slice(0, 10)
}
