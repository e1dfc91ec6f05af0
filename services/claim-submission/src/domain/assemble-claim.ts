/**
 * A captured day and its person become a claim document: what the 837P will say, field by field (x12.md 1.3 to
 * 1.7). It copies and picks; whether the result may be sent is said by the scrub and by the writer.
 */
import type { SealedVisit } from '@tally/contracts'
import { assert, type Cents, cents, type ServiceDate, serviceDate } from '@tally/kernel'
import type { ClaimDocument } from '@tally/x12'
import type { Charges, Claim } from './claim.ts'

type SealedCoverage = SealedVisit['coverages'][number]
type Coverage = Charges['coverages'][number]

export interface ToSend {
  readonly claimNumber: string
  readonly frequency: '1' | '7' | '8'
  /** The payer's own number of what is replaced or voided (REF*F8). */
  readonly payerClaimNumber: string | null
  readonly priorAuthorization: string | null
}

/** The claim to the payer of `claim.coverageOrder`, of the day as it was captured last. */
export function assembleClaim(
  claim: Pick<Claim, 'serviceDate' | 'billingNpi' | 'coverageOrder'>,
  charges: Charges,
  visits: readonly SealedVisit[],
  { claimNumber, frequency, payerClaimNumber, priorAuthorization }: ToSend,
): ClaimDocument {
  const [visit] = visits
  const { billing } = charges
  assert(visit && billing, 'a claim is made of a captured day with its visits')
  const coverages = [...charges.coverages].sort((a, b) => a.order - b.order)
  const coverage = coverages[claim.coverageOrder - 1]
  const card = visit.coverages.find(({ order }) => order === coverage?.order)
  assert(coverage && card, 'a claim goes to one of the day’s payers')
  const self = card.relationshipToSubscriber === 'self'
  const lines = charges.lines.filter(({ units }) => units > 0)
  const rendering = lines[0]?.renderingNpi ?? null
  const renderingProvider = rendering === claim.billingNpi ? null : named(visits, lines, rendering)
  return {
    ...{ claimNumber, frequency, payerClaimNumber, priorAuthorization },
    billingProvider: billingProviderOf(visit, claim.billingNpi, billing),
    payToAddress: visit.payToAddress,
    subscriber: subscriberOf(visit, coverage, card, claim.coverageOrder, self),
    payer: { id: coverage.payerId, name: card.payerName, address: card.payerAddress },
    patient: self ? null : patientOf(visit, card),
    placeOfService: billing.placeOfService,
    chargeCents: totalOf(lines),
    patientPaidCents: cents(charges.patientPaidCents),
    signatureOnFile: true,
    acceptAssignment: billing.acceptAssignment,
    assignmentOfBenefits: billing.assignmentOfBenefits,
    releaseOfInformation: billing.releaseOfInformation,
    relatedCauses: billing.relatedCauses,
    accidentDate: dateOrNull(billing.accidentOn),
    accidentState: visit.accidentState ?? null,
    onsetDate: dateOrNull(billing.onsetOn),
    initialTreatmentDate: dateOrNull(billing.initialTreatmentOn),
    delayReason: billing.delayReason,
    referralNumber: visit.referralNumber,
    medicalRecordNumber: medicalRecordNumberOf(visit),
    claimNote: visit.claimNote,
    diagnoses: charges.diagnoses.map((code) => code.replace('.', '')),
    referringProvider: clinicianOf(visit.referringProvider, billing.referringNpi),
    renderingProvider,
    supervisingProvider: clinicianOf(visit.supervisingProvider, billing.supervisingNpi),
    serviceFacility: visit.serviceFacility ? { npi: billing.facilityNpi, ...visit.serviceFacility } : null,
    otherPayers: coverages
      .filter(({ order }) => order !== coverage.order)
      .flatMap((other) => otherPayerOf(visit, billing, other, coverages.indexOf(other) + 1)),
    lines: lines.map((line) => ({
      chargeLineId: line.chargeLineId,
      procedureCode: line.procedureCode,
      modifiers: line.modifiers,
      description: null,
      chargeCents: cents(line.chargeCents),
      units: line.units,
      diagnosisPointers: line.diagnosisPointers.slice(0, 4),
      placeOfService: line.placeOfService === billing.placeOfService ? null : line.placeOfService,
      serviceDate: claim.serviceDate,
      renderingProvider: [rendering, renderingProvider?.npi ?? claim.billingNpi].includes(line.renderingNpi)
        ? null
        : named(visits, lines, line.renderingNpi),
      ...{ supervisingProvider: null, note: null, priorAuthorization: null },
    })),
  }
}

