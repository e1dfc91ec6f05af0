/** Money, dates and times as X12 writes them. */
import { assert, type Cents, type ServiceDate } from '@tally/kernel'

/** Dollars, without grouping and without trailing zeros: `250`, `172.55`, `-0.5`. */
export function amountText(amount: Cents): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  const fraction = digits.slice(-2).replace(/0+$/, '')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`
}

/** CCYYMMDD. */
export function compactDate(date: ServiceDate): string {
  return date.replaceAll('-', '')
}

/** `HH:MM` as HHMM. */
export function compactTime(time: string): string {
  assert(/^([01]\d|2[0-3]):[0-5]\d$/.test(time), 'a time is written HH:MM')
  return time.replace(':', '')
}
