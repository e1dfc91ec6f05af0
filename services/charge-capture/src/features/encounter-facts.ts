/**
 * From the clear part of a stored version, and the ids that the platform made for it, to the facts that the
 * domain codes.
 */
import type { PayerFamily } from '@tally/kernel'
import { cents } from '@tally/kernel'
import type { Encounter } from '../domain/encounter.ts'
import type { ClearEncounter } from './split-encounter.ts'

export interface EncounterIdentity
  extends Pick<Encounter, 'id' | 'version' | 'status' | 'contentHash' | 'patientId' | 'serviceZip'> {
  /** HMAC of each coverage's member id, in the order of `coverages`; null where none was sent. */
  readonly memberKeys: readonly (string | null)[]
  /** The payer directory's family of a payer, undefined where it knows none: it wins over what was sent. */
  readonly familyOf: (payerId: string) => PayerFamily | undefined
}

export function encounterFacts(clear: ClearEncounter, identity: EncounterIdentity): Encounter {
  const { memberKeys, familyOf, ...named } = identity
  return {
    ...named,
    billingNpi: clear.billingProvider.npi,
    serviceDate: clear.serviceDate,
    relatedCauses: clear.relatedCauses,
    modality: clear.modality,
    coverages: clear.coverages.map(({ order, payerId, payerFamily }, place) => ({
      order,
      payerId,
      family: familyOf(payerId) ?? payerFamily,
      memberKey: memberKeys[place] ?? null,
    })),
    responsibleParty: clear.responsibleParty,
    disclosureRestricted: clear.disclosureRestriction,
    kxAttested: clear.kxAttestation != null,
    abn: clear.abn?.kind ?? null,
    diagnoses: clear.diagnoses.map(({ code }) => code),
    services: clear.services.map((service) => ({
      procedureCode: service.procedureCode,
      minutes: service.minutes ?? null,
      assistantMinutes: service.assistant?.minutes ?? 0,
      units: service.units ?? null,
      unitChargeCents: service.unitChargeCents == null ? null : cents(service.unitChargeCents),
      chargeCents: service.chargeCents == null ? null : cents(service.chargeCents),
      diagnosisPointers: service.diagnosisPointers,
      modifiers: service.modifiers,
      discipline: service.discipline ?? clear.discipline,
      placeOfService: service.placeOfService ?? clear.placeOfService,
      renderingNpi: service.renderingProvider?.npi ?? clear.renderingProvider.npi,
      distinctBlock: service.distinctBlock ?? null,
    })),
  }
}
