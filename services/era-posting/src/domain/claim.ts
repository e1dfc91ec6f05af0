/** A claim as era-posting knows it: by which numbers it may come back, and what each version asked for. */
import type { Cents } from '@tally/kernel'

export interface BilledLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly chargeCents: Cents
  readonly expectedAllowedCents: Cents | null
}

/** One version that was sent. */
export interface ClaimVersion {
  /** CLM01. */
  readonly claimNumber: string
  readonly version: number
  readonly chargeCents: Cents
  readonly lines: readonly BilledLine[]
}

export type Standing = 'submitted' | 'acknowledged' | 'rejected' | 'unanswered' | 'voided'

export interface Claim {
  readonly id: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  readonly patientId: string
  readonly payerId: string
  /** As it was sent; null: not told, so as the visit lists him. */
  readonly payerFamily: string | null
  readonly serviceDate: string
  readonly standing: Standing
  /** The newest claim event taken in. */
  readonly heard: number
  /** Counts what was said of its payments. */
  readonly said: number
  /** Of the visit that it is for. */
  readonly traceparent: string | null
  readonly adjudicatedAt: string | null
  readonly settledAt: string | null
}

/** A claim and its versions, the newest last. */
export interface KnownClaim extends Claim {
  readonly versions: readonly ClaimVersion[]
}

/**
 * CLM01 without what payers change in it: case, punctuation, and the letters that are read as digits. Leading
 * zeros stay (x12.md 2.8).
 */
export function foldedNumber(claimNumber: string): string {
  return claimNumber
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}

/** A payer's own number of a claim, as it is looked up. */
export function plainPayerNumber(payerClaimNumber: string): string {
  return payerClaimNumber.trim().toUpperCase()
}
