/**
 * A plain calendar date, `YYYY-MM-DD`, compared as text and never carried by `Date`: in Los Angeles
 * `new Date('2026-11-01').getDate()` is 31. Arithmetic is in calendar.ts alone.
 */
import { assert } from './assert.ts'

declare const dateBrand: unique symbol
export type ServiceDate = string & { readonly [dateBrand]: 'ServiceDate' }

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True when `text` is a real day from 1800 to 2199, written `YYYY-MM-DD`. */
export function isServiceDate(text: string): text is ServiceDate {
  const parts = /^(1[89]\d\d|2[01]\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 2 && leap ? 29 : (daysInMonth[month - 1] ?? 0))
}

/**
 * The date that `text` writes. Throws a `Defect` when it writes none: parse input with `isServiceDate` first.
 */
export function serviceDate(text: string): ServiceDate {
  assert(isServiceDate(text), 'a date is written YYYY-MM-DD and exists')
  return text
}
