/**
 * What charge-capture says of a treatment day. Each carries the whole day as it now stands, so that a
 * listener needs no earlier one; `version` counts the day's coding results and is the message's sequence.
 */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import {
  chargeLineId,
  discipline,
  dollars,
  encounterId,
  episodeId,
  instant,
  npi,
  patientId,
  payerFamily,
  plainDate,
  reason,
  treatmentCase,
  treatmentDayId,
  wholeCents,
} from './parts.ts'
import { sealedVisit } from './sealed-visit.ts'

const charges = { name: 'charge-capture.charges', keyedBy: 'treatment day' }

const chargeLine = z.strictObject({
  chargeLineId,
  procedureCode: z.string(),
  discipline,
  renderingNpi: npi,
  assistant: z.boolean(),
  /** 0 on a slot that a later version emptied: the line stays so that what was posted to it stays. */
  units: z.int().nonnegative(),
  minutes: z.int().nonnegative(),
  modifiers: z.array(z.string()),
  /** Positions in the day's `diagnoses`, from 1. */
  diagnosisPointers: z.array(z.int().positive()),
  placeOfService: z.string(),
  chargeCents: wholeCents,
  expectedAllowedCents: wholeCents.nullable(),
  reasons: z.array(reason),
  /** The NUCC code that the visit gave for this line's therapist. */
  renderingTaxonomy: z.string().nullable().optional(),
})

const coverage = z.strictObject({
  order: z.int().positive(),
  payerId: z.string(),
  payerFamily,
  claimFilingIndicator: z.string().nullable(),
  medicareSecondaryType: z.string().nullable(),
})

const day = {
  treatmentDayId,
  version: z.int().positive(),
  serviceDate: plainDate,
  case: treatmentCase,
  patientId,
  billingNpi: npi,
  encounterIds: z.array(encounterId),
}

/** What a claim says beside its lines; the person's part of it is sealed. Of the day's first visit. */
const billing = z.strictObject({
  /** When the last of its visits was signed, and in whose zone: filing and days to bill run from here. */
  signedAt: instant,
  billingKind: z.enum(['organization', 'person']),
  billingTaxonomy: z.string(),
  referringNpi: npi.nullable(),
  supervisingNpi: npi.nullable(),
  facilityNpi: npi.nullable(),
  placeOfService: z.string(),
  relatedCauses: z.array(z.enum(['employment', 'auto', 'other'])),
  accidentOn: plainDate.nullable(),
  episodeId: episodeId.nullable(),
  onsetOn: plainDate.nullable(),
  initialTreatmentOn: plainDate.nullable(),
  planOfCare: z
    .strictObject({
      from: plainDate.nullable(),
      to: plainDate.nullable(),
      signedOn: plainDate.nullable(),
      certifierNpi: npi.nullable(),
      transmittedOn: plainDate.nullable(),
      /** Of the physician's order, which with the transmission stands for a signature (42 CFR 424.24(c)). */
      orderSignedOn: plainDate.nullable().optional(),
    })
    .nullable(),
  releaseOfInformation: z.boolean(),
  assignmentOfBenefits: z.boolean(),
  acceptAssignment: z.boolean(),
  delayReason: z.string().nullable(),
})

const captured = z.strictObject({
  ...day,
  /** Absent in what was said before claims were built. */
  billing: billing.optional(),
  modality: z.enum(['in-person', 'video', 'audio']),
  responsibleParty: z.enum(['insurance', 'self', 'third-party']),
  coverages: z.array(coverage),
  diagnoses: z.array(z.string()),
  lines: z.array(chargeLine),
  chargeCents: wholeCents,
  expectedAllowedCents: wholeCents.nullable(),
  patientPaidCents: wholeCents,
  timelyFilingDueOn: plainDate.nullable(),
  /** Of a correction: whether anything of it is on the claim. False: a payment at the desk, a place, a plan of care's date. */
  claimChanged: z.boolean().optional(),
})

const visits = z.strictObject({ visits: z.array(sealedVisit) })

export const chargeCaptured = defineEvent({
  type: 'charge.captured.v1',
  topic: charges,
  summary: 'A treatment day is coded and may be billed.',
  data: captured,
  sealed: visits,
  says: ({ lines, chargeCents }) => `captured ${lineCount(lines)} for ${dollars(chargeCents)}`,
})

export const chargeCorrected = defineEvent({
  type: 'charge.corrected.v1',
  topic: charges,
  summary: 'A captured treatment day is coded anew with another result.',
  data: captured,
  sealed: visits,
  says: ({ version, lines, chargeCents }) =>
    `corrected to version ${version}: ${lineCount(lines)} for ${dollars(chargeCents)}`,
})

export const chargeHeld = defineEvent({
  type: 'charge.held.v1',
  topic: charges,
  summary: 'A treatment day waits for a person. What was captured before stands; no money moves.',
  data: z.strictObject({
    ...day,
    payerId: z.string().nullable(),
    /** What was captured before this hold; 0 when nothing was. */
    chargeCents: wholeCents,
    timelyFilingDueOn: plainDate.nullable(),
    holds: z
      .array(z.strictObject({ rule: z.string(), says: z.string(), chargeLineIds: z.array(chargeLineId) }))
      .min(1),
  }),
  sealed: visits,
  says: ({ holds }) => `held: ${holds.map(({ rule }) => rule).join(', ')}`,
})

export const chargeVoided = defineEvent({
  type: 'charge.voided.v1',
  topic: charges,
  summary: 'The last encounter of a treatment day was voided: nothing of it may be billed.',
  data: z.strictObject({ ...day, reversedCents: wholeCents }),
  says: ({ reversedCents }) => `voided; ${dollars(reversedCents)} reversed`,
})

function lineCount(lines: readonly { readonly units: number }[]): string {
  const billed = lines.filter(({ units }) => units > 0).length
  return billed === 1 ? '1 line' : `${billed} lines`
}
