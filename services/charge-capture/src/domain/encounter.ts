/**
 * One version of a signed visit, as coding sees it: our ids, codes, minutes, cents and dates, nothing of the
 * person. What the EMR calls its lines stays outside; a service is named by its encounter and place.
 */
import type { Discipline, Modality } from '@tally/coding-rules'
import type { Cents, PayerFamily, ServiceDate } from '@tally/kernel'

export type Case = 'health' | 'work-injury' | 'auto-injury'
export type RelatedCause = 'employment' | 'auto' | 'other'

export interface EncounterCoverage {
  readonly order: number
  readonly payerId: string
  /** The payer directory's, where it knows the payer. */
  readonly family: PayerFamily
  /** HMAC of the member id under the practice's key: tells two members apart without naming either. */
  readonly memberKey: string | null
}

export interface EncounterService {
  readonly procedureCode: string
  readonly minutes: number | null
  readonly assistantMinutes: number
  readonly units: number | null
  readonly unitChargeCents: Cents | null
  /** For the whole service, of `units`. */
  readonly chargeCents: Cents | null
  /** From 1, into this encounter's diagnoses. */
  readonly diagnosisPointers: readonly number[]
  readonly modifiers: readonly string[]
  readonly discipline: Discipline
  readonly placeOfService: string
  readonly renderingNpi: string
  readonly distinctBlock: { readonly from: string; readonly to: string } | 'described' | null
}

export interface Encounter {
  /** `enc_…` */
  readonly id: string
  /** What the EMR sent, counted from 1. */
  readonly version: number
  readonly status: 'signed' | 'void'
  /** Digest of everything the EMR sent; compared with what was said of a day before 2026-11-28 alone (`said.ts`). */
  readonly contentHash: string
  /** `pat_…` */
  readonly patientId: string
  readonly billingNpi: string
  readonly serviceDate: ServiceDate
  readonly relatedCauses: readonly RelatedCause[]
  readonly modality: Modality
  /** ZIP code of the place of service, for prices alone; null when unknown. */
  readonly serviceZip: string | null
  readonly coverages: readonly EncounterCoverage[]
  readonly responsibleParty: 'insurance' | 'self' | 'third-party'
  /** 45 CFR 164.522(a)(1)(vi): the patient paid and forbids telling the plan. */
  readonly disclosureRestricted: boolean
  readonly kxAttested: boolean
  readonly abn: 'required' | 'voluntary' | null
  readonly diagnoses: readonly string[]
  readonly services: readonly EncounterService[]
}

export interface TreatmentDayKey {
  readonly billingNpi: string
  readonly patientId: string
  readonly serviceDate: ServiceDate
  readonly case: Case
}

/** Which day an encounter belongs to; the treatment day's id is derived from these four. */
export function treatmentDayKey(
  encounter: Omit<TreatmentDayKey, 'case'> & Pick<Encounter, 'relatedCauses'>,
): TreatmentDayKey {
  const { billingNpi, patientId, serviceDate, relatedCauses } = encounter
  return { billingNpi, patientId, serviceDate, case: caseOf(relatedCauses) }
}

/** Work comes before auto: a crash on the job is the employer's to pay first. */
export function caseOf(causes: readonly RelatedCause[]): Case {
  if (causes.includes('employment')) return 'work-injury'
  return causes.includes('auto') ? 'auto-injury' : 'health'
}

/** Names the service at `position` (from 1) of an encounter, the same in findings, lines and charge lines. */
export function serviceRef(encounterId: string, position: number): string {
  return `${encounterId}/${position}`
}
