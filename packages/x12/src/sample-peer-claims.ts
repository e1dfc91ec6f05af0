/**
 * The 837P files that other readers are shown (x12.md 5.2): every kind of claim that we write. All people are
 * invented.
 */
import { cents, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import type { ClaimDocument } from './claim-document.ts'
import { claimNumberWithCheck } from './claim-number.ts'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleLine,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from './sample-claim.ts'
import { write837p } from './write-837p.ts'

/** Paid, taken off for what the first payer did, and left to the patient, by line. */
const ofSecondPayer = [
  [1_000, 8_400, 600],
  [600, 5_000, 400],
  [1_000, 7_600, 400],
] as const

const decidedBefore = { payerClaimNumber: '1234567890ABC' }

/** By what each holds. */
export const peerClaims = {
  'Medicare first': textOf(sampleClaim()),
  'a child under a parent’s plan': textOf(sampleDependentClaim()),
  'workers’ compensation': textOf(sampleWorkersCompensationClaim()),
  'an automobile accident': textOf(sampleAutoClaim()),
  'the second payer': textOf(sampleSecondaryClaim()),
  'the third payer': textOf(thirdPayer()),
  'Medicare second': textOf(medicareSecond()),
  'a replacement': textOf(sampleClaim({ frequency: '7', ...decidedBefore })),
  'a void': textOf(sampleClaim({ frequency: '8', ...decidedBefore })),
  'everything: 50 lines, 12 diagnoses': textOf(everything()),
  'all kinds in one file': textOf(
    sampleClaim(),
    sampleDependentClaim(),
    sampleWorkersCompensationClaim(),
    sampleAutoClaim(),
    sampleSecondaryClaim(),
  ),
  'a hundred claims by chance': textOf(...claimsByChance(100)),
}

function textOf(...claims: ClaimDocument[]): string {
  const result = write837p(sampleSubmission(claims))
  if (result.ok) return result.text
  throw new Error(JSON.stringify(result.problems, null, 2))
}

/** The second payer too has decided, on what the first one left (OA 23). */
function thirdPayer(): ClaimDocument {
  const claim = sampleSecondaryClaim()
  const second = claim.otherPayers.map((first) => ({
    ...first,
    ...{ responsibility: 'S' as const, filingIndicator: 'CI', memberId: 'SUPP000105', payer: claim.payer },
    ...{ paidCents: cents(2_600), patientOwesCents: cents(1_400) },
    lines: first.lines.map((line, index) => {
      const [paid, before, owed] = ofSecondPayer[index] ?? [0, 0, 0]
      return {
        ...line,
        paidCents: cents(paid),
        adjustments: [
          { group: 'OA' as const, reason: '23', amountCents: cents(before), quantity: null },
          { group: 'PR' as const, reason: '2', amountCents: cents(owed), quantity: null },
        ],
      }
    }),
  }))
  return {
    ...claim,
    subscriber: { ...claim.subscriber, responsibility: 'T', memberId: 'THIRD000105' },
    payer: { id: '65432', name: 'EXAMPLE THIRD PLAN', address: null },
    otherPayers: [...claim.otherPayers, ...second],
  }
}

function medicareSecond(): ClaimDocument {
  const claim = sampleSecondaryClaim()
  return {
    ...claim,
    subscriber: {
      ...claim.subscriber,
      filingIndicator: 'MB',
      medicareSecondaryType: '12',
      memberId: '1EG4TE5MK73',
    },
    payer: { id: '02302', name: 'MEDICARE PART B', address: null },
    otherPayers: claim.otherPayers.map((other) => ({
      ...other,
      filingIndicator: 'CI',
      groupName: 'EXAMPLE CO',
      payer: { id: '87726', name: 'EXAMPLE HEALTH PLAN', address: sampleClaim().billingProvider.address },
      payerClaimNumber: 'ICN-1',
      remarks: ['MA18', 'N130'],
      patientOwesCents: null,
      lines: other.lines.map((line) => ({ ...line, patientOwesCents: cents(500) })),
    })),
  }
}

function everything(): ClaimDocument {
  const day = serviceDate('2026-10-06')
  const address = { line1: '5 ELM ST', line2: 'REAR', city: 'SALEM', state: 'OR', zip: '973010001' }
  return sampleAutoClaim({
    billingProvider: { ...sampleClaim().billingProvider, contact: { name: 'DESK', phone: '503-555-0100' } },
    payToAddress: { ...address, line1: 'PO BOX 7' },
    payer: { id: 'AUTO1', name: 'SAMPLE AUTO INSURANCE', address },
    patientPaidCents: cents(1),
    signedOnPatientsBehalf: true,
    lastSeenDate: day,
    acuteManifestationDate: day,
    lastXrayDate: day,
    disabledFrom: day,
    lastWorkedDate: day,
    returnToWorkDate: day,
    admissionDate: day,
    dischargeDate: day,
    assumedCareDate: day,
    relinquishedCareDate: day,
    firstContactDate: day,
    specialProgram: '02',
    delayReason: '11',
    attachments: [
      { reportType: 'OZ', transmission: 'EL', controlNumber: 'ATT1' },
      { reportType: '03', transmission: 'AA', controlNumber: null },
    ],
    serviceAuthorizationException: '3',
    referralNumber: 'REF1',
    priorAuthorization: 'AUTH1',
    claimNote: 'Résumé: 50% better',
    diagnoses: 'M5450 M6281 M542 M545 M546 M25561 M25562 R2689 S39012D M7918 M7541 M7542'.split(' '),
    supervisingProvider: { npi: '2000000028', last: 'ROE', first: 'ANN' },
    serviceFacility: { npi: '2000000010', name: 'NORTH', address },
    lines: Array.from({ length: 50 }, (_, index) =>
      sampleLine({
        chargeLineId: `L${index}`,
        modifiers: ['GP', 'KX', '59', 'GA'],
        chargeCents: cents(500),
        diagnosisPointers: [12, 1, 2, 3],
        description: 'WORDS',
        placeOfService: '12',
        renderingProvider: { npi: '2000000010', last: 'ROE', first: null, taxonomy: '225100000X' },
        supervisingProvider: { npi: '1467560003', last: 'SMITH', first: 'ALAN' },
        note: 'WORDS',
        priorAuthorization: 'AUTH2',
      }),
    ),
  })
}

/** The same each time: whatever combination of what may be left out. */
function claimsByChance(count: number): ClaimDocument[] {
  const text = fc.stringMatching(/^[A-Za-zÀ-ÿ*~:^🙂'. -]{0,20}$/u).map((words) => `Aa ${words} z`)
  const number = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z /#.-]{0,12}[0-9A-Za-z]$/)
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
  const day = fc.integer({ min: 1, max: 9 }).map((date) => serviceDate(`2026-11-0${date}`))
  const name = fc.record({
    last: text,
    first: maybe(text),
    middle: maybe(text),
    suffix: maybe(fc.constant('Jr.')),
  })
  const line = fc.record({
    units: fc.integer({ min: 1, max: 99 }),
    modifiers: fc.subarray<string>(['GP', 'KX', 'CQ', '59']),
    description: maybe(text),
    note: maybe(text),
    priorAuthorization: maybe(number),
    chargeCents: fc.integer({ min: 0, max: 1_000_000 }).map(cents),
    diagnosisPointers: fc.constantFrom<number[]>([1], [2], [2, 1]),
    placeOfService: fc.constantFrom(null, '11', '12'),
  })
  const facts = fc.record({
    name,
    groupNumber: maybe(number),
    groupName: maybe(text),
    referralNumber: maybe(number),
    priorAuthorization: maybe(number),
    medicalRecordNumber: maybe(number),
    claimNote: maybe(text),
    onsetDate: maybe(day),
    initialTreatmentDate: maybe(day),
    patientPaidCents: fc.integer({ min: 0, max: 10_000 }).map(cents),
    acceptAssignment: fc.boolean(),
    releaseOfInformation: fc.boolean(),
    assignmentOfBenefits: fc.boolean(),
    dependent: fc.boolean(),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  })
  return fc.sample(facts, { numRuns: count, seed: 20261121 }).map((given, index) => {
    const { name, groupNumber, groupName, dependent, lines: drawn, ...plain } = given
    const { subscriber, patient } = sampleDependentClaim()
    const self = sampleClaim().subscriber
    const lines = drawn.map((own, place) => sampleLine({ ...own, chargeLineId: `L${place}` }))
    return sampleDependentClaim({
      ...plain,
      claimNumber: claimNumberWithCheck(`CHANCE${index}`),
      subscriber: {
        ...(dependent ? subscriber : self),
        filingIndicator: 'CI',
        groupNumber,
        groupName,
        party: {
          kind: 'person',
          birthDate: serviceDate('1950-01-01'),
          sex: 'U',
          address: sampleClaim().billingProvider.address,
          name,
        },
      },
      patient: dependent && patient ? { ...patient, name } : null,
      lines,
      chargeCents: cents(lines.reduce((sum, { chargeCents }) => sum + chargeCents, 0)),
    })
  })
}