function billingProviderOf(
  { billingProvider }: SealedVisit,
  npi: string,
  { billingKind, billingTaxonomy }: NonNullable<Charges['billing']>,
): ClaimDocument['billingProvider'] {
  const { name, taxId, taxIdKind, address, contact } = billingProvider
  const phone = contact?.phone ?? null
  const identity = {
    ...{ npi, taxonomy: billingTaxonomy, taxId, taxIdKind, address },
    contact: phone === null ? null : { name: contact?.name ?? null, phone },
  }
  if (billingKind === 'organization') return { kind: 'organization', name, ...identity }
  // The body has one name for a person who bills for himself: "LAST, FIRST".
  const [last = name, first] = name.split(',').map((part) => part.trim())
  return { kind: 'person', last, first: first ?? null, middle: null, suffix: null, ...identity }
}

function subscriberOf(
  visit: SealedVisit,
  coverage: Coverage,
  card: SealedCoverage,
  place: number,
  self: boolean,
): ClaimDocument['subscriber'] {
  return {
    responsibility: responsibilityOf(place),
    filingIndicator: coverage.claimFilingIndicator ?? filingIndicatorOf(coverage.payerFamily),
    // Only where Medicare is not the first payer: filled on a primary claim it is refused (x12.md 1.7).
    medicareSecondaryType: place === 1 ? null : coverage.medicareSecondaryType,
    groupNumber: card.groupNumber,
    groupName: card.groupNumber === null ? card.groupName : null,
    memberId: card.memberId,
    party: partyOf(visit, card, self),
    propertyCasualtyClaimNumber: self ? card.propertyCasualtyClaimNumber : null,
  }
}

function partyOf(
  visit: SealedVisit,
  { subscriber }: SealedCoverage,
  self: boolean,
): ClaimDocument['subscriber']['party'] {
  if (self || subscriber === null) {
    const { name, birthDate, sex, address } = visit.patient
    return { kind: 'person', name, birthDate: serviceDate(birthDate), sex: sexOf(sex), address }
  }
  if (subscriber.kind === 'organization') return subscriber
  const { last, first, middle, suffix, birthDate, sex, address } = subscriber
  return {
    kind: 'person',
    name: { last, first, middle, suffix },
    birthDate: dateOrNull(birthDate),
    sex: sex === null ? null : sexOf(sex),
    address,
  }
}

function patientOf({ patient }: SealedVisit, card: SealedCoverage): ClaimDocument['patient'] {
  const { name, birthDate, sex, address } = patient
  return {
    relationship: relationshipOf(card.relationshipToSubscriber),
    ...{ name, birthDate: serviceDate(birthDate), sex: sexOf(sex), address },
    propertyCasualtyClaimNumber: card.propertyCasualtyClaimNumber,
  }
}

