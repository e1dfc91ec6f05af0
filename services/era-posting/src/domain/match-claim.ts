/**
 * Which claim a CLP answers, by the tiers of x12.md 2.8: its number as we sent it, that number as payers alter
 * it, the payer's own number learnt before, the charge lines it names. The first tier that finds exactly one
 * claim decides, and the charge is compared at every tier: another charge under the right number is a
 * replaced claim, a part of one, or fraud, so a person looks first. A claim is never made up.
 */
import { type Cents, cents } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import { type ClaimVersion, foldedNumber, type KnownClaim } from './claim.ts'

/** What the tables hold for the numbers of some claims of a remittance. */
export interface Candidates {
  /** By CLM01. */
  readonly byNumber: ReadonlyMap<string, KnownClaim>
  /** Claims with a version whose folded number is this one, or begins with it. */
  readonly byFolded: (folded: string) => readonly KnownClaim[]
  /** By the payer's own number. */
  readonly byPayerNumber: (payerClaimNumber: string) => readonly KnownClaim[]
  /** Claims of the treatment day that charge line `id` is of. */
  readonly byChargeLine: (id: string) => readonly KnownClaim[]
}

export interface Matched {
  readonly kind: 'matched'
  readonly claim: KnownClaim
  readonly version: ClaimVersion
  readonly tier: 1 | 2 | 3 | 4
  readonly evidence: string
}

export interface Unmatched {
  readonly kind: 'unmatched'
  /** A slug. */
  readonly because: string
  readonly evidence: string | null
}

/** Shorter ones begin too many numbers to mean one. */
const prefixLengthMin = 12

export function matchClaim(answered: RemittanceClaim, candidates: Candidates): Matched | Unmatched {
  const charge = chargeOf(answered)
  const found =
    byNumber(answered, candidates) ??
    byAlteredNumber(answered, charge, candidates) ??
    byPayerNumber(answered, candidates) ??
    byChargeLines(answered, candidates)
  if (!found) return { kind: 'unmatched', because: 'claim/not-found', evidence: null }
  if (found.claims.length > 1) {
    return { kind: 'unmatched', because: 'claim/ambiguous', evidence: found.evidence }
  }
  const [claim] = found.claims
  const version = claim && versionOf(claim, answered, charge)
  return claim && version
    ? { kind: 'matched', claim, version, tier: found.tier, evidence: found.evidence }
    : { kind: 'unmatched', because: 'claim/charge-differs', evidence: found.evidence }
}

/** What was asked for: a reversal says it with the opposite sign. */
export function chargeOf({ status, chargeCents }: RemittanceClaim): Cents {
  return status === '22' ? cents(-chargeCents) : chargeCents
}

interface Found {
  readonly claims: readonly KnownClaim[]
  readonly tier: Matched['tier']
  readonly evidence: string
}

function byNumber({ claimNumber }: RemittanceClaim, candidates: Candidates): Found | null {
  const claim = candidates.byNumber.get(claimNumber)
  return claim ? { claims: [claim], tier: 1, evidence: 'CLP01 is the claim number' } : null
}

/** Accepted only with the same charge: an altered number alone is no proof. */
function byAlteredNumber(
  { claimNumber }: RemittanceClaim,
  charge: Cents,
  candidates: Candidates,
): Found | null {
  const folded = foldedNumber(claimNumber)
  if (folded.length < 2) return null
  const charged = (claim: KnownClaim) =>
    claim.versions.some(
      (version) => version.chargeCents === charge && isAlteration(folded, version.claimNumber),
    )
  const claims = candidates.byFolded(folded).filter(charged)
  return claims.length === 0
    ? null
    : { claims, tier: 2, evidence: 'CLP01 is the claim number, altered; the charge is equal' }
}

function isAlteration(folded: string, claimNumber: string): boolean {
  const own = foldedNumber(claimNumber)
  return own === folded || (folded.length >= prefixLengthMin && own.startsWith(folded))
}

function byPayerNumber({ payerClaimNumber }: RemittanceClaim, candidates: Candidates): Found | null {
  const claims = payerClaimNumber === null ? [] : candidates.byPayerNumber(payerClaimNumber)
  return claims.length === 0
    ? null
    : { claims, tier: 3, evidence: 'CLP07 is a number that the payer gave this claim before' }
}

/** All lines that name a charge line must be of one claim; the status tells which payer's turn it was. */
function byChargeLines({ lines, status }: RemittanceClaim, candidates: Candidates): Found | null {
  const named = lines.flatMap(({ lineControlNumber }) => lineControlNumber ?? [])
  const [first, ...others] = named.map(candidates.byChargeLine)
  if (!first || first.length === 0) return null
  const order = orderOfStatus(status)
  const claims = first.filter(
    (claim) =>
      others.every((each) => each.some(({ id }) => id === claim.id)) &&
      (order === null || claim.coverageOrder === order),
  )
  return claims.length === 0 ? null : { claims, tier: 4, evidence: 'REF*6R names its charge lines' }
}

/** CLP02 says as whom the payer paid; null where it does not. */
function orderOfStatus(status: string): number | null {
  const place = ['1', '2', '3'].indexOf(status) + 1 || ['19', '20', '21'].indexOf(status) + 1
  return place === 0 ? null : place
}

/** The version that CLP01 names, else the newest with this charge. */
function versionOf(
  { versions }: KnownClaim,
  { claimNumber }: RemittanceClaim,
  charge: Cents,
): ClaimVersion | undefined {
  const named = versions.find((version) => version.claimNumber === claimNumber)
  if (named) return named.chargeCents === charge ? named : undefined
  return versions.findLast((version) => version.chargeCents === charge)
}
