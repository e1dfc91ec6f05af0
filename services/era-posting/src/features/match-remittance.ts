/**
 * Finds the claims of a whole ST before one of them is posted, since all their days are locked at once. Who each was found to
 * be is kept, not all that is known of it: an ST may have 10,000 claims, and of each group it is looked up again.
 */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { RemittanceClaim, RemittanceSummary } from '@tally/x12'
import type { KnownClaim } from '../domain/claim.ts'
import type { Matched, Unmatched } from '../domain/match-claim.ts'
import { knownClaims } from '../store/claims.ts'
import type { StoredContent } from '../store/remittance-content.ts'
import { type Matches, matchClaims } from './match-claims.ts'

export interface MatchedRemittance {
  readonly summary: RemittanceSummary
  /** Of the matched ones. */
  readonly dayIds: ReadonlySet<string>
  /** Of all their claims. */
  readonly payerIds: ReadonlySet<string>
  /** Of some of its claims, as they were found. */
  matchesOf(answered: readonly RemittanceClaim[]): Promise<Matches>
  /** Of some of its claims, each once. */
  dayIdsOf(answered: readonly RemittanceClaim[]): readonly string[]
  /** The same of the claims that they are. */
  claimIdsOf(answered: readonly RemittanceClaim[]): readonly string[]
}

interface Kept {
  readonly kind: 'matched'
  readonly claimId: string
  readonly treatmentDayId: string
  readonly version: number
  readonly order: number
  readonly tier: Matched['tier']
  readonly evidence: string
}

/**
 * Statements stay small and prepared, and what is held in memory beside the ST bounded, six groups at most (post-groups.ts): an
 * ST of 10,000 claims takes 230 MB in a heap of 112 MB.
 */
export const claimsAtOnce = 100

/** `payerId` is the payer of the remittance. */
export async function matchRemittance(
  work: Work,
  content: StoredContent,
  payerId: string | null,
): Promise<MatchedRemittance> {
  const kept = new Map<number, Kept | Unmatched>()
  const [dayIds, payerIds] = [new Set<string>(), new Set<string>()]
  const summary = await content.inGroups(claimsAtOnce, async (answered) => {
    for (const [position, match] of await matchClaims(work, answered, payerId)) {
      kept.set(position, match.kind === 'matched' ? keptOf(match) : match)
      if (match.kind !== 'matched') continue
      dayIds.add(match.claim.treatmentDayId)
      payerIds.add(match.claim.payerId)
    }
  })
  const of = (answered: readonly RemittanceClaim[], id: (kept: Kept) => string) => {
    const found = answered.map(({ position }) => kept.get(position))
    return [...new Set(found.flatMap((match) => (match?.kind === 'matched' ? [id(match)] : [])))]
  }
  const claimIdsOf = (answered: readonly RemittanceClaim[]) => of(answered, ({ claimId }) => claimId)
  return {
    ...{ summary, dayIds, payerIds, claimIdsOf },
    dayIdsOf: (answered) => of(answered, ({ treatmentDayId }) => treatmentDayId),
    async matchesOf(answered) {
      const some = answered.map(({ position }) => [position, kept.get(position)] as const)
      const claims = await knownClaims(work, claimIdsOf(answered))
      const matches = new Map<number, Matched | Unmatched>()
      for (const [position, match] of some) {
        assert(match, 'every claim of a remittance was looked for')
        matches.set(position, match.kind === 'unmatched' ? match : foundAgain(match, claims))
      }
      return matches
    },
  }
}

function keptOf({ claim, version, order, tier, evidence }: Matched): Kept {
  const { id: claimId, treatmentDayId } = claim
  return { kind: 'matched', claimId, treatmentDayId, version: version.version, order, tier, evidence }
}

function foundAgain(
  { claimId, treatmentDayId: _, version, ...how }: Kept,
  claims: ReadonlyMap<string, KnownClaim>,
): Matched {
  const claim = claims.get(claimId)
  const found = claim?.versions.find((each) => each.version === version)
  assert(claim && found, 'a claim that was found stays, and so do its versions')
  return { ...how, claim, version: found }
}