/** A payer that has decided nothing yet: named, so that the first one knows of it. One without a member id cannot be. */
function otherPayerOf(
  visit: SealedVisit,
  { assignmentOfBenefits, releaseOfInformation }: NonNullable<Charges['billing']>,
  coverage: Coverage,
  place: number,
): ClaimDocument['otherPayers'] {
  const card = visit.coverages.find(({ order }) => order === coverage.order)
  if (!card || card.memberId === null) return []
  const self = card.relationshipToSubscriber === 'self'
  return [
    {
      responsibility: responsibilityOf(place),
      relationship: self ? 'self' : relationshipOf(card.relationshipToSubscriber),
      filingIndicator: coverage.claimFilingIndicator ?? filingIndicatorOf(coverage.payerFamily),
      medicareSecondaryType: coverage.medicareSecondaryType,
      groupNumber: card.groupNumber,
      groupName: card.groupNumber === null ? card.groupName : null,
      memberId: card.memberId,
      subscriber: partyOf(visit, card, self),
      payer: { id: coverage.payerId, name: card.payerName, address: card.payerAddress },
      ...{ assignmentOfBenefits, releaseOfInformation },
      ...{ paidCents: null, nonCoveredCents: null, patientOwesCents: null, adjustments: [], remarks: [] },
      ...{ decidedOn: null, payerClaimNumber: null, lines: [] },
    },
  ]
}

/** The EMR's id of the patient, where it can stand in a claim as it is: a claim is not held for want of it. */
function medicalRecordNumberOf({ patient }: SealedVisit): string | null {
  return /^[0-9A-Z][0-9A-Z.-]{0,49}$/.test(patient.externalId) ? patient.externalId : null
}

/**
 * With the name from whichever visit names this NPI. Who bills is named on a line, too, where the claim names another: a line
 * without a therapist of its own (2420A) is the claim’s (2310B), and without that the biller’s (2010AA).
 */
function named(
  visits: readonly SealedVisit[],
  lines: Charges['lines'],
  npi: string | null,
): ClaimDocument['renderingProvider'] {
  if (npi === null) return null
  const clinician = visits.flatMap(({ clinicians }) => clinicians ?? []).find((each) => each.npi === npi)
  const { last, first } = clinician ?? visits[0]?.renderingProvider ?? { last: '', first: null }
  const taxonomy = lines.find(({ renderingNpi }) => renderingNpi === npi)?.renderingTaxonomy ?? null
  return { npi, last, first, taxonomy }
}

function clinicianOf(
  name: { readonly last: string; readonly first: string | null } | null,
  npi: string | null,
): ClaimDocument['referringProvider'] {
  return name && npi !== null ? { npi, last: name.last, first: name.first } : null
}

const responsibilities = ['P', 'S', 'T', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const

function responsibilityOf(place: number): (typeof responsibilities)[number] {
  const found = responsibilities[place - 1]
  assert(found, 'a claim has at most eleven payers')
  return found
}

/** SBR09 by family, where the visit does not say it (shared/reference/claim-filing-indicator.csv). */
function filingIndicatorOf(family: Coverage['payerFamily']): string {
  switch (family) {
    case 'medicare-b':
      return 'MB'
    case 'medicare-advantage':
      return '16'
    case 'medicaid':
      return 'MC'
    case 'tricare':
      return 'CH'
    case 'va':
      return 'VA'
    case 'workers-comp':
      return 'WC'
    case 'auto':
      return 'AM'
    case 'commercial':
      return 'CI'
    case 'self-pay':
      return '09'
  }
}

type Related = NonNullable<ClaimDocument['patient']>['relationship']
const related: readonly Related[] = [
  'spouse',
  'child',
  'employee',
  'life-partner',
  'organ-donor',
  'cadaver-donor',
  'unknown',
]

function relationshipOf(text: string): Related {
  return related.find((each) => each === text) ?? 'other'
}

function sexOf(text: string): 'F' | 'M' | 'U' {
  return text === 'F' || text === 'M' ? text : 'U'
}

function totalOf(lines: Charges['lines']): Cents {
  return cents(lines.reduce((sum, { chargeCents }) => sum + chargeCents, 0))
}

function dateOrNull(text: string | null): ServiceDate | null {
  return text === null ? null : serviceDate(text)
}
