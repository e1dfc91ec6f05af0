/**
 * What an EMR posts when a visit is signed: POST and PUT /v1/encounters. It refuses shape alone (400);
 * whatever has the shape of a visit is stored, five modifiers and unknown codes too, and held when it cannot
 * be billed. Null means absent.
 */
import { coverageOrderMax, payerFamilies } from '@tally/kernel'
import { z } from 'zod'
import {
  absent,
  address,
  cents,
  claimFilingIndicator,
  clockTime,
  date,
  delayReason,
  diagnosisCode,
  externalId,
  instant,
  medicareSecondaryType,
  minutes,
  modifier,
  npi,
  payerId,
  placeOfService,
  procedureCode,
  state,
  taxId,
  taxonomy,
  text,
  units,
  zone,
} from './body-fields.ts'

const discipline = z.enum(['PT', 'OT', 'SLP'])
const personName = {
  last: text(60),
  first: absent(text(35)),
  middle: absent(text(25)),
  suffix: absent(text(10)),
}
const sex = z.enum(['F', 'M', 'U'])

const patient = z.strictObject({
  externalId: text(80).meta({ description: 'Your id of the patient, the same in every visit.' }),
  name: z.strictObject(personName),
  birthDate: date,
  sex,
  address,
})

const subscriber = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    ...personName,
    birthDate: absent(date),
    sex: absent(sex),
    address: absent(address),
  }),
  z.strictObject({ kind: z.literal('organization'), name: text(60), address: absent(address) }),
])

const coverage = z.strictObject({
  order: z.int().min(1).max(coverageOrderMax).meta({ description: '1 is asked first.' }),
  payerId,
  payerName: text(60),
  payerFamily: z
    .enum(payerFamilies)
    .meta({ description: 'By whose rules it is coded; what the practice keeps of the payer wins over it.' }),
  claimFilingIndicator: absent(claimFilingIndicator).meta({
    description: 'SBR09 of the claim.',
  }),
  medicareSecondaryType: absent(medicareSecondaryType).meta({
    description: 'SBR05 of the claim, where Medicare is not asked first.',
  }),
  memberId: absent(text(80)),
  groupNumber: absent(text(50)),
  groupName: absent(text(60)),
  payerAddress: absent(address),
  relationshipToSubscriber: z
    .enum([
      'self',
      'spouse',
      'child',
      'employee',
      'life-partner',
      'organ-donor',
      'cadaver-donor',
      'unknown',
      'other',
    ])
    .meta({
      description: 'What the patient is to the subscriber; governs over any other place that says it.',
    }),
  subscriber: absent(subscriber).meta({ description: 'Whose card it is, where it is not the patient’s.' }),
  propertyCasualtyClaimNumber: absent(text(50)),
})

const billingProvider = z.strictObject({
  kind: z.enum(['organization', 'person']),
  npi: npi.meta({ description: 'Ten digits; a false check digit is no provider and is refused with 422.' }),
  taxId,
  taxIdKind: z.enum(['EIN', 'SSN']),
  taxonomy,
  name: text(60),
  address,
  contact: absent(z.strictObject({ name: absent(text(60)), phone: absent(text(30)) })),
})

const clinician = { npi, last: text(60), first: absent(text(35)) }
const renderingProvider = z.strictObject({ ...clinician, taxonomy: absent(taxonomy) })

const planOfCare = z.strictObject({
  from: absent(date),
  to: absent(date),
  signedOn: absent(date),
  certifierNpi: absent(npi),
  orderSignedOn: absent(date),
  transmittedOn: absent(date),
})

const service = z.strictObject({
  lineId: text(60).meta({ description: 'Your own name for the line, unique in the visit.' }),
  procedureCode,
  minutes: absent(minutes).meta({
    description: 'All treatment time of the service, the assistant’s included.',
  }),
  units: absent(units).meta({ description: 'Your own count, compared with ours.' }),
  assistant: absent(
    z.strictObject({
      npi: absent(npi),
      role: z.enum(['PTA', 'OTA']),
      minutes: minutes.meta({
        description: 'Furnished by the assistant alone; time together is the therapist’s.',
      }),
    }),
  ),
  diagnosisPointers: z.array(z.int().min(1)).max(24).meta({ description: 'From 1, into `diagnoses`.' }),
  modifiers: z.array(modifier).max(12),
  unitChargeCents: absent(cents).meta({
    description: 'For one unit; times the units that are billed it is the line’s charge.',
  }),
  chargeCents: absent(cents).meta({ description: 'For the whole service; needs `units`.' }),
  discipline: absent(discipline).meta({ description: 'Where it is not the visit’s.' }),
  placeOfService: absent(placeOfService).meta({ description: 'Where it is not the visit’s.' }),
  renderingProvider: absent(renderingProvider).meta({ description: 'Where it is not the visit’s.' }),
  description: absent(text(80)),
  distinctBlock: absent(z.union([z.strictObject({ from: clockTime, to: clockTime }), text(500)])).meta({
    description: 'Evidence of a block of time of its own: its span, or words.',
  }),
  noteRef: absent(text(200)),
})

const authorization = z.strictObject({
  number: text(50),
  coverageOrder: z.int().min(1).max(coverageOrderMax),
  from: absent(date),
  to: absent(date),
  visits: absent(z.int().min(0).max(9999)),
  units: absent(z.int().min(0).max(9999)),
  codes: z.array(procedureCode).max(50).optional(),
})

