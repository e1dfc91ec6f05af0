/**
 * A signed visit as an EMR posts it: a generated person, two timed services, Medicare Part B. Codes to 97110
 * ×2, 97530 ×1.
 */

const address = { line1: '1 OAK ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '97201' }

const visit = {
  externalId: 'VISIT-1',
  sourceSystem: 'example-emr',
  signedAt: '2026-03-02T17:42:10-08:00',
  signedBy: '1861400004',
  timezone: 'America/Los_Angeles',
  serviceDate: '2026-03-02',
  startAt: '2026-03-02T10:00:00-08:00',
  placeOfService: '11',
  modality: 'in-person',
  discipline: 'PT',
  location: { id: 'north', name: 'NORTH CLINIC' },
  patient: {
    externalId: 'PAT-77',
    name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
    birthDate: '1950-01-01',
    sex: 'F',
    address,
  },
  coverages: [
    {
      order: 1,
      payerId: '02302',
      payerName: 'MEDICARE PART B',
      payerFamily: 'medicare-b',
      claimFilingIndicator: 'MB',
      medicareSecondaryType: null,
      memberId: '1EG4TE5MK73',
      groupNumber: null,
      groupName: null,
      payerAddress: null,
      relationshipToSubscriber: 'self',
      subscriber: null,
      propertyCasualtyClaimNumber: null,
    },
  ],
  responsibleParty: 'insurance',
  billingProvider: {
    kind: 'organization',
    npi: '1234567893',
    taxId: '930000001',
    taxIdKind: 'EIN',
    taxonomy: '261QP2000X',
    name: 'EXAMPLE PHYSICAL THERAPY LLC',
    address: { ...address, line1: '100 MAIN ST', zip: '972011234' },
    contact: { name: 'BILLING DESK', phone: '5035550100' },
  },
  renderingProvider: { npi: '1861400004', taxonomy: '225100000X', last: 'PATEL', first: 'ANITA' },
  referringProvider: { npi: '1467560003', last: 'SMITH', first: 'ALAN' },
  supervisingProvider: null,
  serviceFacility: null,
  payToAddress: null,
  episode: {
    externalId: 'EP-9',
    startOfCare: '2026-02-20',
    initialTreatmentDate: '2026-02-20',
    onsetDate: '2026-02-10',
    planOfCare: {
      from: '2026-02-20',
      to: '2026-05-20',
      signedOn: '2026-02-24',
      certifierNpi: '1467560003',
      orderSignedOn: null,
      transmittedOn: null,
    },
  },
  relatedCauses: [],
  accidentDate: null,
  accidentState: null,
  employer: null,
  jurisdictionState: null,
  authorizations: [],
  referralNumber: null,
  kxAttestation: null,
  abn: null,
  disclosureRestriction: false,
  diagnoses: [{ code: 'M54.59' }, { code: 'M62.81' }],
  services: [
    {
      lineId: 'A',
      procedureCode: '97110',
      minutes: 30,
      assistant: null,
      diagnosisPointers: [1, 2],
      modifiers: [],
      unitChargeCents: 6000,
    },
    {
      lineId: 'B',
      procedureCode: '97530',
      minutes: 16,
      assistant: null,
      diagnosisPointers: [1],
      modifiers: [],
      unitChargeCents: 7500,
    },
  ],
  totalTimedMinutes: 46,
  totalTreatmentMinutes: 46,
  releaseOfInformation: true,
  assignmentOfBenefits: true,
  acceptAssignment: true,
  patientPaidCents: 0,
  documents: [],
  claimNote: null,
  delayReason: null,
  metadata: { visitType: 'follow-up' },
}

export type SampleEncounter = typeof visit

/** A deep copy with `changes` laid over its first level. */
export function sampleEncounter(changes: Readonly<Record<string, unknown>> = {}): SampleEncounter {
  return { ...structuredClone(visit), ...changes }
}
