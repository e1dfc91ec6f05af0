/** Dates of X12 text: D8 is CCYYMMDD, RD8 two of them with a hyphen. */
import { isServiceDate, type ServiceDate } from '@tally/kernel'

/** A file names the same few days again and again. */
const known = new Map<string, ServiceDate | null>()
const mostKnown = 1_000

/** null when `text` is no day that exists. */
export function dateIn(text: string): ServiceDate | null {
  const found = known.get(text)
  if (found !== undefined) return found
  const digits = text.trim()
  const date = /^\d{8}$/.test(digits) ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}` : ''
  const day = isServiceDate(date) ? date : null
  if (known.size >= mostKnown) known.clear()
  if (text.length <= 8) known.set(text, day)
  return day
}

/** The first and last day of a D8 or RD8; one day is both its ends. */
export function daysIn(text: string): { readonly from: ServiceDate | null; readonly to: ServiceDate | null } {
  const [from = '', to = from] = text.split('-')
  return { from: dateIn(from), to: dateIn(to) }
}
