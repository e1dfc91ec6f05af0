/** What one ST/SE of an 835 says, in the words of the field (x12.md 2). Amounts are whole cents. */
import type { Cents, ServiceDate } from '@tally/kernel'
import type { Proof } from './proof.ts'

/** One triple of a CAS segment. Positive reduces the payment, negative adds to it. */
export interface Adjustment {
  /** CO, PR, OA, PI (CR in 4010). */
  readonly group: string
  /** The claim adjustment reason code. */
  readonly reason: string
  readonly amountCents: Cents
  readonly quantity: number | null
}

export interface Procedure {
  readonly procedureCode: string
  readonly modifiers: readonly string[]
}

export interface Reference {
  readonly qualifier: string
  readonly value: string
}

export interface Person {
  readonly last: string
  readonly first: string
  readonly memberId: string | null
}

/** One SVC with what follows it. */
export interface RemittanceLine extends Procedure {
  /** From 1 inside its claim. */
  readonly position: number
  /** The procedure as sent (SVC06), only where the payer paid another. */
  readonly submittedProcedure: Procedure | null
  readonly chargeCents: Cents
  readonly paidCents: Cents
  /** SVC05; 1 when left out. */
  readonly unitsPaid: number
  /** SVC07, only where it differs from what was paid. */
  readonly unitsSubmitted: number | null
  /** The first day; the claim's own day where the line names none. */
  readonly serviceDate: ServiceDate | null
  readonly adjustments: readonly Adjustment[]
  /** Remark codes (LQ*HE), all of them. */
  readonly remarks: readonly string[]
  /** REF*6R: our charge line. */
  readonly lineControlNumber: string | null
  readonly references: readonly Reference[]
  /** AMT*B6, else paid and patient responsibility; null for a denied line without B6. */
  readonly allowedCents: Cents | null
  readonly denied: boolean
  readonly segment: number
}

/** One CLP with what follows it. */
export interface RemittanceClaim {
  /** From 1 inside its ST. */
  readonly position: number
  /** CLP01 as returned, perhaps altered; '' when left out. */
  readonly claimNumber: string
  /** CLP02: 1, 2, 3, 4, 19 to 23, 25. */
  readonly status: string
  readonly chargeCents: Cents
  readonly paidCents: Cents
  readonly patientCents: Cents | null
  readonly filingIndicator: string | null
  readonly payerClaimNumber: string | null
  readonly frequency: string | null
  /** Those of the claim alone; a line has its own. */
  readonly adjustments: readonly Adjustment[]
  /** Remark codes of MOA and MIA. */
  readonly remarks: readonly string[]
  readonly patient: Person | null
  /** NM1*74: the payer knows the insured under another name or number. */
  readonly correctedInsured: Person | null
  /** NM1*TT: who got the claim next. */
  readonly crossoverTo: { readonly name: string; readonly id: string | null } | null
  /** REF*EA. */
  readonly medicalRecordNumber: string | null
  readonly references: readonly Reference[]
  /** AMT*I, informational: the money is in PLB L6. */
  readonly interestCents: Cents | null
  readonly receivedOn: ServiceDate | null
  readonly serviceFrom: ServiceDate | null
  readonly serviceTo: ServiceDate | null
  readonly lines: readonly RemittanceLine[]
  readonly denied: boolean
  readonly segment: number
}

/** One pair of a PLB segment. Positive takes money away from this payment, negative adds to it. */
export interface ProviderAdjustment {
  readonly providerId: string
  readonly fiscalDate: ServiceDate | null
  readonly reason: string
  readonly reference: string
  readonly amountCents: Cents
  readonly segment: number
}

/** Counts of every CLP and SVC seen; sums of what could be read. Of an incomplete ST these are no totals. */
export interface RemittanceTotals {
  readonly chargeCents: Cents
  readonly paidCents: Cents
  readonly patientCents: Cents
  readonly providerAdjustmentCents: Cents
  readonly claims: number
  readonly lines: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly reversals: number
  readonly zeroPaid: number
  readonly denied: number
  readonly zeroPaidLines: number
}

export type Verdict = 'post' | 'post-in-part' | 'quarantine' | 'notification-only' | 'duplicate'

/** An ST without its claims, which may be too many to hold. */
export interface RemittanceSummary {
  /** From 1 in the file, over all interchanges. */
  readonly ordinal: number
  readonly controlNumber: string
  /** BPR01 and BPR04; '' when left out. */
  readonly handling: string
  readonly method: string
  /** null: BPR02 is missing or no amount. Such an ST is quarantined. */
  readonly paymentCents: Cents | null
  readonly paidOn: ServiceDate | null
  /** TRN02 and TRN03; '' when left out. */
  readonly traceNumber: string
  readonly originatorId: string
  readonly producedOn: ServiceDate | null
  readonly payer: { readonly name: string; readonly id: string | null }
  /** N1*PR's id, else REF*2U, else the originator (TRN03); null when none is there. */
  readonly payerId: string | null
  readonly payee: { readonly name: string; readonly npi: string | null; readonly taxId: string | null }
  /** The payee's NPI, else its tax id, else whatever N1*PE names. */
  readonly payeeId: string | null
  readonly providerAdjustments: readonly ProviderAdjustment[]
  readonly totals: RemittanceTotals
  readonly proof: Proof
  /** False when its end is missing or wrong, or the file was cut behind it. */
  readonly complete: boolean
  readonly verdict: Verdict
  /** Ordinal of the first ST with the same content. */
  readonly duplicateOf: number | null
  /** Of `canonicalContent`, another for an incomplete ST; null when no `sha256` was handed in. */
  readonly digest: string | null
  /** Level 4 of duplicates (x12.md 2.11): which payment it is. */
  readonly identity: {
    readonly trace: string
    readonly originator: string
    readonly paidOn: ServiceDate | null
    readonly paymentCents: Cents | null
  }
  readonly segments: { readonly first: number; readonly last: number }
}

export interface Remittance extends RemittanceSummary {
  /** Claims whose amounts were read; what was not has a finding and quarantines the ST. */
  readonly claims: readonly RemittanceClaim[]
}
