/** Dates of X12 text: D8 is CCYYMMDD, RD8 two of them with a hyphen. */
import { isServiceDate, type ServiceDate } from '@tally/kernel'

/** null when `text` is no day that exists. */
export function dateIn(text: string): ServiceDate | null {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(text.trim())
  const date = parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : ''
  return isServiceDate(date) ? date : null
}

/** The first and last day of a D8 or RD8; one day is both its ends. */
export function daysIn(text: string): { readonly from: ServiceDate | null; readonly to: ServiceDate | null } {
  const [from = '', to = from] = text.split('-')
  return { from: dateIn(from), to: dateIn(to) }
}
