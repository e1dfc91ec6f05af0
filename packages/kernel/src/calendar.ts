/**
 * Calendar arithmetic, the only place for it. Plain dates in, plain dates out; zones only to say which day
 * "today" is.
 */
import { Temporal } from 'temporal-polyfill'
import { isServiceDate, type ServiceDate, serviceDate } from './service-date.ts'

/** The day `days` after `date` (before it, when negative). */
export function plusDays(date: ServiceDate, days: number): ServiceDate {
  return serviceDate(Temporal.PlainDate.from(date).add({ days }).toString())
}

/** The same day `years` later; 29 February becomes 28 February in a common year. */
export function plusYears(date: ServiceDate, years: number): ServiceDate {
  return serviceDate(Temporal.PlainDate.from(date).add({ years }).toString())
}

/** Whole days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: ServiceDate, to: ServiceDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days
}

/** Which day it is in `zone` (an IANA name) at `instant` (RFC 3339). */
export function dayIn(zone: string, instant: string): ServiceDate {
  return serviceDate(Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString())
}

/** The instant (RFC 3339, UTC) at which `date` begins in `zone`. */
export function startOfDayIn(zone: string, date: ServiceDate): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString()
}

/** True for an IANA zone name that this runtime knows. */
export function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return /^[A-Z][A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(name)
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}

/** True for an RFC 3339 instant with an offset, on a real day. */
export function isInstant(text: string): boolean {
  const parts =
    /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(
      text,
    )
  return parts !== null && isServiceDate(parts[1] ?? '')
}
