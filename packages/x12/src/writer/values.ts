/** Money, dates and times as X12 writes them. */
import { assert, type Cents, type ServiceDate } from '@tally/kernel'

/** Dollars, without grouping and without trailing zeros: `250`, `172.55`, `-0.5`. */
export function amountText(amount: Cents): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  const dollars = amount < 0 ? `-${digits.slice(0, -2)}` : digits.slice(0, -2)
  if (digits.endsWith('00')) return dollars
  return `${dollars}.${digits.endsWith('0') ? digits.slice(-2, -1) : digits.slice(-2)}`
}

/** CCYYMMDD. */
export function compactDate(date: ServiceDate): string {
  return date.slice(0, 4) + date.slice(5, 7) + date.slice(8)
}

/** `HH:MM` as HHMM. */
export function compactTime(time: string): string {
  assert(/^([01]\d|2[0-3]):[0-5]\d$/.test(time), 'a time is written HH:MM')
  return time.replace(':', '')
}
