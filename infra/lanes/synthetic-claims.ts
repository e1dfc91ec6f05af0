/**
 * Claims as a clinic sends them, for measuring: three to five lines under a plan of care, GP on each, most to Medicare
 * or a commercial plan first, one in five to the second payer with what Medicare decided on each line, one in eight for a child
 * under a parent's plan; some names with accents, some claims with a note. Nobody in them exists.
 */
import { type Cents, cents, isNpi, plusDays, serviceDate, sumOf } from '@tally/kernel'
import { type ClaimDocument, type ClaimLine, claimNumberWithCheck, type Submission } from '@tally/x12'

const firstDay = serviceDate('2026-10-05')
const codes = ['97110', '97140', '97530', '97112', '97161', 'G0283'] as const
const diagnoses = ['M5450', 'M6281', 'M25561', 'R2689', 'M542', 'S39012D'] as const
const lastNames = [
  'Doe',
  'Testcase',
  'Núñez',
  "O'Example",
  'Sample',
  'Invented',
  'Placeholder',
  'Nobody-Known',
]
const firstNames = ['Jane', 'Bruno', 'Zoë', 'Ann Marie', 'Carl', 'Dora', 'Eve', 'Frank']

/** As claim-submission hands them to the writer: `count` claims from `first` on, to one receiver. */
export function syntheticSubmission(first: number, count: number): Submission {
  return {
    usage: 'T',
    submitter: {
      name: 'Example PT LLC',
      id: 'CLINICSUB',
      contact: { name: 'Billing desk', phone: '5035550100' },
    },
    receiver: { name: 'Clearinghouse', id: 'CLEARHOUSE' },
    control: {
      interchange: 101 + first,
      group: 101 + first,
      batchId: `B${first}`,
      writtenAt: { date: serviceDate('2026-11-21'), time: '09:30' },
    },
    claims: Array.from({ length: count }, (_, index) => syntheticClaim(first + index)),
  }
}

function syntheticClaim(number: number): ClaimDocument {
  const second = number % 5 === 0
  const child = number % 8 === 1
  const medicare = !second && !child && number % 2 === 0
  const lines = Array.from({ length: 3 + (number % 3) }, (_, place) => lineOf(number, place))
  const chargeCents = sumOf(lines.map((line) => line.chargeCents))
  const [last, first] = [nth(lastNames, number), nth(firstNames, number >> 2)]
  const name = { last, first, middle: number % 3 === 0 ? 'Q' : null, suffix: null }
  const address = {
    line1: `${number % 900} Nowhere Ln`,
    line2: null,
    city: 'Portland',
    state: 'OR',
    zip: '97206',
  }
  const person = {
    birthDate: plusDays(serviceDate('1950-01-01'), number % 20_000),
    sex: 'F',
    address,
  } as const
  const nobody = { birthDate: null, sex: null, address: null } as const
  return {
    claimNumber: claimNumberWithCheck(`SYN${String(number).padStart(12, '0')}`),
    ...{ frequency: '1', payerClaimNumber: null, billingProvider: billing(number % 2), payToAddress: null },
    subscriber: {
      responsibility: second ? 'S' : 'P',
      filingIndicator: medicare ? 'MB' : 'CI',
      ...{ medicareSecondaryType: null, groupNumber: child ? `GRP${number % 50}` : null, groupName: null },
      memberId: medicare ? medicareNumber(number) : `EXH${String(number).padStart(9, '0')}`,
      party: { kind: 'person', name, ...(child ? nobody : person) },
      propertyCasualtyClaimNumber: null,
    },
    payer: medicare ? medicarePayer : { id: '54321', name: 'Example Health Plan', address: null },
    patient: child
      ? {
          relationship: 'child',
          name: { ...name, first: 'Nina' },
          ...{ ...person, birthDate: plusDays(serviceDate('2012-01-01'), number % 2_000) },
          propertyCasualtyClaimNumber: null,
        }
      : null,
    ...{ placeOfService: '11', chargeCents, patientPaidCents: cents(number % 4 === 0 ? 2_000 : 0) },
    ...{
      signatureOnFile: true,
      acceptAssignment: true,
      assignmentOfBenefits: true,
      releaseOfInformation: true,
    },
    ...{ relatedCauses: [], accidentDate: null, accidentState: null },
    ...{ onsetDate: serviceDate('2026-09-21'), initialTreatmentDate: serviceDate('2026-10-01') },
    ...{ delayReason: null, referralNumber: null, medicalRecordNumber: `MRN${number}` },
    priorAuthorization: number % 3 === 0 ? `AUTH${number}` : null,
    claimNote: number % 10 === 0 ? 'Progress note on file; goals updated at visit ten' : null,
    diagnoses: Array.from({ length: 2 + (number % 3) }, (_, place) => nth(diagnoses, number + place)),
    referringProvider: { npi: npiOf(number % 40), last: 'Smith', first: 'Alan' },
    renderingProvider: {
      npi: npiOf(100 + (number % 12)),
      last: 'Patel',
      first: 'Anita',
      taxonomy: '225100000X',
    },
    ...{ supervisingProvider: null, serviceFacility: null },
    otherPayers: second ? [decidedBefore(number, name, lines, chargeCents)] : [],
    lines,
  }
}

