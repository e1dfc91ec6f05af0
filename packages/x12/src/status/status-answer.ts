/** What a payer answers to a 276: where each claim stands (277, 005010X212; x12.md 3.3). */
import type { Cents, ServiceDate } from '@tally/kernel'
import type { ProcedureRead } from '../claims/claim-read.ts'
import type { OtherTransaction } from '../claims/claims-read.ts'
import type { Party, Reference } from '../claims/party.ts'
import type { Finding } from '../reader/finding.ts'
import type { BatchIdentity } from '../reader/identity-of.ts'
import type { OfLoop } from '../reader/of-loop.ts'

/**
 * finalized-other: done, and neither paid nor denied · pending: the payer has it, undecided · requested: the payer
 * waits for something of ours · error: the question could not be answered (E), or the claim was turned back before
 * adjudication (A3, A6 to A8) · unknown: nothing that decides.
 */
export type ClaimVerdict =
  | 'finalized-paid'
  | 'finalized-denied'
  | 'finalized-other'
  | 'pending'
  | 'requested'
  | 'not-found'
  | 'error'
  | 'unknown'

/** A composite of an STC. */
export interface StatusCode {
  /** F1, P3, R4 … */
  readonly category: string
  readonly statusCode: string
  /** Of whom it speaks: 85, QC … */
  readonly entity: string | null
  /** STC01, STC10 or STC11. */
  readonly element: number
}

/** One STC. */
export interface StatusReport {
  readonly codes: readonly StatusCode[]
  /** STC02. */
  readonly effectiveOn: ServiceDate | null
  /** STC03: WQ or U. Not of this guide, yet sent. */
  readonly action: string | null
  /** STC04 and STC05. */
  readonly chargeCents: Cents | null
  readonly paidCents: Cents | null
  /** STC06: when it was adjudicated. */
  readonly adjudicatedOn: ServiceDate | null
  /** STC07: ACH, CHK … */
  readonly paymentMethod: string | null
  /** STC08: date of the check or transfer. */
  readonly paidOn: ServiceDate | null
  /** STC09: its number. */
  readonly checkNumber: string | null
  /** STC12: free text of the payer, which may name a patient. */
  readonly message: string | null
  readonly segment: number
  /** In bytes from the file's start. */
  readonly offset: number
}

/** Why a verdict is what it is: the code that decided, and where it stands. */
export interface VerdictReason {
  readonly category: string | null
  readonly statusCode: string | null
  readonly entity: string | null
  readonly segment: number
  readonly element: number | null
  /** Codes alone. */
  readonly says: string
}

export interface Judged {
  readonly statuses: readonly StatusReport[]
  readonly verdict: ClaimVerdict
  readonly reason: VerdictReason
}

/** 2220: a service line and its own status. */
export interface StatusLine extends Judged, OfLoop {
  readonly procedure: ProcedureRead | null
  readonly chargeCents: Cents | null
  readonly paidCents: Cents | null
  /** SVC04. */
  readonly revenueCode: string | null
  /** SVC07. */
  readonly units: number | null
  /** REF*FJ, or REF*6R of those who send that. */
  readonly lineControlNumber: string | null
  readonly serviceFrom: ServiceDate | null
  readonly serviceTo: ServiceDate | null
  readonly references: readonly Reference[]
  readonly segment: number
}

/** 2200: one claim that was asked about. */
export interface ClaimStatusAnswer extends Judged, OfLoop {
  /** From 1 in the file. */
  readonly position: number
  /** TRN02 of TRN*2: the number that our 276 gave the question. */
  readonly traceNumber: string | null
  /** Of the STC that decided. */
  readonly effectiveOn: ServiceDate | null
  readonly chargeCents: Cents | null
  readonly paidCents: Cents | null
  readonly adjudicatedOn: ServiceDate | null
  readonly paidOn: ServiceDate | null
  readonly checkNumber: string | null
  /** REF*1K. */
  readonly payerClaimNumber: string | null
  /** REF*EJ: our CLM01. */
  readonly patientControlNumber: string | null
  /** REF*BLT. */
  readonly billType: string | null
  /** REF*D9. */
  readonly clearinghouseNumber: string | null
  readonly references: readonly Reference[]
  /** DTP*472. */
  readonly serviceFrom: ServiceDate | null
  readonly serviceTo: ServiceDate | null
  readonly payer: Party | null
  readonly receiver: Party | null
  readonly provider: Party | null
  readonly subscriber: Party | null
  /** null when the subscriber is the patient. */
  readonly patient: Party | null
  readonly lines: readonly StatusLine[]
  /** Of its TRN; without one, of its first segment. */
  readonly segment: number
}

/** An STC above the claims: the question was refused for a receiver or provider as a whole. */
export interface LevelStatusAnswer extends Judged, OfLoop {
  /** HL03: 20 payer, 21 receiver, 19 provider. */
  readonly level: string
  readonly party: Party | null
  readonly traceNumber: string | null
  readonly segment: number
}

/** One ST. */
export interface StatusTransaction extends BatchIdentity, OfLoop {
  /** From 1 among those of the file. */
  readonly position: number
  /** False when something behind it is missing: the file may be cut, and a claim may be missing. */
  readonly complete: boolean
  /** BHT03 to BHT06; DG is an answer. */
  readonly referenceId: string | null
  readonly createdOn: ServiceDate | null
  readonly createdAt: string | null
  readonly transactionType: string | null
  readonly levels: readonly LevelStatusAnswer[]
  readonly claims: readonly ClaimStatusAnswer[]
  readonly segment: number
}

export interface StatusAnswer {
  readonly transactions: readonly StatusTransaction[]
  /** What else the file holds, named and not read here. */
  readonly others: readonly OtherTransaction[]
  readonly findings: readonly Finding[]
}
