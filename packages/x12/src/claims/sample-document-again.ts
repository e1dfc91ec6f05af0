/**
 * A claim that was read as the document that it was written from: proof that nothing is lost on the way. Only for
 * claims of our own writer: where theirs is missing something, it throws.
 */
import { cents } from '@tally/kernel'
import type { BillingProvider, ClaimDocument, ClaimLine, Patient, Subscriber } from '../claim-document.ts'
import type { Adjustment, OtherPayer } from '../claim-other-payer.ts'
import type { Address, Relationship, SubscriberParty } from '../claim-parts.ts'
import type { AdjustmentRead, ClaimRead, LineRead, OtherPayerRead } from './claim-read.ts'
import type { AddressRead, Party, PlanRead } from './party.ts'

export function documentAgain(claim: ClaimRead): ClaimDocument {
  const dateOf = (qualifier: string) => claim.dates.find((date) => date.qualifier === qualifier)?.from ?? null
  const disability = claim.dates.find(({ qualifier }) => qualifier === '314')
  return {
    claimNumber: there(claim.claimNumber),
    frequency: there(claim.frequency) as ClaimDocument['frequency'],
    payerClaimNumber: claim.payerClaimNumber,
    billingProvider: billingAgain(claim),
    payToAddress: addressAgain(claim.billing?.payTo?.address),
    subscriber: subscriberAgain(claim),
    payer: payerAgain(there(claim.subscriber?.payer)),
    patient: patientAgain(claim),
    placeOfService: there(claim.placeOfService),
    chargeCents: there(claim.chargeCents),
    patientPaidCents: claim.patientPaidCents ?? cents(0),
    signatureOnFile: claim.signatureOnFile === 'Y',
    acceptAssignment: claim.acceptAssignment === 'A',
    assignmentOfBenefits: claim.assignmentOfBenefits === 'Y',
    releaseOfInformation: claim.releaseOfInformation === 'Y',
    signedOnPatientsBehalf: claim.signatureSource === 'P',
    relatedCauses: claim.relatedCauses.map((code) => there(causes[code])),
    accidentState: claim.accidentState,
    accidentDate: dateOf('439'),
    onsetDate: dateOf('431'),
    initialTreatmentDate: dateOf('454'),
    lastSeenDate: dateOf('304'),
    acuteManifestationDate: dateOf('453'),
    lastXrayDate: dateOf('455'),
    disabledFrom: disability?.from ?? dateOf('360'),
    disabledTo: disability?.to ?? dateOf('361'),
    lastWorkedDate: dateOf('297'),
    returnToWorkDate: dateOf('296'),
    admissionDate: dateOf('435'),
    dischargeDate: dateOf('096'),
    assumedCareDate: dateOf('090'),
    relinquishedCareDate: dateOf('091'),
    firstContactDate: dateOf('444'),
    specialProgram: claim.specialProgram,
    delayReason: claim.delayReason,
    attachments: claim.attachments.map(({ reportType, transmission, controlNumber }) => ({
      reportType: there(reportType),
      transmission: there(transmission),
      controlNumber,
    })),
    serviceAuthorizationException: claim.serviceAuthorizationException,
    referralNumber: claim.referralNumber,
    priorAuthorization: claim.priorAuthorization,
    medicalRecordNumber: claim.medicalRecordNumber,
    claimNote: claim.notes[0]?.text ?? null,
    diagnoses: claim.diagnoses.map(({ code }) => code),
    referringProvider: clinicianAgain(claim.referringProvider),
    renderingProvider: renderingAgain(claim.renderingProvider),
    supervisingProvider: clinicianAgain(claim.supervisingProvider),
    serviceFacility: facilityAgain(claim.serviceFacility),
    otherPayers: claim.otherPayers.map((other) => otherPayerAgain(other, claim.lines)),
    lines: claim.lines.map(lineAgain),
  }
}

/** `Writer is right` is what these tests rest on: what it must write has to be there. */
function there<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('the file lacks what the writer must write')
  return value
}

const causes: Readonly<Record<string, ClaimDocument['relatedCauses'][number]>> = {
  AA: 'auto',
  EM: 'employment',
  OA: 'other',
}
const relationships: Readonly<Record<string, Relationship>> = {
  '01': 'spouse',
  '19': 'child',
  '20': 'employee',
  '21': 'unknown',
  '39': 'organ-donor',
  '40': 'cadaver-donor',
  '53': 'life-partner',
  G8: 'other',
}

function addressAgain(address: AddressRead | null | undefined): Address | null {
  if (!address) return null
  const { line1, line2, city, state, zip } = address
  return { line1: there(line1), line2, city: there(city), state: there(state), zip: there(zip) }
}

function nameAgain({ name, first, middle, suffix }: Party) {
  return { last: there(name), first, middle, suffix }
}

