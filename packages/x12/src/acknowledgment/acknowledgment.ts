/** What TA1, 999 (or 997) and 277CA say about what was sent (x12.md 3.4 to 3.6). */
import type { Cents, ServiceDate } from '@tally/kernel'
import type { Finding } from '../reader/finding.ts'

/** received: a receipt, no acceptance yet · forwarded: with another entity · unknown: nothing decisive. */
export type AckVerdict = 'accepted' | 'received' | 'forwarded' | 'rejected' | 'unknown'

/** TA1: the fate of a whole interchange. */
export interface AcknowledgedInterchange {
  /** The ISA13 that is answered. */
  readonly controlNumber: string
  readonly status: string
  readonly note: string
  readonly verdict: AckVerdict
  readonly segment: number
}

/** One remark of a 999 or 997 on one place of what was sent. */
export interface SyntaxError999 {
  readonly level: 'segment' | 'element' | 'transaction'
  /** IK304, IK403 or IK502. */
  readonly code: string
  readonly tag: string | null
  /** The segment's position from the ST. */
  readonly position: number | null
  readonly loop: string | null
  readonly element: number | null
  readonly component: number | null
  readonly repetition: number | null
  /** The bad value as quoted back: patient data. */
  readonly value: string | null
  /** CLM01 of the claim it stands in, where a CTX says so. */
  readonly clm01: string | null
  readonly segment: number
}

export interface AcknowledgedTransaction {
  /** The ST02 that is answered. */
  readonly controlNumber: string
  readonly set: string
  /** A, E, M, R, W, X. */
  readonly status: string
  readonly verdict: AckVerdict
  readonly errors: readonly SyntaxError999[]
  readonly segment: number
}

export interface AcknowledgedGroup {
  /** The GS06 that is answered. */
  readonly controlNumber: string
  readonly functionalId: string
  /** A, E, P, R, M, W, X; '' when the AK9 is missing. */
  readonly status: string
  /** P gives 'received': look at its transactions. */
  readonly verdict: AckVerdict
  readonly included: number | null
  readonly received: number | null
  readonly accepted: number | null
  /** AK905 to AK909. */
  readonly errorCodes: readonly string[]
  readonly transactions: readonly AcknowledgedTransaction[]
  readonly segment: number
}

/** One composite of an STC. */
export interface ClaimStatus {
  readonly category: string
  readonly statusCode: string
  readonly entity: string | null
}

/** The status that decided; '' where no STC was sent. */
export interface DecidingStatus extends ClaimStatus {
  /** STC03: WQ or U. */
  readonly action: string | null
  readonly verdict: AckVerdict
  /** Every status of the level, in order. */
  readonly statuses: readonly ClaimStatus[]
}

export interface AcknowledgedBatch extends DecidingStatus {
  /** TRN*2 of the receiver: our BHT03. */
  readonly id: string
  readonly acceptedClaims: number | null
  readonly rejectedClaims: number | null
  readonly segment: number
}

export interface AcknowledgedProvider extends DecidingStatus {
  /** NM109, the NPI. A rejected provider means all its claims, which are not listed. */
  readonly id: string
  /** BHT03 of the batch it came in; null when the receiver level names none. */
  readonly batchId: string | null
  readonly segment: number
}

export interface AcknowledgedLine extends DecidingStatus {
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly chargeCents: Cents | null
  /** REF*FJ: our line control number. */
  readonly lineControlNumber: string | null
  readonly serviceDate: ServiceDate | null
  readonly segment: number
}

export interface AcknowledgedClaim extends DecidingStatus {
  /** TRN*2 of the patient: our CLM01. */
  readonly clm01: string
  /** REF*1K. */
  readonly payerClaimNumber: string | null
  /** REF*D9. */
  readonly clearinghouseNumber: string | null
  readonly chargeCents: Cents | null
  /** STC02: when the status was given. */
  readonly statusOn: ServiceDate | null
  readonly serviceDate: ServiceDate | null
  /** BHT03 of the batch it came in; null when the receiver level names none. */
  readonly batchId: string | null
  readonly lines: readonly AcknowledgedLine[]
  readonly segment: number
}

export interface AcknowledgmentSource {
  /** NM101: PR, AY. */
  readonly entity: string
  readonly name: string
  readonly id: string | null
}

export interface Acknowledgments {
  readonly interchanges: readonly AcknowledgedInterchange[]
  readonly groups: readonly AcknowledgedGroup[]
  readonly providers: readonly AcknowledgedProvider[]
  readonly claims: readonly AcknowledgedClaim[]
  /** The first of `batches`. */
  readonly batch: AcknowledgedBatch | null
  readonly batches: readonly AcknowledgedBatch[]
  /** Who speaks in each 277CA: payer (PR) or clearinghouse (AY). */
  readonly sources: readonly AcknowledgmentSource[]
  readonly findings: readonly Finding[]
}
