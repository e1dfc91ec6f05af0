/**
 * A refund: what a patient or a payer paid beyond what is owed goes back (reliability-security.md 3.1: the receivable, or
 * the credit, to `refund:<whom>`). Never more than stands to their credit, and to a payer never more than it paid.
 */
import { type Cents, cents, inDollars, noCents } from '@tally/kernel'
import { patientCredit, receivableOfPatient, receivableOfPayer, refundTo } from './account.ts'
import type { PatientLine } from './apply-payment.ts'
import { type HandRefusal, handKey, type LineAmount, refusal } from './hand-lines.ts'
import type { Moved } from './movements.ts'
import { owedBackCents } from './overpayment.ts'
import { type Posting, post } from './posting.ts'

export interface Refunded {
  readonly kind: 'refunded'
  readonly postings: readonly Posting[]
  readonly lines: readonly LineAmount[]
  /** Taken from the patient's unapplied credit. */
  readonly creditCents: Cents
}

/** The unapplied credit first, then what lines were overpaid, the oldest first. */
export function refundPatient(
  {
    entryId,
    patientId,
    amountCents,
    creditCents,
  }: {
    readonly entryId: string
    readonly patientId: string
    readonly amountCents: Cents
    readonly creditCents: Cents
  },
  lines: readonly PatientLine[],
): Refunded | HandRefusal {
  const to = refundTo(patientId)
  const fromCredit = cents(Math.min(amountCents, Math.max(0, creditCents)))
  let left: number = amountCents - fromCredit
  const shares: LineAmount[] = []
  const oldest = [...lines].sort((one, other) => (one.serviceDate < other.serviceDate ? -1 : 1))
  for (const { chargeLineId, balanceCents } of oldest) {
    const share = cents(Math.max(0, Math.min(left, -balanceCents)))
    if (share === noCents) continue
    shares.push({ chargeLineId, order: null, amountCents: share })
    left -= share
  }
  if (left > 0) {
    const there = cents(amountCents - left)
    return refusal('refund/more-than-credit', '/amountCents', tooMuch(amountCents, there, 'the patient'))
  }
  return {
    kind: 'refunded',
    postings: [
      ...post(patientCredit(patientId), to, fromCredit, `hand/${entryId}/credit`),
      ...shares.flatMap(({ chargeLineId, amountCents: share }) =>
        post(receivableOfPatient(patientId, chargeLineId), to, share, handKey(entryId, chargeLineId, null)),
      ),
    ],
    lines: shares,
    creditCents: fromCredit,
  }
}

/** Of the lines that are named, each with its order; `payerId` is paid. `movedFrom` tells of each of their accounts. */
export function refundPayer(
  entryId: string,
  payerId: string,
  lines: readonly (LineAmount & { readonly order: number })[],
  movedFrom: (account: string) => Moved,
): Refunded | HandRefusal {
  for (const [index, { chargeLineId, order, amountCents }] of lines.entries()) {
    const credit = owedBackCents(chargeLineId, order, movedFrom)
    if (amountCents > credit) {
      const pointer = `/lines/${index}/amountCents`
      return refusal('refund/more-than-credit', pointer, tooMuch(amountCents, credit, 'this payer'))
    }
  }
  return {
    kind: 'refunded',
    postings: lines.flatMap(({ chargeLineId, order, amountCents }) =>
      post(
        receivableOfPayer(chargeLineId, order),
        refundTo(payerId),
        amountCents,
        handKey(entryId, chargeLineId, order),
      ),
    ),
    lines,
    creditCents: noCents,
  }
}

function tooMuch(asked: Cents, there: Cents, whose: string): string {
  return `${inDollars(asked)} is to go back and ${inDollars(there)} stands to the credit of ${whose}`
}
