/** What a question for a claim's status (276) says: one claim at one payer each. The schema is the shape alone. */
import { z } from 'zod'
import { control, receiver } from './claim-document.ts'
import { absent, cents, date, personName, sex } from './claim-parts.ts'
import { provider } from './inquiry-document.ts'

const patientFacts = { name: personName, birthDate: date.nullable(), sex: sex.nullable() }

export const statusInquiry = z
  .strictObject({
    trace: z.string().meta({ description: 'TRN02; the answer says it back.' }),
    payer: z.strictObject({ id: z.string(), name: z.string() }),
    provider,
    subscriber: z.strictObject({
      memberId: z.string().nullable(),
      groupNumber: absent(z.string()),
      party: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('person'), ...patientFacts }),
        z.strictObject({ kind: z.literal('organization'), name: z.string() }),
      ]),
    }),
    dependent: z
      .strictObject(patientFacts)
      .nullable()
      .meta({ description: 'The patient, where the subscriber is somebody else.' }),
    payerClaimNumber: z.string().nullable().meta({ description: 'The payer’s own, where it gave one.' }),
    claimNumber: z.string().nullable().meta({ description: 'CLM01 of the version that is asked about.' }),
    clearinghouseNumber: absent(z.string()),
    chargeCents: cents.nullable(),
    serviceDate: z.strictObject({ from: date, to: date.nullable() }),
  })
  .meta({ id: 'StatusInquiry', description: 'A question where one claim stands at one payer.' })
export type StatusInquiry = z.output<typeof statusInquiry>

export const statusInquiryBatch = z
  .strictObject({
    usage: z.enum(['P', 'T']),
    mode: z.enum(['real-time', 'batch']).meta({ description: 'Real time asks for one claim.' }),
    submitter: z.strictObject({ id: z.string(), name: z.string() }),
    receiver: receiver.pick({ id: true }),
    control,
    inquiries: z.array(statusInquiry),
  })
  .meta({ id: 'StatusInquiryBatch', description: 'Questions for claims as they go to one receiver.' })
export type StatusInquiryBatch = z.output<typeof statusInquiryBatch>
