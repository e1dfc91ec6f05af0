/** The forms that fields of requests take; free text is bounded and free of control characters. Null means absent. */
import { isServiceDate, payerFamilies, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is what it is for
const plain = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/
export const text = (most: number) => z.string().min(1).max(most).regex(plain)

// Zod's refine doesn't narrow, so the brand of the kernel is put on here, once.
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { abort: true })
  .refine(isServiceDate, 'a real day, written YYYY-MM-DD')
  .meta({ format: 'date', examples: ['2026-03-02'] }) as unknown as z.ZodType<ServiceDate, string>

export const npi = z.string().regex(/^\d{10}$/)
export const payerId = z.string().regex(/^[0-9A-Za-z-]{2,20}$/)
export const procedureCode = z.string().regex(/^[0-9A-Z]{5}$/)
export const externalId = text(80)

const address = z.strictObject({
  line1: text(55),
  line2: text(55).nullish(),
  city: text(30),
  state: z.string().regex(/^[A-Z]{2}$/),
  zip: z.string().regex(/^(\d{5}|\d{9})$/),
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

/** A card as an encounter's coverage says it, with the dates that it holds for. */
export const coverageBody = z
  .strictObject({
    order: z.int().min(1).max(11),
    payerId,
    payerName: text(60),
    payerFamily: z.enum(payerFamilies),
    claimFilingIndicator: z
      .string()
      .regex(/^[0-9A-Z]{2}$/)
      .nullish(),
    medicareSecondaryType: z
      .string()
      .regex(/^\d{2}$/)
      .nullish(),
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
  .meta({ id: 'Coverage' })
export type CoverageBody = z.output<typeof coverageBody>

export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(80).default(''),
}
