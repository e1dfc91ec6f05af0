/** Texts and days for properties (fast-check). */
import { type ServiceDate, serviceDate } from '@tally/kernel'
import fc from 'fast-check'

/** What is written as itself: no delimiter, no space at an end, small letters as they are. */
export const generatedText = (most: number) =>
  fc.stringMatching(new RegExp(`^[A-Za-z0-9]([A-Za-z0-9 .'&/#,()-]{0,${most - 2}}[A-Za-z0-9])$`))

export const generatedDate: fc.Arbitrary<ServiceDate> = fc
  .record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) })
  .map(({ month, day }) => serviceDate(`2026-${twoDigits(month)}-${twoDigits(day)}`))

/** Remark codes in use (RARC). */
export const generatedRemark = fc.constantFrom('MA01', 'MA18', 'M15', 'N54', 'N130', 'N362')

export function maybe<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(value, { nil: null })
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
