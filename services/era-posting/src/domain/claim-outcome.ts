/** What becomes of one claim of a remittance: posted, taken back, kept for a person, or nothing to post. */
import { noCents } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import { type AdjudicatedLine, adjudicateLines } from './adjudicate-lines.ts'
import type { ChargeDay } from './book-charges.ts'
import type { ClaimVersion } from './claim.ts'
import type { Matched, Unmatched } from './match-claim.ts'
import { lists } from './whose-turn.ts'

export type ClaimOutcome =
  | { readonly kind: 'posts'; readonly matched: Matched; readonly lines: readonly AdjudicatedLine[] }
  | { readonly kind: 'reverses'; readonly matched: Matched }
  | { readonly kind: 'unmatched'; readonly because: string; readonly evidence: string | null }
  | { readonly kind: 'no-money'; readonly because: string }

/** CLP02: 1 to 3 as first, second, third payer, 4 denied, 19 to 21 the same and passed on. */
const adjudicated = ['1', '2', '3', '4', '19', '20', '21']
/** Passed on unpaid, and a predetermination: neither ever moves money. */
const paysNothing: Readonly<Record<string, string>> = {
  '23': 'claim/forwarded',
  '25': 'claim/predetermination',
}

/** Of one that a person took apart: nothing matches it but a person. */
export const keptEvidence = {
  because: 'match/undone-by-hand',
  ...{ claimId: null, claimVersion: null, tier: null, evidence: 'a person took its match apart' },
} as const

/**
 * Whether charge-capture's side of all that the version asks for was heard: a corrected claim and its payment may come before the
 * corrected charge, and what is paid for a line that nobody charged would stand on a receivable of nothing.
 */
function isCharged(day: Pick<ChargeDay, 'lines'>, { lines }: Pick<ClaimVersion, 'lines'>): boolean {
  const booked = new Set(day.lines.map(({ chargeLineId }) => chargeLineId))
  return lines.every(({ chargeLineId }) => booked.has(chargeLineId))
}

/** `broken`: why it does not add up; `day`: of the claim that was found, as it is charged. */
export function claimOutcome(
  answered: RemittanceClaim,
  match: Matched | Unmatched,
  broken: string | undefined,
  day: Pick<ChargeDay, 'lines' | 'coverages'> | undefined,
): ClaimOutcome {
  const { status } = answered
  const keep = (because: string): ClaimOutcome => ({ kind: 'unmatched', because, evidence: match.evidence })
  if (broken !== undefined) return keep(broken)
  const nothing = paysNothing[status]
  if (nothing !== undefined) {
    return answered.paidCents === noCents
      ? { kind: 'no-money', because: nothing }
      : keep('claim/pays-nothing')
  }
  if (status !== '22' && !adjudicated.includes(status)) return keep('claim/status-unknown')
  if (match.kind === 'unmatched') return match
  if (!day || !isCharged(day, match.version)) return keep('claim/not-charged')
  if (match.order !== match.claim.coverageOrder && !lists(day, match.order)) {
    const evidence = `CLP02 is ${status}: the visit lists no coverage ${match.order}`
    return { kind: 'unmatched', because: 'claim/coverage-missing', evidence }
  }
  if (status === '22') return { kind: 'reverses', matched: match }
  const lines = adjudicateLines(answered, match.version.lines)
  return lines ? { kind: 'posts', matched: match, lines } : keep('line/not-found')
}
