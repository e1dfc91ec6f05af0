/** Time as the outside has it: one number, so that a test's virtual clock and the machine's serve alike. */
import { dayIn, type ServiceDate } from '@tally/kernel'

export interface Clock {
  /** Milliseconds since 1970. */
  millis(): number
}

export const machineClock: Clock = { millis: () => Date.now() }

/** A moment as the journal writes it: RFC 3339 in UTC. */
export function instantAt(millis: number): string {
  return new Date(millis).toISOString()
}

/** Payers keep the east coast's calendar. */
export function dayAt(millis: number): ServiceDate {
  return dayIn('America/New_York', instantAt(millis))
}

/** `YYYYMMDD` of a date. */
export function compactDate(date: string): string {
  return date.replaceAll('-', '')
}

/** `YYYYMMDD` and `HHMM` of the moment in UTC, as envelopes are stamped. */
export function stampAt(millis: number): { readonly date: string; readonly time: string } {
  const instant = instantAt(millis)
  return { date: compactDate(instant.slice(0, 10)), time: instant.slice(11, 16).replace(':', '') }
}
