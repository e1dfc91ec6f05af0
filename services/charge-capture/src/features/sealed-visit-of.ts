/**
 * The person's part of a visit as charge events carry it, sealed: the contract's shape, absent fields null.
 */
import type { SealedVisit } from '@tally/contracts'
import type { EncounterBody } from './encounter-body.ts'

type Body<Field extends keyof EncounterBody> = NonNullable<EncounterBody[Field]>
type Address = Body<'payToAddress'>
type Subscriber = NonNullable<Body<'coverages'>[number]['subscriber']>

export function sealedVisitOf(encounterId: string, body: EncounterBody): SealedVisit {
  const { patient, billingProvider, location, serviceFacility, payToAddress, episode } = body
  return {
    encounterId,
    externalId: body.externalId,
    sourceSystem: body.sourceSystem,
    signedBy: body.signedBy,
    location: location ? { id: location.id, name: location.name ?? null } : null,
    patient: {
      externalId: patient.externalId,
      name: nameOf(patient.name),
      birthDate: patient.birthDate,
      sex: patient.sex,
      address: addressOf(patient.address),
    },
    coverages: body.coverages.map(coverageOf),
    billingProvider: {
      name: billingProvider.name,
      taxId: billingProvider.taxId,
      taxIdKind: billingProvider.taxIdKind,
      address: addressOf(billingProvider.address),
      contact: billingProvider.contact
        ? { name: billingProvider.contact.name ?? null, phone: billingProvider.contact.phone ?? null }
        : null,
    },
    renderingProvider: clinicianOf(body.renderingProvider),
    referringProvider: body.referringProvider ? clinicianOf(body.referringProvider) : null,
    supervisingProvider: body.supervisingProvider ? clinicianOf(body.supervisingProvider) : null,
    clinicians: cliniciansOf(body),
    serviceFacility: serviceFacility
      ? { name: serviceFacility.name, address: addressOf(serviceFacility.address) }
      : null,
    payToAddress: payToAddress ? addressOf(payToAddress) : null,
    episode: episode ? { externalId: episode.externalId } : null,
    employer: body.employer ?? null,
    accidentState: body.accidentState ?? null,
    authorizations: body.authorizations.map(({ number, coverageOrder, from, to, visits, units, codes }) => ({
      number,
      coverageOrder,
      from: from ?? null,
      to: to ?? null,
      visits: visits ?? null,
      units: units ?? null,
      codes: codes ?? [],
    })),
    referralNumber: body.referralNumber ?? null,
    services: body.services.map(({ lineId, description, distinctBlock, noteRef, renderingProvider }) => ({
      lineId,
      description: description ?? null,
      distinctBlock: distinctBlock ?? null,
      noteRef: noteRef ?? null,
      renderingProvider: renderingProvider ? clinicianOf(renderingProvider) : null,
    })),
    documents: body.documents.map(({ kind, ref, on }) => ({ kind, ref, on: on ?? null })),
    claimNote: body.claimNote ?? null,
    metadata: body.metadata ?? {},
  }
}

function coverageOf(coverage: Body<'coverages'>[number]): SealedVisit['coverages'][number] {
  return {
    order: coverage.order,
    payerName: coverage.payerName,
    payerAddress: coverage.payerAddress ? addressOf(coverage.payerAddress) : null,
    memberId: coverage.memberId ?? null,
    groupNumber: coverage.groupNumber ?? null,
    groupName: coverage.groupName ?? null,
    relationshipToSubscriber: coverage.relationshipToSubscriber,
    subscriber: coverage.subscriber ? subscriberOf(coverage.subscriber) : null,
    propertyCasualtyClaimNumber: coverage.propertyCasualtyClaimNumber ?? null,
  }
}

function subscriberOf(subscriber: Subscriber): NonNullable<SealedVisit['coverages'][number]['subscriber']> {
  const address = subscriber.address ? addressOf(subscriber.address) : null
  if (subscriber.kind === 'organization') return { kind: subscriber.kind, name: subscriber.name, address }
  const { kind, birthDate, sex } = subscriber
  return { kind, ...nameOf(subscriber), birthDate: birthDate ?? null, sex: sex ?? null, address }
}

function nameOf({ last, first, middle, suffix }: Body<'patient'>['name']) {
  return { last, first: first ?? null, middle: middle ?? null, suffix: suffix ?? null }
}

function cliniciansOf({ renderingProvider, services }: EncounterBody) {
  const all = [renderingProvider, ...services.flatMap((service) => service.renderingProvider ?? [])]
  const byNpi = new Map(all.map((each) => [each.npi, { npi: each.npi, ...clinicianOf(each) }]))
  return [...byNpi.values()]
}

function clinicianOf({ last, first }: Body<'referringProvider'>) {
  return { last, first: first ?? null }
}

function addressOf({ line1, line2, city, state, zip }: Address) {
  return { line1, line2: line2 ?? null, city, state, zip }
}
