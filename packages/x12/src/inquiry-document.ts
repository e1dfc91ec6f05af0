/** What a question for benefits (270) says: one patient at one payer each. The schema is the shape alone. */
import { z } from 'zod'
import { control, receiver } from './claim-document.ts'
import { absent, date, personName, relationship, sex } from './claim-parts.ts'

export const provider = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organization'), npi: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('person'), npi: z.string(), ...personName.shape }),
])

export const inquiry = z
  .strictObject({
    trace: z.string().meta({ description: 'TRN02; the answer says it back.' }),
    payer: z.strictObject({ id: z.string(), name: z.string() }),
    provider,
    subscriber: z.strictObject({
      memberId: z.string().nullable(),
      groupNumber: absent(z.string()),
      name: personName.nullable(),
      birthDate: date.nullable(),
      sex: sex.nullable(),
    }),
    dependent: z
      .strictObject({
        relationship: relationship.nullable(),
        name: personName,
        birthDate: date,
        sex: sex.nullable(),
      })
      .nullable()
      .meta({ description: 'The patient, where the subscriber is somebody else.' }),
    serviceDate: z.strictObject({ from: date, to: date.nullable() }),
    serviceTypes: z.array(z.string()).meta({ description: '30 for the plan, PT for physical therapy.' }),
  })
  .meta({ id: 'Inquiry', description: 'A question for one patient’s benefits at one payer.' })
export type Inquiry = z.output<typeof inquiry>

export const inquiryBatch = z
  .strictObject({
    usage: z.enum(['P', 'T']),
    mode: z.enum(['real-time', 'batch']).meta({ description: 'Real time asks for one patient.' }),
    submitter: z.strictObject({
      id: z.string(),
      originator: z.string().meta({ description: 'Nine characters; TRN03 is 9 and they.' }),
    }),
    receiver: receiver.pick({ id: true }),
    control,
    inquiries: z.array(inquiry),
  })
  .meta({ id: 'InquiryBatch', description: 'Questions for benefits as they go to one receiver.' })
export type InquiryBatch = z.output<typeof inquiryBatch>
