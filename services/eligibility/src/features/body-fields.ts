/** The forms that fields of requests take; free text is bounded and free of control characters. Null means absent. */
import { isServiceDate, payerFamilies, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is what it is for
const plain = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/
export const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((words) => plain.test(words), formOf('text without control characters or line breaks'))
    .meta({ pattern: plain.source })

// Zod's refine doesn't narrow, so the brand of the kernel is put on here, once.
export const date = z
  .string()
  .refine(isServiceDate, formOf('a real day, written YYYY-MM-DD'))
  .meta({
    ...{ pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date', examples: ['2026-03-02'] },
  }) as unknown as z.ZodType<ServiceDate, string>

/**
 * A text of one form, said in words to whoever sends another, and as a pattern in the OpenAPI. A refinement, since a pattern that
 * zod checks is answered as itself.
 */
function form(pattern: RegExp, says: string) {
  return z
    .string()
    .refine((words) => pattern.test(words), formOf(says))
    .meta({ pattern: pattern.source })
}

function formOf(says: string) {
  return { error: says, params: { code: 'shape/format' } }
}

export const npi = form(/^\d{10}$/, 'an NPI: 10 digits')
export const payerId = form(/^[0-9A-Za-z-]{2,20}$/, 'a payer id: 2 to 20 letters, digits and hyphens')
export const procedureCode = form(/^[0-9A-Z]{5}$/, 'a CPT or HCPCS code: 5 digits and capital letters')
export const externalId = text(80)

const address = z.strictObject({
  line1: text(55),
  line2: text(55).nullish(),
  city: text(30),
  state: form(/^[A-Z]{2}$/, 'a state: 2 capital letters'),
  zip: form(/^(\d{5}|\d{9})$/, 'a ZIP code: 5 or 9 digits, without a hyphen'),
})

const personName = {
  last: text(60),
  first: text(35).nullish(),
  middle: text(25).nullish(),
  suffix: text(10).nullish(),
}
const sex = z.enum(['F', 'M', 'U'])

export const patientPerson = z.strictObject({ name: z.strictObject(personName), birthDate: date, sex })

const subscriber = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    ...personName,
    birthDate: date.nullish(),
    sex: sex.nullish(),
    address: address.nullish(),
  }),
  z.strictObject({ kind: z.literal('organization'), name: text(60), address: address.nullish() }),
])

interface Period {
  readonly from?: ServiceDate | null | undefined
  readonly to?: ServiceDate | null | undefined
}

/** A period without a beginning or an end is open there. */
export function isPeriod({ from, to }: Period): boolean {
  return from == null || to == null || from <= to
}

/** For what is no period; `path` where its end stands. */
export function endsBefore(path: readonly string[] = ['to']) {
  return {
    error: 'it ends before it begins',
    path: [...path],
    params: { code: 'period/ends-before-it-begins' },
  }
}

/** A card as an encounter's coverage says it, with the dates that it holds for. */
export const coverageBody = z
  .strictObject({
    order: z.int().min(1).max(11),
    payerId,
    payerName: text(60),
    payerFamily: z.enum(payerFamilies),
    claimFilingIndicator: form(/^[0-9A-Z]{2}$/, 'SBR09: 2 digits and capital letters').nullish(),
    medicareSecondaryType: form(/^\d{2}$/, 'SBR05: 2 digits').nullish(),
    memberId: text(80).nullish(),
    groupNumber: text(50).nullish(),
    groupName: text(60).nullish(),
    payerAddress: address.nullish(),
    relationshipToSubscriber: z.enum([
      'self',
      'spouse',
      'child',
      'employee',
      'life-partner',
      'organ-donor',
      'cadaver-donor',
      'unknown',
      'other',
    ]),
    subscriber: subscriber.nullish(),
    propertyCasualtyClaimNumber: text(50).nullish(),
    from: date.nullish().meta({ description: 'First day it covers; open when absent.' }),
    to: date.nullish().meta({ description: 'Last day it covers; open when absent.' }),
  })
  .refine(isPeriod, endsBefore())
  .meta({ id: 'Coverage' })
export type CoverageBody = z.output<typeof coverageBody>

export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(80).default(''),
}
