/**
 * What of a payment is a denial, by the one definition (DESIGN.md 4): paid 0, charge > 0, not status 22, 23 or 25, and at
 * least one adjustment that is neither contractual nor another payer's nor the patient's ordinary share. One denial for each
 * line, group, reason and set of remarks (x12 note 2.9). Signs are kept as sent: what raises a payment denies nothing.
 */
import { type Cents, cents, deniesPayment, isPaymentDecision } from '@tally/kernel'

export interface Adjustment {
  readonly groupCode: string
  readonly reasonCode: string
  readonly amountCents: number
}

interface PaidLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly chargeCents: number
  readonly paidCents: number
  readonly adjustments: readonly Adjustment[]
  readonly remarks: readonly string[]
}

/** One claim's part of a remittance. */
export interface Adjudication {
  /** CLP02. */
  readonly status: string
  readonly chargeCents: number
  readonly paidCents: number
  readonly claimAdjustments: readonly Adjustment[]
  /** Of the claim; each of its lines is read with them. */
  readonly remarks: readonly string[]
  readonly lines: readonly PaidLine[]
}

export interface DeniedPart {
  /** Null: the claim as a whole, where the payer adjudicated no lines. */
  readonly chargeLineId: string | null
  readonly procedureCode: string | null
  readonly groupCode: string
  readonly reasonCode: string
  /** Each once, in order, so that equal sets are equal. */
  readonly remarks: readonly string[]
  readonly amountCents: Cents
}

export function deniedParts(payment: Adjudication): DeniedPart[] {
  if (!isPaymentDecision(payment.status)) return []
  const ofLines = payment.lines
    .filter(isUnpaid)
    .flatMap((line) =>
      partsOf(line.adjustments, [...payment.remarks, ...line.remarks], line.chargeLineId, line.procedureCode),
    )
  const ofClaim = isUnpaid(payment) ? partsOf(payment.claimAdjustments, payment.remarks, null, null) : []
  return [...ofLines, ...ofClaim]
}

function isUnpaid({ paidCents, chargeCents }: { readonly paidCents: number; readonly chargeCents: number }) {
  return paidCents === 0 && chargeCents > 0
}

function partsOf(
  adjustments: readonly Adjustment[],
  remarks: readonly string[],
  chargeLineId: string | null,
  procedureCode: string | null,
): DeniedPart[] {
  const denying = adjustments.filter(
    ({ groupCode, reasonCode, amountCents }) => amountCents >= 0 && deniesPayment(groupCode, reasonCode),
  )
  const byReason = Map.groupBy(denying, ({ groupCode, reasonCode }) => `${groupCode} ${reasonCode}`)
  return [...byReason.values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const { groupCode, reasonCode } = first
    const amountCents = cents(same.reduce((sum, each) => sum + each.amountCents, 0))
    const set = [...new Set(remarks)].sort()
    return [{ chargeLineId, procedureCode, groupCode, reasonCode, remarks: set, amountCents }]
  })
}
