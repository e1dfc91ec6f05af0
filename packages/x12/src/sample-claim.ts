/** Claims of every kind that is written, for tests. All people and numbers are invented. */
import { cents, serviceDate } from '@tally/kernel'
import type { ClaimDocument, ClaimLine, Submission } from './claim-document.ts'
import { claimNumberWithCheck } from './claim-number.ts'
import type { AdjudicatedLine } from './claim-other-payer.ts'

export function sampleLine(changes: Partial<ClaimLine> = {}): ClaimLine {
  return {
    chargeLineId: 'L00000001',
    procedureCode: '97110',
    modifiers: ['GP', 'KX'],
    description: null,
    chargeCents: cents(10_000),
    units: 2,
    diagnosisPointers: [1, 2],
    placeOfService: null,
    serviceDate: serviceDate('2026-11-10'),
    renderingProvider: null,
    supervisingProvider: null,
    note: null,
    priorAuthorization: null,
    ...changes,
  }
}

/** Medicare first, three lines: the worked claim of the design note x12.md 1.10. */
export function sampleClaim(changes: Partial<ClaimDocument> = {}): ClaimDocument {
  return {
    claimNumber: claimNumberWithCheck('PCN0000000000001'),
    frequency: '1',
    payerClaimNumber: null,
    billingProvider: {
      kind: 'organization',
      npi: '1234567893',
      taxonomy: '261QP2000X',
      name: 'EXAMPLE PHYSICAL THERAPY LLC',
      taxId: '930000001',
      taxIdKind: 'EIN',
      address: { line1: '100 MAIN ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '972011234' },
      contact: null,
    },
    payToAddress: null,
    subscriber: {
      responsibility: 'P',
      filingIndicator: 'MB',
      medicareSecondaryType: null,
      groupNumber: null,
      groupName: null,
      memberId: '1EG4TE5MK73',
      party: {
        kind: 'person',
        name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
        birthDate: serviceDate('1950-01-01'),
        sex: 'F',
        address: { line1: '1 OAK ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '97201' },
      },
      propertyCasualtyClaimNumber: null,
    },
    payer: { id: '02302', name: 'MEDICARE PART B', address: null },
    patient: null,
    placeOfService: '11',
    chargeCents: cents(25_000),
    patientPaidCents: cents(0),
    signatureOnFile: true,
    acceptAssignment: true,
    assignmentOfBenefits: true,
    releaseOfInformation: true,
    relatedCauses: [],
    accidentDate: null,
    accidentState: null,
    onsetDate: serviceDate('2026-10-01'),
    initialTreatmentDate: serviceDate('2026-10-05'),
    delayReason: null,
    referralNumber: null,
    priorAuthorization: null,
    medicalRecordNumber: 'MRN001',
    claimNote: null,
    diagnoses: ['M5450', 'M6281'],
    referringProvider: { npi: '1467560003', last: 'SMITH', first: 'ALAN' },
    renderingProvider: { npi: '1861400004', last: 'PATEL', first: 'ANITA', taxonomy: '225100000X' },
    supervisingProvider: null,
    serviceFacility: null,
    otherPayers: [],
    lines: [
      sampleLine(),
      sampleLine({
        chargeLineId: 'L00000002',
        procedureCode: '97140',
        modifiers: ['GP', 'CQ', 'KX'],
        chargeCents: cents(6_000),
        units: 1,
        diagnosisPointers: [1],
      }),
      sampleLine({ chargeLineId: 'L00000003', procedureCode: '97530', chargeCents: cents(9_000) }),
    ],
    ...changes,
  }
}

/** A child under a parent's commercial plan, with an authorization and a payment at the desk. */
export function sampleDependentClaim(changes: Partial<ClaimDocument> = {}): ClaimDocument {
  const { subscriber } = sampleClaim()
  return sampleClaim({
    claimNumber: claimNumberWithCheck('CHILD00000000002'),
    subscriber: {
      ...subscriber,
      filingIndicator: 'CI',
      groupNumber: 'GRP7700',
      memberId: 'EXH000000002',
      party: {
        kind: 'person',
        name: { last: 'TESTCASE', first: 'BRUNO', middle: null, suffix: null },
        birthDate: null,
        sex: null,
        address: null,
      },
    },
    payer: { id: '12345', name: 'EXAMPLE HEALTH PLAN', address: null },
    patient: {
      relationship: 'child',
      name: { last: 'TESTCASE', first: 'NINA', middle: 'Q', suffix: 'II' },
      birthDate: serviceDate('2012-06-15'),
      sex: 'F',
      address: { line1: '8 NOWHERE LN', line2: 'UNIT 2', city: 'PORTLAND', state: 'OR', zip: '97206' },
      propertyCasualtyClaimNumber: null,
    },
    chargeCents: cents(10_050),
    patientPaidCents: cents(2_000),
    priorAuthorization: 'AUTH0000102',
    lines: [sampleLine({ modifiers: ['GP'], chargeCents: cents(10_050) })],
    ...changes,
  })
}

/** Workers' compensation: the subscriber is the employer and has no member id. */
export function sampleWorkersCompensationClaim(changes: Partial<ClaimDocument> = {}): ClaimDocument {
  const { subscriber, patient } = sampleDependentClaim()
  return sampleDependentClaim({
    claimNumber: claimNumberWithCheck('WORK000000000003'),
    subscriber: {
      ...subscriber,
      filingIndicator: 'WC',
      groupNumber: null,
      memberId: null,
      party: { kind: 'organization', name: 'INVENTED FREIGHT INC', address: null },
    },
    payer: {
      id: 'SCF01',
      name: 'SAMPLE COMPENSATION FUND',
      address: { line1: 'PO BOX 9', line2: null, city: 'SALEM', state: 'OR', zip: '973010000' },
    },
    patient: patient && {
      ...patient,
      relationship: 'employee',
      birthDate: serviceDate('1985-05-05'),
      propertyCasualtyClaimNumber: 'WC-2026-5521',
    },
    relatedCauses: ['employment'],
    accidentDate: serviceDate('2026-10-01'),
    attachments: [{ reportType: 'OZ', transmission: 'EL', controlNumber: 'ATT0001' }],
    disabledFrom: serviceDate('2026-10-02'),
    disabledTo: serviceDate('2026-12-01'),
    lastWorkedDate: serviceDate('2026-10-01'),
    ...changes,
  })
}

/** An automobile accident: the injured patient holds the policy. */
export function sampleAutoClaim(changes: Partial<ClaimDocument> = {}): ClaimDocument {
  const { subscriber } = sampleClaim()
  return sampleClaim({
    claimNumber: claimNumberWithCheck('AUTO000000000004'),
    subscriber: {
      ...subscriber,
      filingIndicator: 'AM',
      memberId: 'POL000104',
      propertyCasualtyClaimNumber: 'AUTO-77-104',
    },
    payer: { id: 'AUTO1', name: 'SAMPLE AUTO INSURANCE', address: null },
    relatedCauses: ['auto', 'other'],
    accidentDate: serviceDate('2026-10-01'),
    accidentState: 'WA',
    ...changes,
  })
}

export function sampleSubmission(claims: ClaimDocument[] = [sampleClaim()]): Submission {
  return {
    usage: 'T',
    submitter: {
      name: 'EXAMPLE PT LLC',
      id: 'CLINICSUB',
      contact: { name: 'BILLING DESK', phone: '5035550100' },
    },
    receiver: { name: 'CLEARINGHOUSE', id: 'CLEARHOUSE' },
    control: {
      interchange: 101,
      group: 101,
      batchId: 'B0000101',
      writtenAt: { date: serviceDate('2026-11-21'), time: '09:30' },
    },
    claims,
  }
}

/** The same visit at the second payer, after Medicare: x12.md 1.10, second claim. */
export function sampleSecondaryClaim(changes: Partial<ClaimDocument> = {}): ClaimDocument {
  const first = sampleClaim()
  const decided = (id: string, paid: number, contractual: number, patient: number): AdjudicatedLine => {
    const line = first.lines.find(({ chargeLineId }) => chargeLineId === id) ?? sampleLine()
    const adjusted = { quantity: null } as const
    return {
      chargeLineId: id,
      paidCents: cents(paid),
      procedureCode: line.procedureCode,
      modifiers: line.modifiers,
      units: line.units,
      bundledInto: null,
      adjustments: [
        { group: 'CO', reason: '45', amountCents: cents(contractual), ...adjusted },
        { group: 'PR', reason: '2', amountCents: cents(patient), ...adjusted },
      ],
      decidedOn: serviceDate('2026-11-18'),
      patientOwesCents: null,
    }
  }
  return sampleClaim({
    claimNumber: claimNumberWithCheck('PCN0000000000005'),
    subscriber: {
      ...first.subscriber,
      responsibility: 'S',
      filingIndicator: 'CI',
      memberId: 'SUPP000105',
    },
    payer: { id: '54321', name: 'EXAMPLE SUPPLEMENT PLAN', address: null },
    otherPayers: [
      {
        responsibility: 'P',
        relationship: 'self',
        filingIndicator: 'MB',
        medicareSecondaryType: null,
        groupNumber: null,
        groupName: null,
        memberId: '1EG4TE5MK73',
        subscriber: {
          kind: 'person',
          name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
          birthDate: null,
          sex: null,
          address: null,
        },
        payer: { id: '02302', name: 'MEDICARE PART B', address: null },
        assignmentOfBenefits: true,
        releaseOfInformation: true,
        paidCents: cents(16_000),
        nonCoveredCents: null,
        patientOwesCents: cents(4_000),
        adjustments: [],
        remarks: [],
        decidedOn: null,
        payerClaimNumber: null,
        lines: [
          decided('L00000001', 6_400, 2_000, 1_600),
          decided('L00000002', 4_000, 1_000, 1_000),
          decided('L00000003', 5_600, 2_000, 1_400),
        ],
      },
    ],
    ...changes,
  })
}
