/** One claim of an 837P as it arrived: 2300 and what stands under it. What is missing is null. */
import type { Cents, ServiceDate } from '@tally/kernel'
import type { OfLoop, UnreadSegment } from '../reader/of-loop.ts'
import type { BillingLevel, Party, PatientLevel, PlanRead, Reference, SubscriberLevel } from './party.ts'

/** DTP. */
export interface DateRead {
  /** DTP01: 431, 454, 439, 472 … */
  readonly qualifier: string
  /** DTP02: D8 a day, RD8 from and to, DT a day with its time. */
  readonly format: string
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
  readonly segment: number
}

/** AMT. */
export interface AmountRead {
  readonly qualifier: string
  readonly amountCents: Cents | null
  readonly segment: number
}

/** NTE. */
export interface NoteRead {
  /** NTE01: ADD, CER, DCP, DGN, TPO. */
  readonly code: string
  readonly text: string
  readonly segment: number
}

/** PWK. */
export interface AttachmentRead {
  readonly reportType: string | null
  readonly transmission: string | null
  /** PWK06. */
  readonly controlNumber: string | null
  readonly segment: number
}

/** A composite of an HI. */
export interface HealthCode {
  /** ABK and ABF diagnoses, BK and BF those of ICD-9, BP, BG … */
  readonly qualifier: string
  readonly code: string
  readonly segment: number
  readonly element: number
}

/** A triple of a CAS. */
export interface AdjustmentRead {
  readonly group: string | null
  readonly reason: string | null
  readonly amountCents: Cents | null
  readonly quantity: number | null
  readonly segment: number
  /** Of the reason; amount and quantity follow it. */
  readonly element: number
}

/** SV101 or SVD03. */
export interface ProcedureRead {
  /** HC, or ER, IV, WK. */
  readonly qualifier: string
  readonly code: string
  readonly modifiers: readonly string[]
  readonly description: string | null
}

/** 2430: what another payer decided on the line. */
export interface LineDecision extends OfLoop {
  /** SVD01: the NM109 of one of the claim's other payers. */
  readonly payerId: string | null
  readonly paidCents: Cents | null
  readonly procedure: ProcedureRead | null
  readonly units: number | null
  /** SVD06: the number of the line it was bundled into. */
  readonly bundledInto: number | null
  readonly adjustments: readonly AdjustmentRead[]
  readonly decidedOn: ServiceDate | null
  /** AMT*EAF. */
  readonly patientOwesCents: Cents | null
  readonly unread: readonly UnreadSegment[]
  readonly segment: number
}

/** 2400: one service. */
export interface LineRead extends OfLoop {
  /** From 1 in the claim, whatever LX01 says. */
  readonly position: number
  /** LX01. */
  readonly number: number | null
  readonly procedure: ProcedureRead | null
  readonly chargeCents: Cents | null
  /** SV103: UN, or MJ for minutes. */
  readonly unit: string | null
  readonly units: number | null
  /** SV105, where it differs from the claim's. */
  readonly placeOfService: string | null
  readonly diagnosisPointers: readonly number[]
  /** DTP*472. */
  readonly serviceFrom: ServiceDate | null
  readonly serviceTo: ServiceDate | null
  /** REF*6R. */
  readonly lineControlNumber: string | null
  /** REF*G1, the first. */
  readonly priorAuthorization: string | null
  readonly renderingProvider: Party | null
  readonly supervisingProvider: Party | null
  readonly orderingProvider: Party | null
  readonly dates: readonly DateRead[]
  readonly references: readonly Reference[]
  readonly amounts: readonly AmountRead[]
  readonly notes: readonly NoteRead[]
  readonly attachments: readonly AttachmentRead[]
  /** Every party of the line, those named above included. */
  readonly parties: readonly Party[]
  readonly decisions: readonly LineDecision[]
  readonly unread: readonly UnreadSegment[]
  readonly segment: number
}

/** 2320 and 2330: another payer of the claim. */
export interface OtherPayerRead extends OfLoop {
  readonly plan: PlanRead
  readonly adjustments: readonly AdjustmentRead[]
  readonly amounts: readonly AmountRead[]
  /** AMT*D, 0 included; null when it has decided nothing. */
  readonly paidCents: Cents | null
  /** AMT*A8. */
  readonly nonCoveredCents: Cents | null
  /** AMT*EAF. */
  readonly patientOwesCents: Cents | null
  /** OI03 and OI06. */
  readonly assignmentOfBenefits: string | null
  readonly releaseOfInformation: string | null
  /** MOA03 to MOA07, MIA05 and MIA20 to MIA23. */
  readonly remarks: readonly string[]
  readonly subscriber: Party | null
  readonly payer: Party | null
  /** DTP*573 and REF*F8 of the payer. */
  readonly decidedOn: ServiceDate | null
  readonly payerClaimNumber: string | null
  readonly others: readonly Party[]
  readonly unread: readonly UnreadSegment[]
  readonly segment: number
}

export interface ClaimRead extends OfLoop {
  /** From 1 in the file. */
  readonly position: number
  /** CLM01. */
  readonly claimNumber: string | null
  /** CLM02. */
  readonly chargeCents: Cents | null
  /** CLM05: place, its qualifier, frequency. */
  readonly placeOfService: string | null
  readonly placeQualifier: string | null
  readonly frequency: string | null
  /** CLM06 to CLM10. */
  readonly signatureOnFile: string | null
  readonly acceptAssignment: string | null
  readonly assignmentOfBenefits: string | null
  readonly releaseOfInformation: string | null
  readonly signatureSource: string | null
  /** CLM11: AA, EM, OA; in 4010 also AB and AP. */
  readonly relatedCauses: readonly string[]
  readonly accidentState: string | null
  readonly accidentCountry: string | null
  readonly specialProgram: string | null
  readonly delayReason: string | null
  /** AMT*F5. */
  readonly patientPaidCents: Cents | null
  /** REF F8, G1, 9F, EA, 4N, D9. */
  readonly payerClaimNumber: string | null
  readonly priorAuthorization: string | null
  readonly referralNumber: string | null
  readonly medicalRecordNumber: string | null
  readonly serviceAuthorizationException: string | null
  readonly clearinghouseNumber: string | null
  /** HI of ABK, ABF, BK, BF in order: what the lines point to. */
  readonly diagnoses: readonly HealthCode[]
  readonly otherCodes: readonly HealthCode[]
  readonly dates: readonly DateRead[]
  readonly references: readonly Reference[]
  readonly amounts: readonly AmountRead[]
  readonly notes: readonly NoteRead[]
  readonly attachments: readonly AttachmentRead[]
  /** NM1 DN, 82, DQ, 77 of 2310, the first of each. */
  readonly referringProvider: Party | null
  readonly renderingProvider: Party | null
  readonly supervisingProvider: Party | null
  readonly serviceFacility: Party | null
  /** Every party of 2310, those named above included. */
  readonly parties: readonly Party[]
  readonly otherPayers: readonly OtherPayerRead[]
  readonly lines: readonly LineRead[]
  readonly unread: readonly UnreadSegment[]
  /** The levels it stands under; several claims share one. */
  readonly billing: BillingLevel | null
  readonly subscriber: SubscriberLevel | null
  /** null when the subscriber is the patient. */
  readonly patient: PatientLevel | null
  /** Of the CLM and of the claim's last segment. */
  readonly segment: number
  readonly lastSegment: number
}
