/**
 * What a biller gave when a denied or rejected claim was to go again: the card and the authorization as the work on the denial found
 * them. It counts for whatever goes next, however often the visit is coded and the claim thrown out until a payer has it, and for
 * nothing after that.
 */
import type { SealedVisit } from '@tally/contracts'

export interface AskedAgain {
  /** The newest version that had left when it was asked for. */
  readonly afterVersion: number
  /** null: as the visit has it. */
  readonly memberId: string | null
  /** null: as eligibility named it. */
  readonly priorAuthorization: string | null
  /** So says who worked the denial: the payer never decided on it. */
  readonly neverAdjudicated: boolean
}

interface SentOrNot {
  readonly version: number
  readonly state: string
  readonly sentAt: string | null
}

/** `asked` while nothing has left since. `versions` in their order. */
export function stillAsked(
  asked: AskedAgain | null | undefined,
  versions: readonly SentOrNot[],
): AskedAgain | null {
  return asked && asked.afterVersion >= newestThatLeft(versions) ? asked : null
}

/** 0: none has left. One that the partner refused, or that came back before a payer had it, is as if it had not. */
export function newestThatLeft(versions: readonly SentOrNot[]): number {
  return versions.findLast(({ state, sentAt }) => sentAt !== null && state !== 'rejected')?.version ?? 0
}

/** The visits with another member id on the card of one coverage, by its place among those of the visit. */
export function withMember(
  visits: readonly SealedVisit[],
  coverageOrder: number,
  memberId: string | null,
): readonly SealedVisit[] {
  if (memberId === null) return visits
  return visits.map((visit) => {
    const ranked = [...visit.coverages].sort((a, b) => a.order - b.order)
    const meant = ranked[coverageOrder - 1]
    return {
      ...visit,
      coverages: visit.coverages.map((each) => (each === meant ? { ...each, memberId } : each)),
    }
  })
}
