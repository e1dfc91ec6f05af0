/** Small readings that several segments share. */
import { isServiceDate } from '@tally/kernel'
import { centsIn } from './amounts.ts'
import type { Adjustment, ReceivedName } from './claim.ts'
import { elementOf, type Segment } from './segments.ts'

/** A reading under way. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** NM102 to NM104. */
export function nameIn(segment: Segment): ReceivedName {
  return {
    last: elementOf(segment, 3),
    first: elementOf(segment, 4),
    organization: elementOf(segment, 2) === '2',
  }
}

/** `20261110`, or the first day of `20261110-20261111`, as `2026-11-10`; `''` when it is no day. */
export function dateIn(text: string): string {
  const date = text.slice(0, 8).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  return isServiceDate(date) ? date : ''
}

/** A whole number above zero, `2` or `2.0`. */
export function wholeNumber(text: string): number | null {
  const digits = /^(\d{1,6})(?:\.0+)?$/.exec(text)?.[1]
  return digits === undefined || Number(digits) === 0 ? null : Number(digits)
}

/** The triples of a CAS, strictly by place: positions 2-4, 5-7 … 17-19. */
export function adjustmentsIn(segment: Segment): Adjustment[] {
  const group = elementOf(segment, 1)
  return [2, 5, 8, 11, 14, 17].flatMap((position) => {
    const reason = elementOf(segment, position)
    const amount = centsIn(elementOf(segment, position + 1))
    return reason === '' || amount === null ? [] : [{ group, reason, cents: amount }]
  })
}
