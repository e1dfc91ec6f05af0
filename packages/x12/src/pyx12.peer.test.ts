/**
 * What pyx12, a reader that shares no code with us, finds in the files we write: nothing but what it is known
 * to get wrong (design note x12.md 5.1). It has no 270 of 5010, so benefit questions are not shown to it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cents, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
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

const python = inject('pyx12Python')
const missing = inject('pyx12Missing')

/** The maps want an id of every subscriber; an employer has none (RFI 1317, 1990). */
const employerWithoutId = [
  'NM1*IL*2*INVENTED FREIGHT INC: Mandatory data element "Identification Code Qualifier" (NM108) is missing',
  'NM1*IL*2*INVENTED FREIGHT INC: Mandatory data element "Subscriber Primary Identifier" (NM109) is missing',
]

const files: Record<string, { text: string; expected: string[] }> = {
  'Medicare first': { text: textOf(sampleClaim()), expected: [] },
  'a child under a parent’s plan': { text: textOf(sampleDependentClaim()), expected: [] },
  'workers’ compensation': { text: textOf(sampleWorkersCompensationClaim()), expected: employerWithoutId },
  'an automobile accident': { text: textOf(sampleAutoClaim()), expected: [] },
  'the second payer': { text: textOf(sampleSecondaryClaim()), expected: [] },
  'Medicare second': { text: textOf(medicareSecond()), expected: [] },
  'a replacement': {
    text: textOf(sampleClaim({ frequency: '7', payerClaimNumber: '1234567890ABC' })),
    expected: [],
  },
  'a void': {
    text: textOf(sampleClaim({ frequency: '8', payerClaimNumber: '1234567890ABC' })),
    expected: [],
  },
  'everything a claim may say': { text: textOf(everything()), expected: [] },
  'all kinds in one file': {
    text: textOf(
      sampleClaim(),
      sampleDependentClaim(),
      sampleWorkersCompensationClaim(),
      sampleAutoClaim(),
      sampleSecondaryClaim(),
    ),
    expected: employerWithoutId,
  },
  'a hundred claims by chance': { text: textOf(...claimsByChance(100)), expected: [] },
  'a file with a fault': {
    text: textOf(sampleClaim()).replace('*11:B:1*', '*9Z:B:1*'),
    expected: [expect.stringContaining('(9Z) is not a valid code for Place of Service Code') as string],
  },
}

describe.skipIf(python === undefined)(`pyx12${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-pyx12-'))
    const paths = Object.values(files).map(({ text }, index) => {
      writeFileSync(pathOf(folder, index), text)
      return pathOf(folder, index)
    })
    // Its exit code says nothing; what it found stands beside each file.
    spawnSync(python ?? '', ['-m', 'pyx12.scripts.x12valid', '-q', '-J', ...paths], { cwd: folder })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(Object.entries(files).map(([name, file], index) => ({ name, ...file, index })))(
    '$name',
    ({ text, expected, index }) => {
      const report = `${pathOf(folder, index)}.json`
      expect(existsSync(report)).toBe(true)
      const { accepted, findings } = findingsIn(JSON.parse(readFileSync(report, 'utf8')), text.split('~'))
      expect(findings).toEqual(expected)
      expect(accepted).toBe(expected.length === 0)
    },
  )
})

function pathOf(folder: string, index: number): string {
  return join(folder, `claims-${index}.edi`)
}

function textOf(...claims: ClaimDocument[]): string {
  const result = write837p(sampleSubmission(claims))
  if (result.ok) return result.text
  throw new Error(JSON.stringify(result.problems, null, 2))
}

interface Level {
  readonly errors?: readonly { readonly err_str: string }[]
  readonly cur_line?: number
  readonly ack_code?: string
  readonly groups?: readonly Level[]
  readonly transactions?: readonly Level[]
  readonly segments?: readonly Level[]
  readonly elements?: readonly Level[]
}

/** Every finding of every level, with the segment it concerns, and whether all was accepted. */
function findingsIn(report: { interchanges: readonly Level[] }, segments: readonly string[]) {
  const findings: string[] = []
  let read = 0
  let accepted = true
  const visit = (level: Level, line: number): void => {
    for (const { err_str: says } of level.errors ?? []) findings.push(`${segments[line - 1]}: ${says}`)
    if (level.ack_code !== undefined) {
      read += 1
      accepted &&= level.ack_code === 'A'
    }
    for (const list of [level.groups, level.transactions, level.segments, level.elements]) {
      for (const below of list ?? []) visit(below, below.cur_line ?? line)
    }
  }
  for (const interchange of report.interchanges) visit(interchange, interchange.cur_line ?? 0)
  // The group and the transaction: a reader that gave up would have found nothing.
  expect(read).toBe(2)
  return { accepted, findings }
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
