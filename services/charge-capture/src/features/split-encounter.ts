/**
 * Parts a posted visit in two: what may stand in the clear, and the person's part, which is sealed. The clear
 * part is a list of what is let through, all of it with a form of its own; a field that nobody named is
 * sealed. Both keep the body's shape, so that the two laid over each other are the body again.
 */
import { assert } from '@tally/kernel'
import { z } from 'zod'
import { type EncounterBody, encounterBody } from './encounter-body.ts'

const fields = encounterBody.shape
const { services, coverages, billingProvider, renderingProvider, authorizations, documents } = fields

const professional = z.object({
  npi: renderingProvider.shape.npi,
  taxonomy: renderingProvider.shape.taxonomy,
})
const npiAlone = professional.pick({ npi: true }).nullish()
const episode = fields.episode.unwrap().unwrap().omit({ externalId: true }).strip().nullish()
/** A span has a form; words about a block are sealed, and only that there are some is told. */
const distinctBlock = z.union([
  z.object({ from: z.string(), to: z.string() }),
  z.string().transform((): 'described' => 'described'),
])

/** What is let through, and nothing else: an object of zod's drops whatever it doesn't name. */
const clearPart = z.object({
  ...z.object(fields).pick({
    signedAt: true,
    signedBy: true,
    timezone: true,
    serviceDate: true,
    startAt: true,
    endAt: true,
    placeOfService: true,
    modality: true,
    discipline: true,
    responsibleParty: true,
    relatedCauses: true,
    accidentDate: true,
    kxAttestation: true,
    abn: true,
    disclosureRestriction: true,
    diagnoses: true,
    totalTimedMinutes: true,
    totalTreatmentMinutes: true,
    releaseOfInformation: true,
    assignmentOfBenefits: true,
    acceptAssignment: true,
    patientPaidCents: true,
    delayReason: true,
  }).shape,
  coverages: z.array(
    coverages.element
      .pick({
        order: true,
        payerId: true,
        payerFamily: true,
        claimFilingIndicator: true,
        medicareSecondaryType: true,
      })
      .strip(),
  ),
  billingProvider: billingProvider.pick({ kind: true, npi: true, taxonomy: true }).strip(),
  renderingProvider: professional,
  referringProvider: npiAlone,
  supervisingProvider: npiAlone,
  serviceFacility: z.object({ npi: professional.shape.npi.nullish() }).nullish(),
  episode,
  authorizations: z.array(authorizations.element.omit({ number: true }).strip()),
  documents: z.array(documents.element.pick({ on: true }).strip()),
  services: z.array(
    z.object({
      ...services.element.omit({ lineId: true, description: true, noteRef: true }).shape,
      renderingProvider: professional.nullish(),
      distinctBlock: distinctBlock.nullish(),
    }),
  ),
})

export type ClearEncounter = z.output<typeof clearPart>
/**
 * The rest of the body, in its shape; arrays keep their places, with null where an item has nothing sealed.
 */
export type SealedEncounter = z.core.util.JSONType

export function splitEncounter(body: EncounterBody): {
  readonly clear: ClearEncounter
  readonly sealed: SealedEncounter
} {
  const clear = clearPart.parse(body)
  return { clear, sealed: without(present(body), present(clear)) ?? {} }
}

/** The body that was split, with what was null left out. Throws when the two are not of one body. */
export function joinEncounter(clear: ClearEncounter, sealed: SealedEncounter): EncounterBody {
  return encounterBody.parse(overlaid(present(clear), sealed))
}

/** `value` with null and undefined fields left out: null means absent, in a content hash too. */
export function present(value: unknown): Json {
  if (Array.isArray(value)) return value.map(present)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  assert(typeof value === 'object', 'a body is JSON')
  const fields = Object.entries(value ?? {}).filter(([, field]) => field !== null && field !== undefined)
  return Object.fromEntries(fields.map(([name, field]) => [name, present(field)]))
}

type Json = z.core.util.JSONType

function without(whole: Json, clear: Json | undefined): Json | undefined {
  if (clear === undefined) return whole
  if (Array.isArray(whole) && Array.isArray(clear)) {
    const rest = whole.map((item, place) => without(item, clear[place]) ?? null)
    return rest.every((item) => item === null) ? undefined : rest
  }
  if (isObject(whole) && isObject(clear)) {
    const rest = Object.entries(whole).flatMap(([name, field]): [string, Json][] => {
      const left = without(field, clear[name])
      return left === undefined ? [] : [[name, left]]
    })
    return rest.length === 0 ? undefined : Object.fromEntries(rest)
  }
  return whole === clear ? undefined : whole
}

function overlaid(clear: Json | undefined, sealed: Json | undefined): Json | undefined {
  if (sealed === undefined || (sealed === null && clear !== undefined)) return clear
  if (clear === undefined) return sealed
  if (Array.isArray(clear) && Array.isArray(sealed)) {
    return clear.map((item, place) => overlaid(item, sealed[place]) ?? null)
  }
  if (isObject(clear) && isObject(sealed)) {
    const names = [...new Set([...Object.keys(clear), ...Object.keys(sealed)])]
    return Object.fromEntries(names.map((name) => [name, overlaid(clear[name], sealed[name]) ?? null]))
  }
  return sealed
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
