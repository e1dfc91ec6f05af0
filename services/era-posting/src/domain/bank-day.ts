/**
 * Days on which banks work: Monday to Friday but for the holidays of the Federal Reserve. One that falls on a Sunday is kept
 * on Monday; on a Saturday it is not kept on another day.
 */
import { daysBetween, isWeekday, plusDays, type ServiceDate, serviceDate } from '@tally/kernel'

/** Money and its remittance come within three of these (CAQH CORE 370; 45 CFR 162.1603). */
export const reassociationDays = 3

/** The day `days` business days after `date`. */
export function plusBankDays(date: ServiceDate, days: number): ServiceDate {
  let day = date
  for (let left = days; left > 0; ) {
    day = plusDays(day, 1)
    if (isBankDay(day)) left -= 1
  }
  return day
}

export function isBankDay(date: ServiceDate): boolean {
  return isWeekday(date) && !isHoliday(date) && !(weekday(date) === 1 && isHoliday(plusDays(date, -1)))
}

const fixed: readonly string[] = ['01-01', '06-19', '07-04', '11-11', '12-25']

function isHoliday(date: ServiceDate): boolean {
  const monthAndDay = date.slice(5)
  if (fixed.includes(monthAndDay)) return true
  const [month, day] = [date.slice(5, 7), Number(date.slice(8))]
  const week = Math.ceil(day / 7)
  if (weekday(date) === 4) return month === '11' && week === 4
  if (weekday(date) !== 1) return false
  switch (month) {
    case '01':
    case '02':
      return week === 3
    case '05':
      return day > 24
    case '09':
      return week === 1
    case '10':
      return week === 2
    default:
      return false
  }
}

/** 1 is Monday, 7 is Sunday. */
function weekday(date: ServiceDate): number {
  const monday = serviceDate('2024-01-01')
  return (((daysBetween(monday, date) % 7) + 7) % 7) + 1
}
