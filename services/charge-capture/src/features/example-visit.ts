/**
 * A signed visit and what is answered to it, for those who read the documents; docs/encounter.json is made from it. Lines, reasons
 * and findings are one of several each.
 */
import type { z } from 'zod'
import type { EncounterAnswer } from './encounter-answer.ts'
import type { encounterBody } from './encounter-body.ts'

export const exampleVisit: z.input<typeof encounterBody> = {
  externalId: 'VISIT-2026-000123',
  sourceSystem: 'example-emr',
  signedAt: '2026-03-02T17:42:10-08:00',
  signedBy: '1861400004',
  timezone: 'America/Los_Angeles',
  serviceDate: '2026-03-02',
  startAt: '2026-03-02T10:00:00-08:00',
  placeOfService: '11',
  modality: 'in-person',
  discipline: 'PT',
  location: {
    id: 'north',
    name: 'NORTH CLINIC',
  },
  patient: {
    externalId: 'PAT-77',
    name: {
      last: 'DOE',
      first: 'JANE',
      middle: null,
      suffix: null,
    },
    birthDate: '1950-01-01',
    sex: 'F',
    address: {
      line1: '1 OAK ST',
      line2: null,
      city: 'PORTLAND',
      state: 'OR',
      zip: '97201',
    },
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
    address: {
      line1: '100 MAIN ST',
      line2: null,
      city: 'PORTLAND',
      state: 'OR',
      zip: '972011234',
    },
    contact: {
      name: 'BILLING DESK',
      phone: '5035550100',
    },
  },
  renderingProvider: {
    npi: '1861400004',
    taxonomy: '225100000X',
    last: 'PATEL',
    first: 'ANITA',
  },
  referringProvider: {
    npi: '1467560003',
    last: 'SMITH',
    first: 'ALAN',
  },
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
  diagnoses: [
    {
      code: 'M54.59',
    },
    {
      code: 'M62.81',
    },
  ],
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
  metadata: {
    visitType: 'follow-up',
  },
}

export const exampleAnswer: EncounterAnswer = {
  id: 'enc_3DE6T0DQ52M440T1MACK4EX0Q3',
  externalId: 'VISIT-2026-000123',
  version: 1,
  treatmentDayId: 'day_HDYC580HB5VKM2B292KS0YD85H',
  contentHash: '2976b21e07e4478d3977bedd3292b8f7b1c54a9fa6c025027f3dff4df9d0bd92',
  status: 'captured',
  unitRule: 'cms-pooled',
  lines: [
    {
      lineId: '01KJRPRW80RAFXJ75TVXRKAQA5',
      sourceLineId: 'A',
      sourceLineIds: ['A'],
      sources: [
        {
          encounterId: 'enc_3DE6T0DQ52M440T1MACK4EX0Q3',
          lineId: 'A',
        },
      ],
      procedureCode: '97110',
      discipline: 'PT',
      units: 2,
      modifiers: ['GP'],
      diagnosisPointers: [1, 2],
      chargeCents: 12000,
      expectedAllowedCents: 4636,
      reasons: [
        {
          rule: 'units/eight-minute',
          edition: '2026',
          says: '97110: 30 of 46 timed minutes, 3 units in the pool; 2 for full 15 minutes and 0 for 0 left over make 2',
          facts: {
            procedureCode: '97110',
            minutes: 30,
            timedMinutes: 46,
            poolUnits: 3,
            units: 2,
          },
          citation: 'MCPM ch.5 s20.2.C',
        },
      ],
    },
  ],
  unbilled: [],
  findings: [
    {
      rule: 'price/provisional',
      edition: 'schedules of 2024 to 2026',
      says: 'the indices of 02302/01 are rounded to two decimals: prices are up to half a percent off',
      facts: {
        locality: '02302/01',
      },
      citation: 'CMS physician fee schedule: relative value files, Addendum E, ZIP5',
      severity: 'info',
      lineIds: [],
      fix: 'load Addendum E of the physician fee schedule',
    },
  ],
  expectedAllowedCents: 8384,
  timelyFilingDueOn: '2027-03-02',
  links: {
    self: '/v1/encounters/enc_3DE6T0DQ52M440T1MACK4EX0Q3',
    claims: '/v1/claims?treatmentDayId=day_HDYC580HB5VKM2B292KS0YD85H',
  },
}
