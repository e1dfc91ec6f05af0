/** Pieces that several events share. Names are ours or the field's; each carries its unit. */
import { isServiceDate, payerFamilies } from '@tally/kernel'
import { z } from 'zod'

export const plainDate = z.string().refine(isServiceDate).meta({ format: 'date' })
export const wholeCents = z.int()
export const npi = z.string().regex(/^\d{10}$/)
export const chargeLineId = z.string().regex(/^[0-9A-Z]{1,26}$/)
export const treatmentDayId = z.string().regex(/^day_[0-9A-Z]{26}$/)
export const encounterId = z.string().regex(/^enc_[0-9A-Z]{26}$/)
export const patientId = z.string().regex(/^pat_[0-9A-Z]{26}$/)
export const ulidId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)

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
