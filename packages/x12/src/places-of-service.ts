/**
 * CMS place of service codes, the 52 active ones, with the first day of those that are young enough to matter:
 * "CMS place of service codes (52 active) … public domain codes" (shared/reference/pos.csv).
 */
import type { ServiceDate } from '@tally/kernel'

const places = new Set(
  (
    '01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 41 42 49 50 51 ' +
    '52 53 54 55 56 57 58 60 61 62 65 66 71 72 81 99'
  ).split(' '),
)

const firstDays: ReadonlyMap<string, string> = new Map([
  ['02', '2017-01-01'],
  ['10', '2022-01-01'],
  ['18', '2013-05-01'],
  ['19', '2016-01-01'],
  ['27', '2023-10-01'],
  ['58', '2020-01-01'],
  ['66', '2024-08-01'],
])

export function isPlaceOfService(code: string): boolean {
  return places.has(code)
}

/** False before a code's first day. */
export function isPlaceOn(code: string, date: ServiceDate): boolean {
  return places.has(code) && date >= (firstDays.get(code) ?? '')
}
