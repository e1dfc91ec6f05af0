/** Pieces that several events share. Names are ours or the field's; each carries its unit. */
import { cents, inDollars, isInstant, isServiceDate, payerFamilies } from '@tally/kernel'
import { z } from 'zod'

export const plainDate = z.string().refine(isServiceDate).meta({ format: 'date' })
export const instant = z.string().refine(isInstant).meta({ format: 'date-time' })
export const wholeCents = z.int()
export const npi = z.string().regex(/^\d{10}$/)
export const chargeLineId = z.string().regex(/^[0-9A-Z]{1,26}$/)
export const treatmentDayId = z.string().regex(/^day_[0-9A-Z]{26}$/)
export const encounterId = z.string().regex(/^enc_[0-9A-Z]{26}$/)
export const patientId = z.string().regex(/^pat_[0-9A-Z]{26}$/)
export const episodeId = z.string().regex(/^epi_[0-9A-Z]{26}$/)
export const ulidId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
/** SHA-256 in hex. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** `<thing>/<why>`, stable and never reused. */
export const slug = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)

export const payerFamily = z.enum(payerFamilies)
export const discipline = z.enum(['PT', 'OT', 'SLP'])
export const treatmentCase = z.enum(['health', 'work-injury', 'auto-injury'])

/** A decision's reason as it travels: codes, numbers and dates alone. */
export const reason = z.strictObject({
  rule: z.string(),
  edition: z.string(),
  says: z.string(),
  facts: z.record(z.string(), z.unknown()),
  citation: z.string(),
})

/** One CAS triple of an 835: positive lowers the payment, negative raises it (x12.md 2.4). */
export const adjustment = z.strictObject({
  groupCode: z.string(),
  reasonCode: z.string(),
  amountCents: wholeCents,
  quantity: z.int().nullable(),
})

/** A claim as every event of it names it; `coverageOrder` counts from 1 for the first payer. */
export const claimIdentity = {
  claimId: ulidId,
  treatmentDayId,
  coverageOrder: z.int().positive(),
  /** Counts what was sent to this payer. */
  claimVersion: z.int().positive(),
  /** CLM01 of that version. */
  claimNumber: z.string(),
  payerId: z.string(),
}

export const claimLine = z.strictObject({
  chargeLineId,
  procedureCode: z.string(),
  modifiers: z.array(z.string()),
  units: z.int().positive(),
  chargeCents: wholeCents,
  expectedAllowedCents: wholeCents.nullable(),
})

/** Money in a sentence of the timeline. */
export function dollars(amount: number): string {
  return inDollars(cents(amount))
}
