/**
 * The value of one element: what is left out is null, what cannot be read is null and a finding, nothing is
 * taken for zero (x12.md 7.7, 7.8).
 */
import type { Cents, ServiceDate } from '@tally/kernel'
import { centsIn, countIn, quantityIn } from './amount.ts'
import { dateIn } from './date-in.ts'
import type { Report } from './finding.ts'
import { components, element, given, type Segment } from './segment.ts'

export function amountAt(segment: Segment, position: number, report: Report): Cents | null {
  if (given(segment, position) === null) return null
  const amount = centsIn(element(segment, position))
  if (amount === null)
    report('error', 'amount/not-to-the-cent', segment, 'no amount with at most two decimals', position)
  return amount
}

/** An amount that has to be there: left out is a finding too. */
export function neededAmountAt(segment: Segment, position: number, report: Report): Cents | null {
  if (given(segment, position) === null)
    report('error', 'amount/missing', segment, 'the amount is missing', position)
  return amountAt(segment, position, report)
}

export function quantityAt(segment: Segment, position: number, report: Report): number | null {
  if (given(segment, position) === null) return null
  const quantity = quantityIn(element(segment, position))
  if (quantity === null) report('warn', 'quantity/no-number', segment, 'this is no number', position)
  return quantity
}

export function countAt(segment: Segment, position: number, report: Report): number | null {
  if (given(segment, position) === null) return null
  const count = countIn(element(segment, position))
  if (count === null) report('warn', 'quantity/no-number', segment, 'this is no whole number', position)
  return count
}

export function dateAt(segment: Segment, position: number, report: Report): ServiceDate | null {
  const text = given(segment, position)
  if (text === null) return null
  const date = dateIn(text)
  if (date === null) noDay(segment, position, report)
  return date
}

export interface Days {
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
}

/** `format` is D8 a day, RD8 two with a hyphen, DT a day with its time; TM and others hold no day. */
export function daysAt(segment: Segment, format: string, position: number, report: Report): Days {
  const text = given(segment, position)
  const textsOf = dayTexts.get(format)
  if (text === null || !textsOf) return { from: null, to: null }
  const [first = '', last = first] = textsOf(text)
  const days = { from: dateIn(first), to: dateIn(last) }
  if (days.from === null || days.to === null) noDay(segment, position, report)
  return days
}

const dayTexts: ReadonlyMap<string, (text: string) => readonly string[]> = new Map([
  ['D8', (text) => [text]],
  ['RD8', (text) => text.split('-', 3)],
  ['DT', (text) => [text.slice(0, 8)]],
])

/** Component `part` (from 1) of a composite; null when it is left out. */
export function componentAt(segment: Segment, position: number, part: number): string | null {
  const text = components(segment, position)[part - 1]?.trim() ?? ''
  return text === '' ? null : text
}

/** The first segment of `tag` whose element 1 is `qualifier`. */
export function qualified(segments: readonly Segment[], tag: string, qualifier: string): Segment | undefined {
  return segments.find((segment) => segment.tag === tag && given(segment, 1) === qualifier)
}

function noDay(segment: Segment, position: number, report: Report): void {
  report('warn', 'date/no-day', segment, 'this is no day; it is left out', position)
}
