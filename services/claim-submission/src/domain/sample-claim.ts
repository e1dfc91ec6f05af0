/** A claim and the day it is made of, for the tests of this service. Nothing in it is a real person. */
import type { SealedVisit } from '@tally/contracts'
import { cents, serviceDate } from '@tally/kernel'
import type { Charges, Claim } from './claim.ts'

export const sampleCharges: Charges = {
  billing: {
    signedAt: '2026-03-02T17:42:10-08:00',
    ...{ billingKind: 'organization', billingTaxonomy: '261QP2000X' },
    ...{ referringNpi: '1467560003', supervisingNpi: null, facilityNpi: null, placeOfService: '11' },
    ...{ relatedCauses: [], accidentOn: null, episodeId: null },
    ...{
      onsetOn: serviceDate('2026-02-10'),
      initialTreatmentOn: serviceDate('2026-02-20'),
      planOfCare: null,
    },
    ...{ releaseOfInformation: true, assignmentOfBenefits: true, acceptAssignment: true, delayReason: null },
  },
  ...{ modality: 'in-person', responsibleParty: 'insurance', patientPaidCents: 0 },
  coverages: [
    {
      ...{ order: 1, payerId: '02302', payerFamily: 'medicare-b' },
      ...{ claimFilingIndicator: 'MB', medicareSecondaryType: null },
    },
  ],
  diagnoses: ['M54.59', 'M62.81'],
  lines: [
    {
      ...{ chargeLineId: 'LINE1', procedureCode: '97110', discipline: 'PT', renderingNpi: '1861400004' },
      ...{ assistant: false, units: 2, minutes: 30, modifiers: ['GP'], diagnosisPointers: [1, 2] },
      ...{ placeOfService: '11', chargeCents: 12000, expectedAllowedCents: 4442, reasons: [] },
      renderingTaxonomy: '225100000X',
    },
    {
      ...{ chargeLineId: 'LINE2', procedureCode: '97530', discipline: 'PT', renderingNpi: '1861400004' },
      ...{ assistant: false, units: 1, minutes: 16, modifiers: ['GP'], diagnosisPointers: [1] },
      ...{ placeOfService: '11', chargeCents: 7500, expectedAllowedCents: 3507, reasons: [] },
      renderingTaxonomy: '225100000X',
    },
    // A slot that a later coding emptied.
    {
      ...{ chargeLineId: 'LINE3', procedureCode: '97140', discipline: 'PT', renderingNpi: '1861400004' },
      ...{ assistant: false, units: 0, minutes: 0, modifiers: [], diagnosisPointers: [] },
      ...{ placeOfService: '11', chargeCents: 0, expectedAllowedCents: null, reasons: [] },
      renderingTaxonomy: null,
    },
  ],
}

const address = { line1: '1 OAK ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '97201' }

export const sampleVisit: SealedVisit = {
  encounterId: `enc_${'0'.repeat(26)}`,
  ...{ externalId: 'VISIT-1', sourceSystem: 'example-emr', signedBy: '1861400004', location: null },
  patient: {
    externalId: 'PAT-77',
    name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
    ...{ birthDate: serviceDate('1950-01-01'), sex: 'F', address },
  },
  coverages: [
    {
      ...{ order: 1, payerName: 'MEDICARE PART B', payerAddress: null, memberId: '1EG4TE5MK73' },
      ...{ groupNumber: null, groupName: null, relationshipToSubscriber: 'self', subscriber: null },
      propertyCasualtyClaimNumber: null,
    },
  ],
  billingProvider: {
    ...{ name: 'EXAMPLE PHYSICAL THERAPY LLC', taxId: '930000001', taxIdKind: 'EIN' },
    address: { line1: '100 MAIN ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '972011234' },
    contact: { name: 'BILLING DESK', phone: '5035550100' },
  },
  renderingProvider: { last: 'PATEL', first: 'ANITA' },
  clinicians: [{ npi: '1861400004', last: 'PATEL', first: 'ANITA' }],
  referringProvider: { last: 'SMITH', first: 'ALAN' },
  ...{ supervisingProvider: null, serviceFacility: null, payToAddress: null, episode: null },
  ...{ employer: null, authorizations: [], referralNumber: null, services: [], documents: [] },
  ...{ claimNote: null, metadata: {} },
}

/** Captured and not answered yet. */
export const sampleClaim: Claim = {
  ...{ id: 'C1', treatmentDayId: 'day_1', coverageOrder: 1, version: 0, dayVersion: 1 },
  ...{ chargeStanding: 'captured', holdRules: [], capturedVersion: 1, answer: null, heldByPerson: null },
  ...{ state: 'held', heldBecause: 'eligibility/not-answered', payerId: '02302', payerFamily: 'medicare-b' },
  ...{ patientId: 'pat_1', billingNpi: '1234567893', serviceDate: serviceDate('2026-03-02') },
  ...{ chargeCents: cents(19500), timelyFilingDueOn: serviceDate('2027-03-02'), charges: sampleCharges },
  ...{ claimVersion: 0, claimNumber: null, builtDayVersion: 0, readyAt: null, unanswered: false },
  traceparent: null,
}
