/** The pieces that a claim document and an inquiry are made of. */
import { type Cents, isServiceDate, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'

/** A field that may be left out or null, which mean the same. */
export function absent<Field extends z.ZodType>(field: Field) {
  return field.nullable().optional()
}

// Zod's refine and int don't narrow, so the brands of the kernel are put on here, once.
export const date = z
  .string()
  .refine(isServiceDate, 'a real day, written YYYY-MM-DD')
  .meta({ format: 'date' }) as unknown as z.ZodType<ServiceDate, string>
export const cents = z.int() as unknown as z.ZodType<Cents, number>
export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ description: 'HH:MM, 24 hours' })

export const sex = z.enum(['F', 'M', 'U'])
export const address = z.strictObject({
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  state: z.string(),
  zip: z.string().meta({ description: 'Five or nine digits; nine for the billing provider and a facility.' }),
})
export type Address = z.output<typeof address>

export const personName = z.strictObject({
  last: z.string(),
  first: z.string().nullable(),
  middle: z.string().nullable(),
  suffix: z.string().nullable(),
})
export type PersonName = z.output<typeof personName>

export const subscriberParty = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    name: personName,
    birthDate: date.nullable(),
    sex: sex.nullable(),
    address: address.nullable(),
  }),
  z.strictObject({ kind: z.literal('organization'), name: z.string(), address: address.nullable() }),
])
export type SubscriberParty = z.output<typeof subscriberParty>

export const payer = z.strictObject({ id: z.string(), name: z.string(), address: address.nullable() })

/** What the patient is to a subscriber who is somebody else. */
export const relationship = z.enum([
  'spouse',
  'child',
  'employee',
  'life-partner',
  'organ-donor',
  'cadaver-donor',
  'unknown',
  'other',
])
export type Relationship = z.output<typeof relationship>

/** In which turn a payer pays: first, second, third, fourth (A) to eleventh (H), unknown. */
export const responsibility = z.enum(['P', 'S', 'T', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'U'])
