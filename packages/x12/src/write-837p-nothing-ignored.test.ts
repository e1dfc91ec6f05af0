/** A change of any single field changes what is written, or is refused: no field is read and dropped. */
import { cents, plusDays, type ServiceDate, serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import type { ClaimDocument } from './claim-document.ts'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleLine,
  sampleSecondaryClaim,
  sampleSubmission,
} from './sample-claim.ts'
import { write837p } from './write-837p.ts'

const day = serviceDate('2026-10-06')
const address = { line1: '5 ELM ST', line2: 'REAR', city: 'SALEM', state: 'OR', zip: '973010001' }
const full = {
  ...sampleAutoClaim().subscriber,
  groupNumber: 'GRP1',
}

function everything(): ClaimDocument {
  const [other] = sampleSecondaryClaim().otherPayers
  if (other?.subscriber.kind !== 'person') throw new Error('the sample has another payer')
  return sampleClaim({
    frequency: '7',
    payerClaimNumber: 'ICN-1',
    billingProvider: { ...sampleClaim().billingProvider, contact: { name: 'DESK', phone: '5035550100' } },
    payToAddress: address,
    subscriber: { ...full, responsibility: 'S', filingIndicator: 'AM' },
    payer: { ...sampleClaim().payer, address },
    patientPaidCents: cents(100),
    signedOnPatientsBehalf: true,
    relatedCauses: ['auto', 'other'],
    accidentDate: day,
    accidentState: 'WA',
    onsetDate: day,
    initialTreatmentDate: day,
    lastSeenDate: day,
    acuteManifestationDate: day,
    lastXrayDate: day,
    disabledFrom: day,
    disabledTo: day,
    lastWorkedDate: day,
    returnToWorkDate: day,
    admissionDate: day,
    dischargeDate: day,
    assumedCareDate: day,
    relinquishedCareDate: day,
    firstContactDate: day,
    specialProgram: '02',
    delayReason: '1',
    attachments: [{ reportType: 'OZ', transmission: 'EL', controlNumber: 'ATT1' }],
    serviceAuthorizationException: '1',
    referralNumber: 'REF1',
    priorAuthorization: 'AUTH1',
    claimNote: 'NOTE',
    supervisingProvider: { npi: '2000000028', last: 'ROE', first: 'ANN' },
    serviceFacility: { npi: '2000000010', name: 'NORTH', address: { ...address, line1: '6 ELM ST' } },
    otherPayers: [
      {
        ...other,
        subscriber: { ...other.subscriber, address },
        payer: { ...other.payer, address },
        groupName: 'GROUP',
        nonCoveredCents: cents(1),
        remarks: ['MA18'],
        payerClaimNumber: 'ICN-0',
        lines: other.lines.map((line) => ({ ...line, bundledInto: 1, patientOwesCents: null })),
      },
    ],
    lines: sampleClaim().lines.map((line, index) => ({
      ...line,
      description: 'WORDS',
      placeOfService: '12',
      renderingProvider: { npi: '2000000010', last: `ROE${index}`, first: 'LEE', taxonomy: '225100000X' },
      supervisingProvider: { npi: '1467560003', last: 'SMITH', first: 'ALAN' },
      note: 'WORDS',
      priorAuthorization: 'AUTH2',
    })),
  })
}

function withPatient(): ClaimDocument {
  const claim = sampleDependentClaim()
  return {
    ...claim,
    subscriber: { ...claim.subscriber, groupNumber: null, groupName: 'GROUP' },
    patient: claim.patient && { ...claim.patient, propertyCasualtyClaimNumber: 'PC1' },
    lines: [sampleLine({ modifiers: ['GP', 'KX', '59', 'GA'], chargeCents: claim.chargeCents })],
  }
}

type Path = readonly (string | number)[]

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, below]) => leavesOf(below, [...path, key]))
}

/** A copy of `value` with another leaf at `path`. */
function changedAt(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return other(value)
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...Object(value) }
  Reflect.set(copy, key, changedAt(Reflect.get(Object(value), key), rest))
  return copy
}

function other(leaf: unknown): unknown {
  if (typeof leaf === 'boolean') return !leaf
  if (typeof leaf === 'number') return leaf + 1
  const text = String(leaf)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return plusDays(text as ServiceDate, -1)
  const choices: Record<string, string> = {
    F: 'M',
    person: 'organization',
    organization: 'person',
    EIN: 'SSN',
    auto: 'employment',
    other: 'employment',
    child: 'spouse',
    self: 'spouse',
    CO: 'OA',
    PR: 'OA',
    S: 'T',
    P: 'A',
    '7': '8',
    '1': '7',
  }
  return choices[text] ?? `${text.slice(0, -1)}${text.endsWith('Q') ? 'R' : 'Q'}`
}

/** Whose change says nothing new, and why. */
const excused = new Set([
  // Decides only where another field stands; the twin of the field is what is written.
  'subscriber/party/kind',
  'billingProvider/kind',
  'otherPayers/0/subscriber/kind',
])

it.each([
  ['a claim that says everything', everything()],
  ['a claim with a patient', withPatient()],
  ['the second payer’s', sampleSecondaryClaim()],
])('%s', (_, claim) => {
  const before = write837p(sampleSubmission([claim]))
  if (!before.ok) expect(before.problems).toEqual([])
  const ignored = leavesOf(claim).filter((path) => {
    if (excused.has(path.join('/'))) return false
    const after = write837p(sampleSubmission([changedAt(claim, path) as ClaimDocument]))
    return JSON.stringify(after) === JSON.stringify(before)
  })
  expect(ignored.map((path) => path.join('/'))).toEqual([])
})