const medicarePayer = { id: '02302', name: 'Medicare Part B', address: null }

function lineOf(number: number, place: number): ClaimLine {
  return {
    chargeLineId: `01K${String(number * 8 + place).padStart(20, '0')}`,
    procedureCode: nth(codes, number + place),
    modifiers: ['GP', ...(number % 4 === place ? ['CQ'] : []), ...(number % 6 === 0 ? ['KX'] : [])],
    description: null,
    chargeCents: cents(4_500 + ((number * 37 + place * 11) % 9_000)),
    units: 1 + ((number + place) % 3),
    diagnosisPointers: place === 0 ? [1, 2] : [1],
    placeOfService: null,
    serviceDate: plusDays(firstDay, number % 45),
    ...{ renderingProvider: null, supervisingProvider: null, note: null, priorAuthorization: null },
  }
}

/** What Medicare decided on each line: paid, taken off (CO 45) and left to the patient (PR 2), to the cent. */
function decidedBefore(
  number: number,
  name: { last: string; first: string; middle: string | null; suffix: null },
  lines: readonly ClaimLine[],
  charge: Cents,
): ClaimDocument['otherPayers'][number] {
  const decided = lines.map(({ chargeLineId, chargeCents, procedureCode, modifiers, units }) => {
    const [contractual, coinsurance] = [cents(1_200 + (number % 900)), cents(800)]
    const adjustment = (group: 'CO' | 'PR', reason: string, amountCents: Cents) => ({
      ...{ group, reason, amountCents, quantity: null },
    })
    return {
      ...{ chargeLineId, procedureCode, modifiers, units, bundledInto: null, patientOwesCents: null },
      paidCents: cents(chargeCents - contractual - coinsurance),
      adjustments: [adjustment('CO', '45', contractual), adjustment('PR', '2', coinsurance)],
      decidedOn: serviceDate('2026-11-18'),
    }
  })
  const paidCents = sumOf(decided.map((line) => line.paidCents))
  return {
    ...{ responsibility: 'P', relationship: 'self', filingIndicator: 'MB', medicareSecondaryType: null },
    ...{ groupNumber: null, groupName: null, memberId: medicareNumber(number) },
    subscriber: { kind: 'person', name, birthDate: null, sex: null, address: null },
    payer: medicarePayer,
    ...{ assignmentOfBenefits: true, releaseOfInformation: true, paidCents, nonCoveredCents: null },
    ...{ patientOwesCents: cents(Math.min(charge, lines.length * 800)), adjustments: [], remarks: ['MA01'] },
    ...{ decidedOn: null, payerClaimNumber: `ICN${number}`, lines: decided },
  }
}

function billing(of: number): ClaimDocument['billingProvider'] {
  return {
    kind: 'organization',
    ...{ npi: npiOf(900 + of), taxonomy: '261QP2000X', name: 'Example Physical Therapy LLC' },
    ...{ taxId: `93000000${of}`, taxIdKind: 'EIN', contact: { name: 'Billing desk', phone: '5035550100' } },
    address: {
      line1: `${100 + of} Main St`,
      line2: 'Suite 4',
      city: 'Portland',
      state: 'OR',
      zip: '972011234',
    },
  }
}

/** The form that CMS publishes, 9AX9AX9AA99, with the hyphens of the card. */
function medicareNumber(number: number): string {
  const digits = String(number % 10_000).padStart(4, '0')
  return `1EG${digits[0]}-TE${digits[1]}-MK${digits.slice(2)}`
}

function npiOf(ordinal: number): string {
  const body = String(100_000_000 + ordinal)
  const check = [...'0123456789'].find((digit) => isNpi(body + digit))
  return `${body}${check ?? ''}`
}

function nth<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('the list has items')
  return item
}
