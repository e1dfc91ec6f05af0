/** What the outside reads out of one CLM of an 837P, in its own words. */
import type { Cents } from '@tally/kernel'

export interface Adjustment {
  /** CO, OA, PI, PR. */
  readonly group: string
  readonly reason: string
  readonly cents: Cents
}

/** What another payer decided on a line (2430). */
export interface PriorDecision {
  readonly payerId: string
  readonly paidCents: Cents
  readonly adjustments: readonly Adjustment[]
}

export interface ReceivedLine {
  /** LX01. */
  readonly number: string
  /** REF*6R. */
  readonly control: string | null
  readonly procedure: string
  readonly modifiers: readonly string[]
  readonly chargeCents: Cents
  /** Null when SV104 is no whole number above zero. */
  readonly units: number | null
  readonly pointers: readonly number[]
  /** `YYYY-MM-DD`, `''` when the line names none. */
  readonly serviceDate: string
  readonly placeOfService: string
  readonly authorization: string | null
  readonly prior: readonly PriorDecision[]
}

export interface ReceivedName {
  readonly last: string
  readonly first: string
  readonly organization: boolean
}

export interface OtherPayer {
  readonly responsibility: string
  readonly id: string
  /** AMT*D; null when it is not said. */
  readonly paidCents: Cents | null
  readonly adjustments: readonly Adjustment[]
}

export interface ReceivedClaim {
  /** CLM01. */
  readonly claimNumber: string
  readonly chargeCents: Cents
  readonly placeOfService: string
  /** CLM05-3: 1 original, 7 replacement, 8 void. */
  readonly frequency: string
  readonly billing: {
    readonly npi: string
    readonly name: string
    readonly taxId: string
    readonly zip: string
  }
  readonly payer: { readonly id: string; readonly name: string }
  /** SBR01 of the payer asked. */
  readonly responsibility: string
  /** SBR09. */
  readonly filing: string
  readonly member: ReceivedName & { readonly id: string }
  readonly patient: ReceivedName & { readonly birthDate: string }
  /** REF*F8: the payer's number of the claim replaced or voided. */
  readonly originalNumber: string | null
  /** REF*G1. */
  readonly authorization: string | null
  /** REF*EA. */
  readonly recordNumber: string | null
  readonly rendering: (ReceivedName & { readonly npi: string }) | null
  readonly facilityZip: string | null
  readonly diagnoses: number
  readonly otherPayers: readonly OtherPayer[]
  readonly lines: readonly ReceivedLine[]
  /** An amount, a number or a date that could not be read. */
  readonly unreadable: boolean
  /** SHA-256 over the claim's own segments, CLM to its last line. */
  readonly digest: string
}

/** One ST of an 837P. */
export interface ClaimBatch {
  /** BHT03. */
  readonly batch: string
  readonly submitter: { readonly name: string; readonly id: string }
  readonly claims: readonly ReceivedClaim[]
}
