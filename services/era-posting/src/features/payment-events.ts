/** What is said of a claim's money, in the words of the contract. */
import { paymentPosted, paymentReversed, paymentVarianceFound } from '@tally/contracts'
import { type Cents, cents, serviceDate, sumOf } from '@tally/kernel'
import { saying } from '@tally/platform'
import type { Adjustment, RemittanceClaim } from '@tally/x12'
import type { AdjudicatedLine } from '../domain/adjudicate-lines.ts'
import type { Claim } from '../domain/claim.ts'
import type { Variance } from '../domain/find-variances.ts'
import type { Matched } from '../domain/match-claim.ts'
import type { RemittanceRow } from '../store/remittances.ts'

/** One claim of one remittance, posted. */
export interface Payment {
  readonly row: RemittanceRow
  readonly answered: RemittanceClaim
  readonly matched: Matched
  /** As saved. */
  readonly claim: Claim
  readonly lines: readonly AdjudicatedLine[]
  readonly toPatient: ReadonlyMap<string, Cents>
  /** It moved, or gives back, its payment alone: see paid-again.ts. */
  readonly again: boolean
  /** Of what is said of it: each is one more. */
  readonly sequence: number
}

export function postedSaying(payment: Payment, openCents: Cents) {
  const { answered, matched, lines } = payment
  const allowed = lines.flatMap(({ allowedCents }) => allowedCents ?? [])
  return saying(paymentPosted, {
    ...addressed(payment),
    data: {
      ...paidOf(payment),
      ...{ tier: matched.tier, denied: answered.denied, openCents },
      allowedCents: allowed.length === 0 ? null : sumOf(allowed),
      lines: linesOf(payment),
    },
    sealed: { payerClaimNumber: answered.payerClaimNumber },
  })
}

/** `payment.answered` with its signs turned: what is taken back. */
export function reversedSaying(payment: Payment, reversesRemittanceId: string, because?: string) {
  return saying(paymentReversed, {
    ...addressed(payment),
    data: {
      ...paidOf(payment),
      ...(because === undefined ? {} : { because }),
      ...{ reversesRemittanceId, lines: linesOf(payment) },
    },
    sealed: { payerClaimNumber: payment.answered.payerClaimNumber },
  })
}

export function varianceSaying(payment: Payment, variance: Variance, sequence: number) {
  return saying(paymentVarianceFound, {
    ...addressed(payment),
    sequence,
    data: { ...identityOf(payment), remittanceId: payment.row.id, ...variance },
  })
}

function addressed({ claim, sequence }: Payment) {
  return { subject: claim.id, sequence, correlationId: claim.treatmentDayId }
}

export function identityOf({ claim, matched }: Pick<Payment, 'claim' | 'matched'>) {
  const { id: claimId, treatmentDayId, coverageOrder, payerId } = claim
  const { claimNumber, version: claimVersion } = matched.version
  return { claimId, treatmentDayId, coverageOrder, claimVersion, claimNumber, payerId }
}

function paidOf(payment: Payment) {
  const { row, answered, claim, toPatient, again } = payment
  return {
    ...identityOf(payment),
    ...{ patientId: claim.patientId, serviceDate: serviceDate(claim.serviceDate) },
    ...{ remittanceId: row.id, position: answered.position, trace: row.trace_number },
    ...{ paidOn: row.paid_on, receivedAt: row.received_at, status: answered.status },
    ...{ chargeCents: answered.chargeCents, paidCents: answered.paidCents },
    toPatientCents: sumOf(toPatient.values()),
    claimAdjustments: answered.adjustments.map(adjustmentOf),
    remarks: [...answered.remarks],
    ...(again ? { paymentOnly: true as const } : {}),
  }
}

function linesOf({ lines, toPatient }: Payment) {
  return lines.map(({ reported, ...line }) => ({
    ...{ chargeLineId: line.chargeLineId, procedureCode: line.procedureCode, modifiers: [...line.modifiers] },
    ...{ unitsPaid: line.unitsPaid, chargeCents: line.chargeCents, paidCents: reported.paidCents },
    ...{ allowedCents: line.allowedCents, toPatientCents: toPatient.get(line.chargeLineId) ?? cents(0) },
    adjustments: reported.adjustments.map(adjustmentOf),
    remarks: [...line.remarks],
  }))
}

function adjustmentOf({ group, reason, amountCents, quantity }: Adjustment) {
  const whole = quantity !== null && Number.isSafeInteger(quantity) ? quantity : null
  return { groupCode: group, reasonCode: reason, amountCents, quantity: whole }
}
