/**
 * Amounts and quantities of X12 text. An amount is whole cents or refused: an optional minus, digits and at
 * most two decimals (x12.md 7.7). It is built from its digits; 541.15 never stands as a fraction.
 */
import { type Cents, cents } from '@tally/kernel'

/** null when `text` is no amount to the cent. */
export function centsIn(text: string): Cents | null {
  const trimmed = text.trim()
  const start = trimmed.startsWith('-') ? 1 : 0
  let amount = 0
  let digits = 0
  let decimals: number | null = null
  for (let at = start; at < trimmed.length; at++) {
    const code = trimmed.charCodeAt(at)
    if (code === 46 && decimals === null) {
      decimals = 0
    } else if (code >= 48 && code <= 57 && decimals !== 2) {
      amount = amount * 10 + (code - 48)
      digits++
      if (decimals !== null) decimals++
    } else {
      return null
    }
  }
  if (digits === 0 || decimals === 0) return null
  amount *= decimals === 2 ? 1 : decimals === 1 ? 10 : 100
  return Number.isSafeInteger(amount) ? cents(start === 1 ? -amount : amount) : null
}

/** Units, visits, counts: whole mostly, halves and more do occur. null when `text` is no number. */
export function quantityIn(text: string): number | null {
  if (text === '') return null
  const digit = text.charCodeAt(0) - 48
  if (text.length === 1 && digit >= 0 && digit <= 9) return digit
  const trimmed = text.trim()
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(trimmed) ? Number(trimmed) : null
}

/** A count of segments, groups or claims: whole, zero or more. */
export function countIn(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null
}
