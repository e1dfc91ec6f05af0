/**
 * Money: whole cents, and nothing else anywhere. A branded number held to safe integers (90 trillion
 * dollars), because 1.15 * 100 is 114.99999999999999. Rates are integer fractions; every rounding is named.
 */
import { assert } from './assert.ts'

declare const centsBrand: unique symbol
export type Cents = number & { readonly [centsBrand]: 'Cents' }

/** A whole number of cents, of either sign. Throws a `Defect` when it is a fraction or not a safe integer. */
export function cents(amount: number): Cents {
  assert(Number.isSafeInteger(amount), 'an amount of money is a whole, safe number of cents')
  return (amount === 0 ? 0 : amount) as Cents
}

export const noCents = cents(0)

/** The sum of whole amounts, in cents. */
export function sumOf(amounts: Iterable<Cents>): Cents {
  let total = 0
  // By its places: an iterator makes an object of each amount, 54 MB of them while an ST of 10,000 claims is posted.
  const list: readonly Cents[] | null = Array.isArray(amounts) ? amounts : null
  if (list) for (let place = 0; place < list.length; place++) total += list[place] ?? 0
  else for (const amount of amounts) total += amount
  return cents(total)
}

/** `amount` × a whole `count` (units of a service), in cents. */
export function times(amount: Cents, count: number): Cents {
  assert(Number.isSafeInteger(count), 'a count is a whole number')
  return scaleRoundHalfUp(amount, count, 1)
}

/**
 * `amount` × `numerator` / `denominator`, halves away from zero, computed without a fraction ever standing.
 * In cents.
 */
export function scaleRoundHalfUp(amount: Cents, numerator: number, denominator: number): Cents {
  assert(Number.isSafeInteger(numerator), 'a numerator is a whole number')
  assert(Number.isSafeInteger(denominator) && denominator > 0, 'a denominator is a whole number above zero')
  const product = BigInt(amount) * BigInt(numerator)
  const size = product < 0n ? -product : product
  const rounded = (2n * size + BigInt(denominator)) / (2n * BigInt(denominator))
  return cents(Number(product < 0n ? -rounded : rounded))
}

/**
 * Splits `total` over whole, non-negative `weights` by largest remainder: no cent is lost, and an odd cent
 * goes to the largest remainder, the first in order where remainders are equal. All weights zero: everything
 * to the first.
 */
export function allocate(total: Cents, weights: readonly number[]): Cents[] {
  assert(weights.length > 0, 'an allocation has at least one share')
  assert(
    weights.every((w) => Number.isSafeInteger(w) && w >= 0),
    'weights are whole numbers, zero or more',
  )
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (whole === 0n) return weights.map((_, index) => cents(index === 0 ? total : 0))
  const sign = total < 0 ? -1n : 1n
  const size = BigInt(total) * sign
  const shares = weights.map((weight, index) => {
    const product = size * BigInt(weight)
    return { index, share: product / whole, remainder: product % whole }
  })
  const spare = Number(size - shares.reduce((sum, { share }) => sum + share, 0n))
  const luckiest = [...shares].sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)
  for (const lucky of luckiest.slice(0, spare)) lucky.share += 1n
  return shares.map(({ share }) => cents(Number(share * sign)))
}

/** Dollars and cents for a person's eye: `-1234.5` never appears, `-$1,234.50` does. */
export function inDollars(amount: Cents): string {
  const size = Math.abs(amount)
  const fraction = size % 100
  const dollars = (size - fraction) / 100
  const grouped = String(dollars).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount < 0 ? '-' : ''}$${grouped}.${String(fraction).padStart(2, '0')}`
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
