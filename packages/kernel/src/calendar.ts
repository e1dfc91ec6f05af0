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

/** True from Monday to Friday. Holidays are not known here. */
export function isWeekday(date: ServiceDate): boolean {
  return Temporal.PlainDate.from(date).dayOfWeek <= 5
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

/** The instant (RFC 3339, UTC) at which the clocks of `zone` show `time` (HH:MM) on `date`; in a gap, after it. */
export function instantIn(zone: string, date: ServiceDate, time: string): string {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time))
  return wall.toZonedDateTime(zone).toInstant().toString()
}

/** What the clocks of `zone` show at `instant`: the day and HH:MM. */
export function wallTimeIn(zone: string, instant: string): { date: ServiceDate; time: string } {
  const wall = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return {
    date: serviceDate(wall.toPlainDate().toString()),
    time: wall.toPlainTime().toString({ smallestUnit: 'minute' }),
  }
}

/** Negative when `one` is earlier than `other`; instants of any offset, compared as moments. */
export function compareInstants(one: string, other: string): number {
  return Temporal.Instant.compare(one, other)
}

/** The instant (UTC) `milliseconds` after `instant`. */
export function plusMilliseconds(instant: string, milliseconds: number): string {
  return Temporal.Instant.from(instant).add({ milliseconds }).toString()
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
