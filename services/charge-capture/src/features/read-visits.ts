/**
 * A day's encounters as they are coded and told of: what the EMR sent, with what others decided laid over it. A
 * list of coverages that a person set governs over the encounter's, and the directory's family over the payer's.
 */
import type { Work } from '@tally/platform'
import { coveragesOn } from '../domain/coverage-list.ts'
import type { Encounter } from '../domain/encounter.ts'
import type { EncounterVersion } from '../store/encounters.ts'
import type { Heard } from '../store/heard.ts'
import type { Visit } from './charge-events.ts'
import type { EncounterBody } from './encounter-body.ts'
import { encounterFacts } from './encounter-facts.ts'
import { sealedVisitOf } from './sealed-visit-of.ts'
import { serviceZipOf } from './service-zip.ts'
import { type ClearEncounter, joinEncounter, type SealedEncounter } from './split-encounter.ts'

export interface VisitsRead {
  /** Void ones too, oldest first. */
  readonly encounters: readonly Encounter[]
  /** The signed ones. */
  readonly visits: readonly Visit[]
}

export function readVisits(
  work: Work,
  versions: readonly EncounterVersion[],
  patientId: string,
  heard: Heard,
): VisitsRead {
  const read = versions.map((version) => {
    const governed = governedBy(work, version, heard)
    const { encounterId: id, status } = version
    const { clear, body, memberKeys, contentHash } = governed
    // Written by addVersion alone, from splitEncounter.
    const serviceZip = serviceZipOf(version.sealed as SealedEncounter)
    const sent = { version: version.version, contentHash, memberKeys, serviceZip }
    const identity = { id, status, patientId, ...sent }
    const encounter = encounterFacts(clear, {
      ...identity,
      familyOf: (payerId) => heard.families.get(payerId),
    })
    return { encounter, clear, body, id }
  })
  const visits = read
    .filter(({ encounter }) => encounter.status === 'signed')
    .map(({ encounter, clear, body, id }) => {
      const sealed = sealedVisitOf(id, body)
      const { episode } = sealed
      const episodeId = episode ? work.keys.derive('episode', episode.externalId) : null
      return { encounter, clear, sealed, episodeId }
    })
  return { encounters: read.map(({ encounter }) => encounter), visits }
}

/** The body as the EMR sent it, its nulls left out. */
export function bodyOf({ clear, sealed }: Pick<EncounterVersion, 'clear' | 'sealed'>): EncounterBody {
  // Written by addVersion alone, from splitEncounter.
  return joinEncounter(clear as ClearEncounter, sealed as SealedEncounter)
}

/** The keyed digest of a member id: tells two members apart without naming either. */
export function memberKeyOf(work: Work, memberId: string | null | undefined): string | null {
  return memberId == null ? null : work.keys.lookup('member', memberId).toString('base64url')
}

interface Governed {
  readonly clear: ClearEncounter
  readonly body: EncounterBody
  readonly memberKeys: readonly (string | null)[]
  readonly contentHash: string
}

function governedBy(work: Work, version: EncounterVersion, { coverageList }: Heard): Governed {
  const clear = version.clear as ClearEncounter
  const body = bodyOf(version)
  const { memberKeys, contentHash } = version
  if (!coverageList) return { clear, body, memberKeys, contentHash }
  const list = coveragesOn(coverageList, clear.serviceDate)
  const coverages = list.map(({ coverage, card }): EncounterBody['coverages'][number] => {
    const { order, payerId, payerFamily, claimFilingIndicator, medicareSecondaryType } = coverage
    const { relationshipToSubscriber, subscriber, ...rest } = card
    return {
      ...{ ...rest, order, payerId, payerFamily, claimFilingIndicator, medicareSecondaryType },
      // Both written by eligibility from the same schemas as an encounter's.
      relationshipToSubscriber: relationshipToSubscriber as Relationship,
      subscriber: subscriber as Subscriber,
    }
  })
  const orders = new Set(coverages.map(({ order }) => order))
  const authorizations = body.authorizations.filter(({ coverageOrder }) => orders.has(coverageOrder))
  return {
    body: { ...body, coverages, authorizations },
    clear: {
      ...clear,
      coverages: coverages.map(
        ({ order, payerId, payerFamily, claimFilingIndicator, medicareSecondaryType }) => {
          return { order, payerId, payerFamily, claimFilingIndicator, medicareSecondaryType }
        },
      ),
    },
    memberKeys: coverages.map(({ memberId }) => memberKeyOf(work, memberId)),
    contentHash: `${contentHash}/${coverageList.version}`,
  }
}

type Relationship = EncounterBody['coverages'][number]['relationshipToSubscriber']
type Subscriber = EncounterBody['coverages'][number]['subscriber']
