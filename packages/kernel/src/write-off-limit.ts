/**
 * How much one person may write off, by hand in the ledger or of a denial: the practice's policy `writeOffLimitCents`
 * (reliability-security.md 5: dual control for write-offs over a limit).
 */
import { type Cents, cents } from './cents.ts'

/** In cents, of practices without the policy: 50.00. */
const writeOffLimitDefault = cents(5_000)

/** A policy that is no whole number from 0 is none. */
export function writeOffLimit(policy: unknown): Cents {
  return typeof policy === 'number' && Number.isSafeInteger(policy) && policy >= 0
    ? cents(policy)
    : writeOffLimitDefault
}

/** `before`: what people wrote off of the same lines and nobody took back, so that a sum cannot be cut into pieces. */
export function needsSecond(amount: Cents, before: Cents, limit: Cents): boolean {
  return amount + Math.max(0, before) > limit
}