function billingAgain({ billing }: ClaimRead): BillingProvider {
  const provider = there(billing?.provider)
  const tax = there(provider.references.find(({ qualifier }) => qualifier === 'EI' || qualifier === 'SY'))
  const [contact] = provider.contacts
  const identity = {
    npi: there(provider.id),
    taxonomy: there(billing?.taxonomy),
    taxId: tax.value,
    taxIdKind: tax.qualifier === 'EI' ? ('EIN' as const) : ('SSN' as const),
    address: there(addressAgain(provider.address)),
    contact: contact ? { name: contact.name, phone: there(contact.numbers[0]).value } : null,
  }
  return provider.kind === 'person'
    ? { kind: 'person', ...nameAgain(provider), ...identity }
    : { kind: 'organization', name: there(provider.name), ...identity }
}

function planAgain(plan: PlanRead) {
  return {
    responsibility: there(plan.responsibility) as Subscriber['responsibility'],
    filingIndicator: there(plan.filingIndicator),
    medicareSecondaryType: plan.medicareSecondaryType,
    groupNumber: plan.groupNumber,
    groupName: plan.groupName,
  }
}

function partyAgain(party: Party): SubscriberParty {
  const address = addressAgain(party.address)
  return party.kind === 'person'
    ? {
        kind: 'person',
        name: nameAgain(party),
        birthDate: party.birthDate,
        sex: party.sex as 'F' | 'M' | 'U' | null,
        address,
      }
    : { kind: 'organization', name: there(party.name), address }
}

function propertyCasualtyAgain(party: Party): string | null {
  return party.references.find(({ qualifier }) => qualifier === 'Y4')?.value ?? null
}

function subscriberAgain({ subscriber }: ClaimRead): Subscriber {
  const party = there(subscriber?.subscriber)
  return {
    ...planAgain(there(subscriber?.plan)),
    memberId: party.id,
    party: partyAgain(party),
    propertyCasualtyClaimNumber: propertyCasualtyAgain(party),
  }
}

function patientAgain({ patient }: ClaimRead): Patient | null {
  if (!patient) return null
  const party = there(patient.patient)
  return {
    relationship: there(relationships[there(patient.relationship)]),
    name: nameAgain(party),
    birthDate: there(party.birthDate),
    sex: there(party.sex) as Patient['sex'],
    address: there(addressAgain(party.address)),
    propertyCasualtyClaimNumber: propertyCasualtyAgain(party),
  }
}

function payerAgain(party: Party) {
  return { id: there(party.id), name: there(party.name), address: addressAgain(party.address) }
}

function clinicianAgain(party: Party | null) {
  return party && { npi: there(party.id), last: there(party.name), first: party.first }
}

function renderingAgain(party: Party | null) {
  const clinician = clinicianAgain(party)
  return clinician && { ...clinician, taxonomy: party?.taxonomy ?? null }
}

function facilityAgain(party: Party | null) {
  return party && { npi: party.id, name: there(party.name), address: there(addressAgain(party.address)) }
}

function lineAgain(line: LineRead): ClaimLine {
  const { code, modifiers, description } = there(line.procedure)
  return {
    chargeLineId: there(line.lineControlNumber),
    procedureCode: code,
    modifiers: [...modifiers],
    description,
    chargeCents: there(line.chargeCents),
    units: there(line.units),
    diagnosisPointers: [...line.diagnosisPointers],
    placeOfService: line.placeOfService,
    serviceDate: there(line.serviceFrom),
    renderingProvider: renderingAgain(line.renderingProvider),
    supervisingProvider: clinicianAgain(line.supervisingProvider),
    note: line.notes[0]?.text ?? null,
    priorAuthorization: line.priorAuthorization,
  }
}

function adjustmentAgain({ group, reason, amountCents, quantity }: AdjustmentRead): Adjustment {
  return {
    group: there(group) as Adjustment['group'],
    reason: there(reason),
    amountCents: there(amountCents),
    quantity,
  }
}

function otherPayerAgain(other: OtherPayerRead, lines: readonly LineRead[]): OtherPayer {
  const { plan, subscriber, payer } = other
  const relationship = there(plan.relationship)
  const payerId = there(payer?.id)
  return {
    ...planAgain(plan),
    relationship: relationship === '18' ? 'self' : there(relationships[relationship]),
    memberId: there(subscriber?.id),
    subscriber: partyAgain(there(subscriber)),
    payer: payerAgain(there(payer)),
    assignmentOfBenefits: other.assignmentOfBenefits === 'Y',
    releaseOfInformation: other.releaseOfInformation === 'Y',
    paidCents: other.paidCents,
    nonCoveredCents: other.nonCoveredCents,
    patientOwesCents: other.patientOwesCents,
    adjustments: other.adjustments.map(adjustmentAgain),
    remarks: [...other.remarks],
    decidedOn: other.decidedOn,
    payerClaimNumber: other.payerClaimNumber,
    lines: lines.flatMap((line) =>
      line.decisions
        .filter((decision) => decision.payerId === payerId)
        .map((decision) => ({
          chargeLineId: there(line.lineControlNumber),
          paidCents: there(decision.paidCents),
          procedureCode: there(decision.procedure).code,
          modifiers: [...there(decision.procedure).modifiers],
          units: there(decision.units),
          bundledInto: decision.bundledInto,
          adjustments: decision.adjustments.map(adjustmentAgain),
          decidedOn: there(decision.decidedOn),
          patientOwesCents: decision.patientOwesCents,
        })),
    ),
  }
}
