/** What of an 835 is denied, by the one definition, which stands in the kernel (DESIGN.md 4). */
import { type Cents, deniesPayment, isPaymentDecision, noCents } from '@tally/kernel'
import type { Adjustment } from './remittance.ts'

export interface Judged {
  readonly chargeCents: Cents
  readonly paidCents: Cents
}

/** A claim with all its adjustments, those of its lines included, or one line with its own. */
export function isDenied(
  status: string,
  { chargeCents, paidCents }: Judged,
  adjustments: readonly Adjustment[],
): boolean {
  const unpaid = paidCents === noCents && chargeCents > noCents
  return unpaid && isPaymentDecision(status) && adjustments.some(denies)
}

export function denies({ group, reason }: Pick<Adjustment, 'group' | 'reason'>): boolean {
  return deniesPayment(group, reason)
}
