/** Spans of days, both ends in; and the calendar months that they touch. */
import { assert, daysBetween, plusDays, type ServiceDate, serviceDate } from '@tally/kernel'

export interface Period {
  readonly from: ServiceDate
  readonly to: ServiceDate
}

export function period(from: ServiceDate, to: ServiceDate): Period {
  assert(from <= to, 'a period ends on its first day or later')
  return { from, to }
}

export function daysIn({ from, to }: Period): number {
  return daysBetween(from, to) + 1
}

/** From the first day of the first month that it touches to the last day of the last one. */
export function wholeMonths({ from, to }: Period): Period {
  return period(monthStart(from, 0), plusDays(monthStart(to, 1), -1))
}

export function monthsTouched({ from, to }: Period): number {
  return monthNumber(to) - monthNumber(from) + 1
}

/** The `count` whole months before the one in which it begins. */
export function monthsBefore({ from }: Period, count: number): Period {
  return period(monthStart(from, -count), plusDays(monthStart(from, 0), -1))
}

/** The first day of the month that lies `months` after that of `date`. */
function monthStart(date: ServiceDate, months: number): ServiceDate {
  const number = monthNumber(date) + months
  const month = number % 12
  const year = (number - month) / 12
  return serviceDate(`${year}-${String(month + 1).padStart(2, '0')}-01`)
}

function monthNumber(date: ServiceDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
}
