/**
 * Texts that come back to the letter. What payers and clearinghouses send is written without any cleaning, so
 * that reading it gives what was handed in (a claim number in small letters stays so: x12.md 2.8); what would
 * come back as something else is refused instead.
 */
import type { Cents } from '@tally/kernel'
import { readSegments } from '../reader/read-segments.ts'
import type { Segment } from '../reader/segment.ts'
import type { Pen, Place } from './pen.ts'
import { delimiters } from './segment-text.ts'

/** The least and the most characters of an element. */
export type Lengths = readonly [least: number, most: number]

const delimiting = new Set<string>(Object.values(delimiters))

/** `''` says that it is left out. */
export function asItIs(pen: Pen, text: string, [least, most]: Lengths, place: Place): string {
  if (![...text].every(isWritable)) {
    const says = 'It holds a delimiter of X12 (* : ^ ~) or a character outside printable ASCII.'
    pen.refuse('x12/delimiter', place, says, 'Write it without that character: X12 5010 cannot escape it.')
    return ''
  }
  if (text !== text.trim()) {
    const says = 'It begins or ends with a space, which readers take for padding.'
    pen.refuse('x12/unwritable', place, says, 'Take the space away.')
    return ''
  }
  const { length } = text
  if (length > most) {
    const says = `${length} characters are given and ${most} fit.`
    pen.refuse('x12/too-long', place, says, `Shorten it to ${most} characters.`)
  } else if (length > 0 && length < least) {
    pen.refuse('x12/too-short', place, `It has ${length} characters and needs ${least}.`, 'Enter it in full.')
  }
  return text
}

/** null alone says that it is left out: an empty text would come back as null. */
export function asItIsOrNull(pen: Pen, text: string | null, lengths: Lengths, place: Place): string {
  return text === null ? '' : neededAsItIs(pen, text, lengths, place)
}

export function neededAsItIs(pen: Pen, text: string, lengths: Lengths, place: Place): string {
  if (text === '')
    pen.refuse('x12/missing', place, 'It is empty.', 'Enter it, or give null where it may be left out.')
  return asItIs(pen, text, lengths, place)
}

export function amountOrNull(pen: Pen, amount: Cents | null, place: Place): string {
  return amount === null ? '' : pen.signedAmount(amount, place)
}

/** Units and visits: decimals as they are, no exponent. */
export function quantityText(pen: Pen, quantity: number | null, place: Place): string {
  if (quantity === null) return ''
  const text = String(quantity)
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return text
  pen.refuse(
    'x12/units',
    place,
    'It is no quantity that X12 can write.',
    'Give a number of up to fifteen digits.',
  )
  return ''
}

/** A count of claims or transactions: whole, zero or more. */
export function countText(pen: Pen, count: number | null, place: Place): string {
  if (count === null) return ''
  if (Number.isInteger(count) && count >= 0 && count <= 999_999_999) return String(count)
  pen.refuse('x12/units', place, 'A count is whole and not below zero.', 'Count again.')
  return ''
}

/** How a reader sees one written segment, to ask of it what it would give back. */
export function readBack(text: string): Segment | null {
  const { element, terminator } = delimiters
  return readSegments(`ST${element}${terminator}${text}`).segments[1] ?? null
}

function isWritable(character: string): boolean {
  return character.length === 1 && character >= ' ' && character <= '~' && !delimiting.has(character)
}
