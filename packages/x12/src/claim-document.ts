/**
 * What one claim version says, and a batch of them as it goes to one receiver. The schema is the shape alone:
 * whether a claim of this shape may be sent is said by `write837p`, with X12 place and CMS-1500 box. Fields
 * that may be null are those every claim has to think of; what may be left out is rare.
 */
import { z } from 'zod'
import { otherPayer } from './claim-other-payer.ts'
import {
  absent,
  address,
  cents,
  clockTime,
  date,
  payer,
  personName,
  relationship,
  responsibility,
  sex,
  subscriberParty,
} from './claim-parts.ts'

const clinician = { npi: z.string(), last: z.string(), first: z.string().nullable() }
const referringProvider = z.strictObject(clinician)
const renderingProvider = z.strictObject({ ...clinician, taxonomy: z.string().nullable() })
export type RenderingProvider = z.output<typeof renderingProvider>

const billingIdentity = {
  npi: z.string(),
  taxonomy: z.string(),
  taxId: z.string(),
  taxIdKind: z.enum(['EIN', 'SSN']),
  address,
  contact: z.strictObject({ name: z.string().nullable(), phone: z.string() }).nullable(),
}
const billingProvider = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organization'), name: z.string(), ...billingIdentity }),
  z.strictObject({ kind: z.literal('person'), ...personName.shape, ...billingIdentity }),
])
export type BillingProvider = z.output<typeof billingProvider>

const subscriber = z.strictObject({
  responsibility,
  filingIndicator: z.string(),
  medicareSecondaryType: z.string().nullable(),
  groupNumber: z.string().nullable(),
  groupName: z.string().nullable(),
  memberId: z.string().nullable(),
  party: subscriberParty,
  propertyCasualtyClaimNumber: z.string().nullable(),
})
export type Subscriber = z.output<typeof subscriber>

const patient = z.strictObject({
  relationship,
  name: personName,
  birthDate: date,
  sex,
  address,
  propertyCasualtyClaimNumber: z.string().nullable(),
})
export type Patient = z.output<typeof patient>

const serviceFacility = z.strictObject({ npi: z.string().nullable(), name: z.string(), address })
export type ServiceFacility = z.output<typeof serviceFacility>

const claimLine = z.strictObject({
  chargeLineId: z.string(),
  procedureCode: z.string(),
  modifiers: z.array(z.string()),
  description: z.string().nullable(),
  chargeCents: cents,
  units: z.number(),
  diagnosisPointers: z.array(z.int()).meta({ description: 'From 1, into `diagnoses`; the first is why.' }),
  placeOfService: z.string().nullable().meta({ description: 'Only where it differs from the claim’s.' }),
  serviceDate: date,
  renderingProvider: renderingProvider.nullable().meta({ description: 'Only where it differs.' }),
  supervisingProvider: referringProvider.nullable(),
  note: z.string().nullable(),
  priorAuthorization: z.string().nullable(),
})
export type ClaimLine = z.output<typeof claimLine>

const attachment = z.strictObject({
  reportType: z.string(),
  transmission: z.string(),
  controlNumber: z.string().nullable(),
})

/** Dates of the claim beside those every physical-therapy claim thinks of. */
const rareDates = {
  lastSeenDate: absent(date),
  acuteManifestationDate: absent(date),
  lastXrayDate: absent(date),
  disabledFrom: absent(date),
  disabledTo: absent(date),
  lastWorkedDate: absent(date),
  returnToWorkDate: absent(date),
  admissionDate: absent(date),
  dischargeDate: absent(date),
  assumedCareDate: absent(date),
  relinquishedCareDate: absent(date),
  firstContactDate: absent(date),
}

export const claimDocument = z
  .strictObject({
    claimNumber: z.string().meta({ description: 'CLM01, made by `claimNumberWithCheck`; one per version.' }),
    frequency: z.enum(['1', '7', '8']),
    payerClaimNumber: z.string().nullable(),
    billingProvider,
    payToAddress: address.nullable(),
    subscriber,
    payer,
    patient: patient.nullable().meta({ description: 'Null when the subscriber is the patient.' }),
    placeOfService: z.string(),
    chargeCents: cents,
    patientPaidCents: cents,
    signatureOnFile: z.boolean(),
    acceptAssignment: z.boolean(),
    assignmentOfBenefits: z.boolean(),
    releaseOfInformation: z.boolean(),
    signedOnPatientsBehalf: absent(z.boolean()),
    relatedCauses: z.array(z.enum(['employment', 'auto', 'other'])),
    accidentDate: date.nullable(),
    accidentState: z.string().nullable(),
    onsetDate: date.nullable(),
    initialTreatmentDate: date.nullable(),
    ...rareDates,
    specialProgram: absent(z.string()),
    delayReason: z.string().nullable(),
    attachments: absent(z.array(attachment)),
    serviceAuthorizationException: absent(z.string()),
    referralNumber: z.string().nullable(),
    priorAuthorization: z.string().nullable(),
    medicalRecordNumber: z.string().nullable(),
    claimNote: z.string().nullable(),
    diagnoses: z.array(z.string()).meta({ description: 'ICD-10-CM, first the main one, without the dot.' }),
    referringProvider: referringProvider.nullable(),
    renderingProvider: renderingProvider.nullable().meta({ description: 'Null when the biller rendered.' }),
    supervisingProvider: referringProvider.nullable(),
    serviceFacility: serviceFacility.nullable(),
    otherPayers: z.array(otherPayer),
    lines: z.array(claimLine),
  })
  .meta({ id: 'ClaimDocument', description: 'What one claim version says. Cents are whole.' })
export type ClaimDocument = z.output<typeof claimDocument>

export const submitter = z.strictObject({
  name: z.string(),
  id: z.string(),
  contact: z.strictObject({ name: z.string(), phone: z.string() }),
})
export const receiver = z.strictObject({ name: z.string(), id: z.string() })
export const control = z.strictObject({
  interchange: z.int().meta({ description: 'ISA13, 1 to 999999999, not used before with this receiver.' }),
  group: z.int().meta({ description: 'GS06, 1 to 999999999.' }),
  batchId: z.string().meta({ description: 'BHT03, never used before; a 277CA says it back.' }),
  writtenAt: z.strictObject({ date, time: clockTime }),
})
export type Control = z.output<typeof control>

export const submission = z
  .strictObject({
    usage: z.enum(['P', 'T']).meta({ description: 'Production or test.' }),
    submitter,
    receiver,
    control,
    claims: z.array(claimDocument),
  })
  .meta({ id: 'Submission', description: 'A batch of claims as it goes to one receiver.' })
export type Submission = z.output<typeof submission>

/** JSON Schema of what is handed in, as the package publishes it. */
export function submissionSchema(): object {
  return z.toJSONSchema(submission, { io: 'input' })
}
