/** Two whole numbers and no fraction between them: a KPI is compared and written without a float ever standing. */
import { assert } from '@tally/kernel'

export interface Ratio {
  readonly numerator: number
  readonly denominator: number
}

export function ratio(numerator: number, denominator: number): Ratio {
  assert(
    Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && denominator >= 0,
    'a ratio is of two whole, safe numbers, the second not below zero',
  )
  return { numerator, denominator }
}

export const rounding = 'half up, 4 decimals'

/** `1.2857` of 9/7, halves away from zero; null of anything over nothing. */
export function inDecimals({ numerator, denominator }: Ratio): string | null {
  if (denominator === 0) return null
  const [over, under] = [BigInt(numerator) * 10_000n, BigInt(denominator)]
  const size = over < 0n ? -over : over
  const rounded = (2n * size + under) / (2n * under)
  const whole = String(rounded / 10_000n)
  const sign = over < 0n && rounded > 0n ? '-' : ''
  return `${sign}${whole}.${String(rounded % 10_000n).padStart(4, '0')}`
}

/** Below 0 when `a` is less than `b`. Both over something. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = BigInt(a.numerator) * BigInt(b.denominator) - BigInt(b.numerator) * BigInt(a.denominator)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
