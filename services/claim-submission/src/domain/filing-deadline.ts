/** When a claim that has not gone out begins to press: 30 days before its filing window closes. */
import { daysBetween, plusDays, type ServiceDate } from '@tally/kernel'
import type { Claim } from './claim.ts'

/** Time enough to mend a hold and still see a first rejection (product note, filing windows). */
const daysAhead = 30

/** The day on which to say that the window closes soon. */
export function filingAlarmOn(timelyFilingDueOn: ServiceDate): ServiceDate {
  return plusDays(timelyFilingDueOn, -daysAhead)
}

/**
 * Days left to file, or null when there is nothing to press for: it went out, it is void, or no window is
 * known.
 */
export function daysLeftToFile(claim: Claim, today: ServiceDate): number | null {
  if (claim.timelyFilingDueOn === null) return null
  return ['held', 'ready', 'rejected'].includes(claim.state)
    ? daysBetween(today, claim.timelyFilingDueOn)
    : null
}
