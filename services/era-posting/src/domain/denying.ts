/**
 * Denied at a charge line, by the one definition, which stands in the kernel (DESIGN.md 4): its refused cents stay
 * open until somebody decides.
 */
import { type Cents, deniesPayment, noCents } from '@tally/kernel'
import type { Adjustment } from '@tally/x12'

/** What raises a payment denies nothing. */
export function denies({ group, reason, amountCents }: Adjustment): boolean {
  return amountCents >= 0 && deniesPayment(group, reason)
}

export function isDeniedLine(
  chargeCents: Cents,
  paidCents: Cents,
  adjustments: readonly Adjustment[],
): boolean {
  return paidCents === noCents && chargeCents > noCents && adjustments.some(denies)
}
