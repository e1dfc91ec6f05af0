/** The forms that fields of requests take in several services; free text is bounded and free of control characters. */
import { z } from 'zod'

/** For a refinement: what was expected, said in words to whoever sends something else. */
export function formOf(says: string) {
  return { error: says, params: { code: 'shape/format' } }
}

/**
 * A text of one form, and its pattern in the OpenAPI. A refinement, since a pattern that zod checks is answered as itself.
 */
export function form(pattern: RegExp, says: string) {
  return z
    .string()
    .refine((text) => pattern.test(text), formOf(says))
    .meta({ pattern: pattern.source })
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is what it is for
export const plainText = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/

/** Free text of at most `most` characters. */
export function text(most: number) {
  return z
    .string()
    .min(1)
    .max(most)
    .refine((words) => plainText.test(words), formOf('text without control characters or line breaks'))
    .meta({ pattern: plainText.source })
}

export const npi = form(/^\d{10}$/, 'an NPI: 10 digits')
/** When claims go to a payer: as soon as they are written, or from that time of the practice's day on. */
export const sendWindow = form(
  /^(at-once|([01]\d|2[0-3]):[0-5]\d)$/,
  'at-once, or a time of day from 00:00 to 23:59',
)
export const payerId = form(/^[0-9A-Za-z-]{2,20}$/, 'a payer id: 2 to 20 letters, digits and hyphens')
export const procedureCode = form(/^[0-9A-Z]{5}$/, 'a CPT or HCPCS code: 5 digits and capital letters')
export const state = form(/^[A-Z]{2}$/, 'a state: 2 capital letters')
export const zip = form(/^(\d{5}|\d{9})$/, 'a ZIP code: 5 or 9 digits, without a hyphen')
export const claimFilingIndicator = form(/^[0-9A-Z]{2}$/, 'SBR09: 2 digits and capital letters')
export const medicareSecondaryType = form(/^\d{2}$/, 'SBR05: 2 digits')

const notOfThisList = 'a cursor of this list: what nextCursor said, or none for the first page'

/** Where a page begins. What no list said is refused: taken as a place, it would pass for the list's end, or its beginning. */
export function cursor(pattern: RegExp) {
  return form(new RegExp(`^(${pattern.source})?$`), notOfThisList).default('')
}

/** Of a list in the order of its ids, which begin with `prefix`. */
export const cursorOfIds = (prefix = '') => cursor(new RegExp(`${prefix}[0-9A-HJKMNP-TV-Z]{26}`))

/** For a list whose order another parameter chooses. */
export const cursorOfOtherOrder = { ...formOf(notOfThisList), path: ['cursor'] }
