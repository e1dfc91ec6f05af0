/** What is said of a treatment day that was coded anew: the domain's result in the words of the contract. */
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided, type SealedVisit } from '@tally/contracts'
import { assert, compareInstants, sumOf } from '@tally/kernel'
import { saying } from '@tally/platform'
import type { Encounter } from '../domain/encounter.ts'
import type { Recoded } from '../domain/recode-treatment-day.ts'
import type { FilingWindow } from '../domain/timely-filing.ts'
import type { ChargeLine } from '../domain/treatment-day.ts'
import type { ClearEncounter } from './split-encounter.ts'

/** A signed encounter of the day with both parts of its newest body. */
export interface Visit {
  readonly encounter: Encounter
  readonly clear: ClearEncounter
  readonly sealed: SealedVisit
  /** `epi_…` of the plan of care that it belongs to. */
  readonly episodeId: string | null
}

type Saying = ReturnType<typeof saying>

interface ToSay {
  readonly recoded: Recoded
  /** The day's signed encounters, oldest first. */
  readonly visits: readonly Visit[]
  /** Of the day's first claim; null: none is known. */
  readonly filing: FilingWindow | null
}

/** `before` is the day's charges until now. */
export function chargeEvents(
  { recoded, visits, filing: window }: ToSay,
  before: readonly ChargeLine[],
): Saying[] {
  const { day, say } = recoded
  if (say === 'nothing') return []
  const common = { subject: day.id, sequence: day.version, correlationId: day.id }
  const sealed = { visits: visits.map((visit) => visit.sealed) }
  const data = {
    treatmentDayId: day.id,
    version: day.version,
    serviceDate: day.key.serviceDate,
    case: day.key.case,
    patientId: day.key.patientId,
    billingNpi: day.key.billingNpi,
    encounterIds: day.encounters.map(({ id }) => id),
  }
  if (say === 'voided') {
    return [saying(chargeVoided, { ...common, data: { ...data, reversedCents: chargesOf(before) } })]
  }
  const [first] = visits
  assert(first, 'a day that is said to be captured or held has a signed encounter')
  const filing = { timelyFilingDueOn: window?.dueOn ?? null }
  if (say === 'held') {
    const inOrder = [...first.encounter.coverages].sort((a, b) => a.order - b.order)
    const payerId = inOrder[0]?.payerId ?? null
    const held = { ...data, ...filing, payerId, chargeCents: chargesOf(before), holds: holdsOf(recoded) }
    return [saying(chargeHeld, { ...common, data: held, sealed })]
  }
  const event = say === 'captured' ? chargeCaptured : chargeCorrected
  return [
    saying(event, {
      ...common,
      data: {
        ...{ ...data, ...filing, ...capturedParts(recoded, visits, first) },
        ...(say === 'corrected' ? { claimChanged: recoded.changesClaim } : {}),
      },
      sealed,
    }),
  ]
}

function capturedParts({ day, coded }: Recoded, visits: readonly Visit[], first: Visit) {
  const { clear } = first
  const minutes = minutesByService(visits)
  const taxonomies = taxonomyByTherapist(visits)
  return {
    billing: billingOf(visits, first),
    modality: clear.modality,
    responsibleParty: clear.responsibleParty,
    coverages: coveragesOf(first),
    diagnoses: [...day.diagnoses],
    lines: day.lines.map((line) => ({
      chargeLineId: line.id,
      procedureCode: line.slot.procedureCode,
      discipline: line.slot.discipline,
      renderingNpi: line.slot.renderingNpi,
      assistant: line.slot.assistant,
      units: line.units,
      minutes: line.sources.reduce((sum, ref) => sum + (minutes.get(ref) ?? 0), 0),
      modifiers: [...line.modifiers],
      diagnosisPointers: [...line.diagnosisPointers],
      placeOfService: line.placeOfService,
      chargeCents: line.chargeCents,
      expectedAllowedCents: line.expectedAllowedCents,
      reasons: line.reasons.map((reason) => ({ ...reason, facts: { ...reason.facts } })),
      renderingTaxonomy: taxonomies.get(line.slot.renderingNpi) ?? null,
    })),
    chargeCents: chargesOf(day.lines),
    expectedAllowedCents: coded?.expectedAllowedCents ?? null,
    patientPaidCents: patientPaid(visits),
  }
}

