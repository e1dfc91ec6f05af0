/**
 * What names a person or was typed freely in one encounter: everything of the body that has no fixed form. It
 * rides only in an event's sealed part; the names of its fields are those of the encounter's body (design
 * note api.md).
 */
import { isServiceDate } from '@tally/kernel'
import { z } from 'zod'
import { encounterId, npi } from './parts.ts'

const text = z.string()
const maybe = z.string().nullable()
const date = z.string().refine(isServiceDate)

const address = z.strictObject({ line1: text, line2: maybe, city: text, state: text, zip: text })
const person = z.strictObject({ last: text, first: maybe })

const subscriber = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    last: text,
    first: maybe,
    middle: maybe,
    suffix: maybe,
    birthDate: date.nullable(),
    sex: maybe,
    address: address.nullable(),
  }),
  z.strictObject({ kind: z.literal('organization'), name: text, address: address.nullable() }),
])

/** One payer's entry for a patient, as the card says it. */
export const sealedCoverage = z.strictObject({
  order: z.int().positive(),
  payerName: text,
  payerAddress: address.nullable(),
  memberId: maybe,
  groupNumber: maybe,
  groupName: maybe,
  relationshipToSubscriber: text,
  subscriber: subscriber.nullable(),
  propertyCasualtyClaimNumber: maybe,
})

const service = z.strictObject({
  lineId: text,
  description: maybe,
  /** Free text or a range of times: evidence that a block of treatment was distinct. */
  distinctBlock: z.union([text, z.strictObject({ from: text, to: text })]).nullable(),
  noteRef: maybe,
  renderingProvider: person.nullable(),
})

export const sealedVisit = z.strictObject({
  encounterId,
  externalId: text,
  sourceSystem: text,
  signedBy: text,
  location: z.strictObject({ id: text, name: maybe }).nullable(),
  patient: z.strictObject({
    externalId: text,
    name: z.strictObject({ last: text, first: maybe, middle: maybe, suffix: maybe }),
    birthDate: date,
    sex: text,
    address,
  }),
  coverages: z.array(sealedCoverage),
  billingProvider: z.strictObject({
    name: text,
    taxId: text,
    taxIdKind: z.enum(['EIN', 'SSN']),
    address,
    contact: z.strictObject({ name: maybe, phone: maybe }).nullable(),
  }),
  renderingProvider: person,
  referringProvider: person.nullable(),
  supervisingProvider: person.nullable(),
  /** Everyone who treated, by NPI: a line of the day names its therapist by that alone. */
  clinicians: z.array(z.strictObject({ npi, last: text, first: maybe })).optional(),
  serviceFacility: z.strictObject({ name: text, address }).nullable(),
  payToAddress: address.nullable(),
  episode: z.strictObject({ externalId: text }).nullable(),
  employer: maybe,
  accidentState: maybe.optional(),
  authorizations: z.array(
    z.strictObject({
      number: text,
      coverageOrder: z.int().positive(),
      from: date.nullable(),
      to: date.nullable(),
      visits: z.int().nullable(),
      units: z.int().nullable(),
      codes: z.array(text),
    }),
  ),
  referralNumber: maybe,
  services: z.array(service),
  documents: z.array(z.strictObject({ kind: text, ref: text, on: date.nullable() })),
  claimNote: maybe,
  metadata: z.record(z.string(), z.string()),
})
export type SealedVisit = z.infer<typeof sealedVisit>