const shape = z.strictObject({
  externalId: externalId.meta({
    description: 'Your id of the visit, once in a practice; everything later is asked by it.',
  }),
  sourceSystem: text(80),
  signedAt: instant,
  signedBy: npi.meta({ description: 'NPI of who signed.' }),
  timezone: zone.meta({ description: 'Of the clinic.' }),
  serviceDate: date.meta({ description: 'The clinic’s day on which it was done.' }),
  startAt: absent(instant),
  endAt: absent(instant),
  placeOfService,
  modality: z.enum(['in-person', 'video', 'audio']),
  discipline,
  location: absent(z.strictObject({ id: text(80), name: absent(text(60)) })),
  patient,
  coverages: z
    .array(coverage)
    .max(coverageOrderMax)
    .superRefine(refuseTwins(({ order }) => order, 'order'))
    .meta({
      description:
        'All that were known at the visit; a list set by PUT /v1/patients/{externalId}/coverages governs over it.',
    }),
  responsibleParty: z
    .enum(['insurance', 'self', 'third-party'])
    .meta({ description: 'With `self` and `third-party` no plan is asked.' }),
  billingProvider,
  renderingProvider,
  referringProvider: absent(z.strictObject(clinician)),
  supervisingProvider: absent(z.strictObject(clinician)),
  serviceFacility: absent(z.strictObject({ npi: absent(npi), name: text(60), address })),
  payToAddress: absent(address),
  episode: absent(
    z.strictObject({
      externalId: text(80),
      startOfCare: absent(date),
      initialTreatmentDate: absent(date),
      onsetDate: absent(date),
      planOfCare: absent(planOfCare),
    }),
  ),
  relatedCauses: z.array(z.enum(['employment', 'auto', 'other'])).max(3),
  accidentDate: absent(date),
  accidentState: absent(state),
  employer: absent(text(60)),
  jurisdictionState: absent(state),
  authorizations: z.array(authorization).max(20),
  referralNumber: absent(text(50)),
  kxAttestation: absent(z.strictObject({ by: npi, on: date })).meta({
    description: 'Who attests that therapy above the yearly threshold is needed.',
  }),
  abn: absent(z.strictObject({ signedOn: date, kind: z.enum(['required', 'voluntary']) })).meta({
    description: 'The notice that the patient signed before what Medicare may not pay.',
  }),
  disclosureRestriction: z
    .boolean()
    .meta({ description: 'The patient forbade to tell a plan of it: nothing of it is billed to one.' }),
  diagnoses: z
    .array(z.strictObject({ code: diagnosisCode }))
    .max(24)
    .meta({ description: 'The first is why the patient came.' }),
  services: z
    .array(service)
    .max(100)
    .superRefine(refuseTwins(({ lineId }) => lineId, 'lineId'))
    .superRefine(refuseAssistantBeyond)
    .meta({ description: 'None is no visit and is refused with 422.' }),
  totalTimedMinutes: absent(minutes).meta({
    description: 'Kept as your note sums it; units come from the minutes of the services.',
  }),
  totalTreatmentMinutes: absent(minutes),
  releaseOfInformation: z.boolean(),
  assignmentOfBenefits: z.boolean(),
  acceptAssignment: z.boolean(),
  patientPaidCents: absent(cents).meta({
    description: 'Collected at the visit; becomes the patient’s credit.',
  }),
  documents: z.array(z.strictObject({ kind: text(60), ref: text(200), on: absent(date) })).max(50),
  claimNote: absent(text(80)),
  delayReason: absent(delayReason),
  metadata: absent(
    z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,39}$/), text(200))
      .refine((entries) => Object.keys(entries).length <= 20, 'at most 20 entries'),
  ),
})

export const encounterBody = shape.superRefine(refusePointersToNothing).meta({
  id: 'EncounterBody',
  description:
    'A signed visit, or a newer version of one. Cents are whole; dates are the practice’s; null means absent.',
})

export type EncounterBody = z.output<typeof encounterBody>

function refuseTwins<Item>(nameOf: (item: Item) => unknown, field: string) {
  return (items: readonly Item[], refuse: z.RefinementCtx): void => {
    const seen = new Set<unknown>()
    items.forEach((item, index) => {
      if (seen.has(nameOf(item))) issueAt(refuse, [index, field], `another one has this ${field}`)
      seen.add(nameOf(item))
    })
  }
}

function refuseAssistantBeyond(services: readonly z.output<typeof service>[], refuse: z.RefinementCtx): void {
  services.forEach(({ minutes, assistant }, index) => {
    if (assistant && assistant.minutes > (minutes ?? Number.POSITIVE_INFINITY)) {
      issueAt(refuse, [index, 'assistant', 'minutes'], 'more minutes by the assistant than the service has')
    }
  })
}

function refusePointersToNothing(body: z.output<typeof shape>, refuse: z.RefinementCtx): void {
  body.services.forEach(({ diagnosisPointers }, index) => {
    diagnosisPointers.forEach((pointer, place) => {
      if (pointer <= body.diagnoses.length) return
      issueAt(refuse, ['services', index, 'diagnosisPointers', place], 'points to no diagnosis')
    })
  })
  const orders = new Set(body.coverages.map(({ order }) => order))
  body.authorizations.forEach(({ coverageOrder }, index) => {
    if (orders.has(coverageOrder)) return
    issueAt(refuse, ['authorizations', index, 'coverageOrder'], 'no coverage has this order')
  })
}

function issueAt(refuse: z.RefinementCtx, path: (string | number)[], message: string): void {
  refuse.addIssue({ code: 'custom', path, message })
}