export function coveragesOf({ encounter, clear }: Visit) {
  return encounter.coverages.map(({ order, payerId, family }, place) => ({
    order,
    payerId,
    payerFamily: family,
    claimFilingIndicator: clear.coverages[place]?.claimFilingIndicator ?? null,
    medicareSecondaryType: clear.coverages[place]?.medicareSecondaryType ?? null,
  }))
}

export function patientPaid(visits: readonly Visit[]): number {
  return visits.reduce((sum, { clear }) => sum + (clear.patientPaidCents ?? 0), 0)
}

/**
 * What the claim says beside its lines, of the day's first visit; `signedAt` is its last signature, since the
 * day cannot be billed before.
 */
export function billingOf(visits: readonly Visit[], { clear, episodeId }: Visit) {
  const { billingProvider, episode, relatedCauses } = clear
  const plan = episode?.planOfCare
  return {
    signedAt: visits.map((visit) => visit.clear.signedAt).reduce(later),
    billingKind: billingProvider.kind,
    billingTaxonomy: billingProvider.taxonomy,
    referringNpi: clear.referringProvider?.npi ?? null,
    supervisingNpi: clear.supervisingProvider?.npi ?? null,
    facilityNpi: clear.serviceFacility?.npi ?? null,
    placeOfService: clear.placeOfService,
    relatedCauses: [...relatedCauses],
    accidentOn: clear.accidentDate ?? null,
    episodeId,
    onsetOn: episode?.onsetDate ?? null,
    initialTreatmentOn: episode?.initialTreatmentDate ?? null,
    planOfCare: plan
      ? {
          from: plan.from ?? null,
          to: plan.to ?? null,
          signedOn: plan.signedOn ?? null,
          certifierNpi: plan.certifierNpi ?? null,
          transmittedOn: plan.transmittedOn ?? null,
        }
      : null,
    releaseOfInformation: clear.releaseOfInformation,
    assignmentOfBenefits: clear.assignmentOfBenefits,
    acceptAssignment: clear.acceptAssignment,
    delayReason: clear.delayReason ?? null,
  }
}

function later(one: string, other: string): string {
  return compareInstants(other, one) > 0 ? other : one
}

export function taxonomyByTherapist(visits: readonly Visit[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { clear } of visits) {
    for (const { npi, taxonomy } of [
      clear.renderingProvider,
      ...clear.services.flatMap(({ renderingProvider }) => renderingProvider ?? []),
    ]) {
      if (taxonomy != null && !found.has(npi)) found.set(npi, taxonomy)
    }
  }
  return found
}

function chargesOf(lines: readonly ChargeLine[]) {
  return sumOf(lines.map(({ chargeCents }) => chargeCents))
}

/** Findings name services; an event names charge lines, so that no id of the EMR's is told. */
function holdsOf({ findings, proposed }: Recoded) {
  return findings
    .filter(({ severity }) => severity === 'hold' || severity === 'reject')
    .map(({ rule, says, lineIds }) => ({
      rule,
      says,
      chargeLineIds: proposed
        .filter(({ sources }) => sources.some((ref) => lineIds.includes(ref)))
        .map(({ id }) => id),
    }))
}

function minutesByService(visits: readonly Visit[]): Map<string, number> {
  return new Map(
    visits.flatMap(({ encounter }) =>
      encounter.services.map(
        (service, place) => [`${encounter.id}/${place + 1}`, service.minutes ?? 0] as const,
      ),
    ),
  )
}
