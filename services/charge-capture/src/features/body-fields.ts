/**
 * The forms that fields of a request body take: what has a form is checked by it, what is free text is
 * bounded and free of control characters. No transforms, so that the schema of a body is its OpenAPI too.
 */
import { derivedPrefixes, isInstant, isServiceDate, isZone } from '@tally/kernel'
import { z } from 'zod'

/** A field that may be left out or null, which mean the same. */
export function absent<Field extends z.ZodType>(field: Field) {
  return field.nullable().optional()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is what it is for
const plain = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/
export const text = (most: number) => z.string().min(1).max(most).regex(plain)

/**
 * Own patterns beside the check, so that the OpenAPI shows a form and a day such as 30 February is still
 * refused.
 */
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { abort: true })
  .refine(isServiceDate, 'a real day, written YYYY-MM-DD')
  .meta({ format: 'date', examples: ['2026-03-02'] })
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
export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ examples: ['09:35'] })

export const npi = z
  .string()
  .regex(/^\d{10}$/)
  .meta({ examples: ['1234567893'] })
export const taxonomy = z
  .string()
  .regex(/^[0-9A-Z]{10}$/)
  .meta({ examples: ['225100000X'] })
export const state = z.string().regex(/^[A-Z]{2}$/)
export const zip = z.string().regex(/^(\d{5}|\d{9})$/)
export const placeOfService = z
  .string()
  .regex(/^\d{2}$/)
  .meta({ examples: ['11'] })
export const procedureCode = z
  .string()
  .regex(/^[0-9A-Z]{5}$/)
  .meta({ examples: ['97110'] })
export const modifier = z
  .string()
  .regex(/^[0-9A-Z]{2}$/)
  .meta({ examples: ['GP'] })
export const diagnosisCode = z
  .string()
  .regex(/^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$/)
  .meta({ examples: ['M54.59', 'M5459'] })
export const payerId = z
  .string()
  .regex(/^[0-9A-Za-z-]{2,20}$/)
  .meta({ examples: ['02302'] })

/** Whole cents; no visit is worth ten million dollars. */
export const cents = z.int().min(0).max(1_000_000_000)
/** A day has 1,440. */
export const minutes = z.int().min(0).max(1440)
export const units = z.int().min(0).max(999)

export const externalId = z
  .string()
  .min(1)
  .max(80)
  .regex(plain)
  .regex(new RegExp(`^(?!${derivedPrefixes.encounter})`), 'an id of your own, which may not begin with enc_')
  .meta({ examples: ['VISIT-2026-000123'] })

export const address = z.strictObject({
  line1: text(55),
  line2: absent(text(55)),
  city: text(30),
  state,
  zip,
})
