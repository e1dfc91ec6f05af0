/** A claim and what it waits for. */
import type { Cents, ServiceDate } from '@tally/kernel'

export type ClaimState =
  | 'held'
  | 'ready'
  | 'sending'
  | 'unknown'
  | 'sent'
  | 'received'
  | 'accepted'
  | 'rejected'
  | 'adjudicated'
  | 'closed'
  | 'voided'

/** A line as charge-capture captured it. */
export interface ClaimLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly units: number
  readonly modifiers: readonly string[]
  readonly diagnosisPointers: readonly number[]
  readonly chargeCents: Cents
}

/** What was captured last; empty while nothing was. */
export interface Charges {
  readonly diagnoses: readonly string[]
  readonly lines: readonly ClaimLine[]
}

export interface Claim {
  readonly id: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  /** Counts what was said of it. */
  readonly version: number
  /** Of the newest charge event taken in. */
  readonly dayVersion: number
  readonly state: ClaimState
  readonly heldBecause: string | null
  readonly payerId: string | null
  readonly patientId: string
  readonly billingNpi: string
  readonly serviceDate: ServiceDate
  readonly chargeCents: Cents
  readonly timelyFilingDueOn: ServiceDate | null
  readonly charges: Charges
}
