/** The forms that fields of requests take. Null means absent. */
import { coverageOrderMax, isServiceDate, payerFamilies, type ServiceDate } from '@tally/kernel'
import { fieldForms } from '@tally/platform'
import { z } from 'zod'

const { claimFilingIndicator, formOf, medicareSecondaryType, state, zip } = fieldForms
export const { npi, payerId, procedureCode, text } = fieldForms

// Zod's refine doesn't narrow, so the brand of the kernel is put on here, once.
export const date = z
  .string()
  .refine(isServiceDate, formOf('a real day, written YYYY-MM-DD'))
  .meta({
    ...{ pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date', examples: ['2026-03-02'] },
  }) as unknown as z.ZodType<ServiceDate, string>

export const externalId = text(80)

const address = z.strictObject({
  line1: text(55),
  line2: text(55).nullish(),
  city: text(30),
  state,
  zip,
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
    order: z.int().min(1).max(coverageOrderMax),
    payerId,
    payerName: text(60),
    payerFamily: z.enum(payerFamilies),
    claimFilingIndicator: claimFilingIndicator.nullish(),
    medicareSecondaryType: medicareSecondaryType.nullish(),
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
  cursor: fieldForms.cursorOfIds(),
}
