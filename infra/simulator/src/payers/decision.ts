/** What a payer decided about a claim, as its 835 will say it. */
import { type Cents, cents, sumOf } from '@tally/kernel'
import type { Adjustment } from '../wire/claim.ts'

export interface DecidedLine {
  readonly control: string | null
  readonly procedure: string
  readonly modifiers: readonly string[]
  /** What was submitted, where it was changed (SVC06). */
  readonly submitted: { readonly procedure: string; readonly modifiers: readonly string[] } | null
  readonly serviceDate: string
  readonly chargeCents: Cents
  readonly paidCents: Cents
  readonly units: number
  /** SVC07, where fewer were paid than submitted. */
  readonly submittedUnits: number | null
  /** AMT*B6; null on what was denied or reversed. */
  readonly allowedCents: Cents | null
  readonly adjustments: readonly Adjustment[]
  /** RARC. */
  readonly remarks: readonly string[]
}

export interface ClaimDecision {
  /** CLP02. */
  readonly status: string
  readonly chargeCents: Cents
  readonly paidCents: Cents
  /** CLP05: the sum of what is the patient's. */
  readonly patientCents: Cents
  /** CLP07. */
  readonly payerClaimNumber: string
  readonly frequency: string
  /** Of the whole claim; the lines' own stand on them. */
  readonly adjustments: readonly Adjustment[]
  readonly lines: readonly DecidedLine[]
  /** MOA03 to 07. */
  readonly remarks: readonly string[]
  readonly interestCents: Cents
}

/** The patient's share among adjustments. */
export function patientShare(adjustments: readonly Adjustment[]): Cents {
  return sumOf(adjustments.filter(({ group }) => group === 'PR').map(({ cents }) => cents))
}

/** The mirror of a decision (x12.md 2.7): every amount turned, the same group codes, the original number. */
export function reversalOf(decision: ClaimDecision): ClaimDecision {
  const turned = (adjustments: readonly Adjustment[]) =>
    adjustments.map((adjustment) => ({ ...adjustment, cents: cents(-adjustment.cents) }))
  return {
    ...decision,
    status: '22',
    chargeCents: cents(-decision.chargeCents),
    paidCents: cents(-decision.paidCents),
    patientCents: cents(-decision.patientCents),
    interestCents: cents(-decision.interestCents),
    adjustments: turned(decision.adjustments),
    remarks: [],
    lines: decision.lines.map((line) => ({
      ...line,
      chargeCents: cents(-line.chargeCents),
      paidCents: cents(-line.paidCents),
      allowedCents: null,
      adjustments: turned(line.adjustments),
      remarks: [],
    })),
  }
}
