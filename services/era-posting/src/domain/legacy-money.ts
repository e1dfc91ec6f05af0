/**
 * Money for what was before the practice worked with Tally: services before its policy `goLiveOn`, or paid before it. The
 * former system has its claims, so it waits in one account and is listed in groups, apart from the work.
 */
import { isServiceDate, type ServiceDate } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'

/** A policy that is no day is none. */
export function goLiveDay(policy: unknown): ServiceDate | null {
  return typeof policy === 'string' && isServiceDate(policy) ? policy : null
}

/** The last day that it names counts: a claim that reaches over goLiveOn is looked at. */
export function isLegacy(
  { lines, serviceFrom, serviceTo }: Pick<RemittanceClaim, 'lines' | 'serviceFrom' | 'serviceTo'>,
  paidOn: string | null,
  goLiveOn: ServiceDate | null,
): boolean {
  if (goLiveOn === null) return false
  if (paidOn !== null && paidOn < goLiveOn) return true
  const days = [serviceFrom, serviceTo, ...lines.map(({ serviceDate }) => serviceDate)].filter(
    (day) => day !== null,
  )
  return days.length > 0 && days.every((day) => day < goLiveOn)
}
