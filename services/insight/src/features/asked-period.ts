/** `from` and `to` of a query: days of the practice’s zone, both in; the last 90 days when they are left out. */
import { isServiceDate, plusDays, type ServiceDate, startOfDayIn } from '@tally/kernel'
import { type Problem, problemAt } from '@tally/platform'
import { z } from 'zod'
import { type Period, period } from '../domain/period.ts'
import type { Span } from '../store/kpi-counts.ts'

/** Room on both sides: the months before a period and the day after it are dates too. */
const day = z
  .string()
  .refine(
    (text) => isServiceDate(text) && text >= '1900-01-01' && text < '2100-01-01',
    'a date, YYYY-MM-DD, from 1900 to 2099',
  )

export const periodFields = { from: day.optional(), to: day.optional() }

const lookBackDays = 90

export function askedPeriod(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  today: ServiceDate,
): Period | Problem {
  const last = to !== undefined && isServiceDate(to) ? to : today
  const first = from !== undefined && isServiceDate(from) ? from : plusDays(last, 1 - lookBackDays)
  if (first <= last) return period(first, last)
  const says = 'the period ends before it begins: let from be to or earlier'
  return problemAt(400, 'query:from', 'period/backwards', says)
}

/** The instants of a period: from the beginning of its first day to the end of its last. */
export function spanOf({ from, to }: Period, zone: string): Span {
  return { from: startOfDayIn(zone, from), to: startOfDayIn(zone, plusDays(to, 1)) }
}
