/**
 * The forms that fields of a request body take: what has a form is checked by it, what is free text is
 * bounded and free of control characters. No transforms, so that the schema of a body is its OpenAPI too.
 */
import { derivedPrefixes, isInstant, isServiceDate, isZone } from '@tally/kernel'
import { fieldForms } from '@tally/platform'
import { z } from 'zod'

/** A field that may be left out or null, which mean the same. */
export function absent<Field extends z.ZodType>(field: Field) {
  return field.nullable().optional()
}

const { formOf, plainText } = fieldForms
export const { claimFilingIndicator, form, medicareSecondaryType, state, text, zip } = fieldForms

/** The pattern is shown beside the check, which refuses a day such as 30 February too. */
export const date = z
  .string()
  .refine(isServiceDate, formOf('a real day, written YYYY-MM-DD'))
  .meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date', examples: ['2026-03-02'] })
export const instant = z
  .string()
  .max(40)
  .refine(isInstant, 'an RFC 3339 instant with an offset')
  .meta({ format: 'date-time', examples: ['2026-03-02T17:42:10-08:00'] })
export const zone = z
  .string()
  .max(64)
  .refine(isZone, 'an IANA time zone')
  .meta({ examples: ['America/Los_Angeles'] })
export const clockTime = form(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day: HH:MM, 00:00 to 23:59').meta({
  examples: ['09:35'],
})

export const npi = fieldForms.npi.meta({ examples: ['1234567893'] })
export const taxId = form(/^\d{9}$/, 'a tax id: 9 digits')
export const taxonomy = form(/^[0-9A-Z]{10}$/, 'a taxonomy code: 10 digits and capital letters').meta({
  examples: ['225100000X'],
})
export const placeOfService = form(/^\d{2}$/, 'a place of service: 2 digits').meta({ examples: ['11'] })
export const procedureCode = fieldForms.procedureCode.meta({
  examples: ['97110'],
})
export const modifier = form(/^[0-9A-Z]{2}$/, 'a modifier: 2 digits and capital letters').meta({
  examples: ['GP'],
})
export const diagnosisCode = form(
  /^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$/,
  'an ICD-10-CM code: 3 to 7 capital letters and digits, with its dot or without',
).meta({ examples: ['M54.59', 'M5459'] })
export const payerId = fieldForms.payerId.meta({
  examples: ['02302'],
})
export const delayReason = form(/^\d{1,2}$/, 'CLM20: 1 or 2 digits')

/** Whole cents; no visit is worth ten million dollars. */
export const cents = z.int().min(0).max(1_000_000_000)
/** A day has 1,440. */
export const minutes = z.int().min(0).max(1440)
export const units = z.int().min(0).max(999)

const ownId = 'an id of your own without control characters, which may not begin with enc_'
export const externalId = z
  .string()
  .min(1)
  .max(80)
  .refine((id) => plainText.test(id) && !id.startsWith(derivedPrefixes.encounter), formOf(ownId))
  .meta({
    pattern: `^(?!${derivedPrefixes.encounter})${plainText.source.slice(1)}`,
    examples: ['VISIT-2026-000123'],
  })

export const address = z.strictObject({
  line1: text(55),
  line2: absent(text(55)),
  city: text(30),
  state,
  zip,
})
