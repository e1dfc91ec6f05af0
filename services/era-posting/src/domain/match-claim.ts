/**
 * Which claim a CLP answers, by the tiers of x12.md 2.8: its number as we sent it, that number as payers alter
 * it, the payer's own number learnt before, the charge lines it names, its references, the visit itself. The first
 * tier that finds exactly one claim decides, and the charge is compared at every tier: another charge under the
 * right number is a replaced claim, a part of one, or fraud, so a person looks first. A claim is never made up.
 */
import { type Cents, cents } from '@tally/kernel'
import { isClaimNumber, type RemittanceClaim } from '@tally/x12'
import { type ClaimVersion, foldedNumber, type KnownClaim } from './claim.ts'
import { repairedNumbers } from './repaired-number.ts'
import { visitOf } from './visit-key.ts'
import { laterTurnOf, turnOf } from './whose-turn.ts'

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
  /** By the medical record number that they were sent with. */
  readonly byRecord: (medicalRecordNumber: string) => readonly KnownClaim[]
  /** By `visitOf`. */
  readonly byVisit: (visit: string) => readonly KnownClaim[]
  /** The claim of the same treatment day that was sent to the payer at `order`. */
  readonly atOrder: (treatmentDayId: string, order: number) => KnownClaim | null
}

/** 7: a person's match. */
export type Tier = 1 | 2 | 3 | 4 | 5 | 6 | 7

export interface Matched {
  readonly kind: 'matched'
  readonly claim: KnownClaim
  readonly version: ClaimVersion
  /** Of the coverage that it answers: a later one than the claim's where that was handed on. */
  readonly order: number
  readonly tier: Tier
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

/** `payerId` is the payer of the remittance. */
export function matchClaim(
  answered: RemittanceClaim,
  candidates: Candidates,
  payerId: string | null = null,
): Matched | Unmatched {
  const asked: Asked = { answered, charge: chargeOf(answered), candidates, payerId }
  let unclear: Found | null = null
  for (const tier of isOwnNumber(answered.claimNumber) ? tiersOfOwnNumber : tiers) {
    const found = tier(asked)
    const [claim, ...others] = found?.claims ?? []
    if (!found || !claim) continue
    if (others.length > 0) {
      unclear ??= found
      continue
    }
    return versionOf(claim, answered, asked.charge)
      ? inItsTurn(claim, found, asked)
      : { kind: 'unmatched', because: 'claim/charge-differs', evidence: found.evidence }
  }
  return unclear
    ? { kind: 'unmatched', because: 'claim/ambiguous', evidence: unclear.evidence }
    : { kind: 'unmatched', because: 'claim/not-found', evidence: null }
}

/** The claim that was found, or the one of its day that the status, or the payer's number in a reversal, says it is. */
function inItsTurn(claim: KnownClaim, { tier, evidence }: Found, asked: Asked): Matched | Unmatched {
  const { answered, candidates, payerId } = asked
  const turn = laterTurnOf(answered.status, claim)
  const own = turn === null ? sameDaysByNumber(claim, asked) : candidates.atOrder(claim.treatmentDayId, turn)
  if (turn !== null && payerId === claim.payerId && own?.payerId !== payerId) {
    const says = `CLP02 is ${answered.status}, and the payer is that of coverage ${claim.coverageOrder}`
    return { kind: 'unmatched', because: 'claim/coverage-differs', evidence: says }
  }
  const [of, order] = [own ?? claim, own?.coverageOrder ?? turn ?? claim.coverageOrder]
  const version = versionOf(of, answered, asked.charge)
  if (!version) return { kind: 'unmatched', because: 'claim/charge-differs', evidence }
  const handedOn = turn === null ? '' : `; CLP02 says coverage ${turn}`
  return {
    ...{ kind: 'matched', claim: of, version, order, tier },
    evidence: `${evidence}; the charge is equal${handedOn}`,
  }
}

/** A reversal says no turn, but the number that the payer gave what it takes back. */
function sameDaysByNumber(
  claim: KnownClaim,
  { answered: { status, payerClaimNumber }, candidates }: Asked,
): KnownClaim | null {
  if (status !== '22' || payerClaimNumber === null) return null
  const named = candidates
    .byPayerNumber(payerClaimNumber)
    .filter(({ treatmentDayId }) => treatmentDayId === claim.treatmentDayId)
  const [other] = named
  return named.length === 1 && other ? other : null
}

/** What was asked for: a reversal says it with the opposite sign. */
export function chargeOf({ status, chargeCents }: Pick<RemittanceClaim, 'status' | 'chargeCents'>): Cents {
  return status === '22' ? cents(-chargeCents) : chargeCents
}

interface Asked {
  readonly answered: RemittanceClaim
  readonly charge: Cents
  readonly candidates: Candidates
  readonly payerId: string | null
}

interface Found {
  readonly claims: readonly KnownClaim[]
  readonly tier: Tier
  readonly evidence: string
}

const tiers: readonly ((asked: Asked) => Found | null)[] = [
  byNumber,
  byAlteredNumber,
  byRepairedNumber,
  byPayerNumber,
  byChargeLines,
  byReferences,
  byVisit,
]

/** What names a claim for certain. */
const tiersOfOwnNumber = [byNumber, byPayerNumber, byChargeLines]

/**
 * A whole number as we make them, its check character right: it is a claim's of ours, and if nobody knows it, the claim
 * has not turned up yet. Nothing likely may speak in its place: a second visit of the same patient, day, charge and
 * procedures would be paid for it.
 */
function isOwnNumber(claimNumber: string): boolean {
  return claimNumber.length === ownNumberLength && isClaimNumber(claimNumber)
}

/** A `T`, fifteen characters and the check character (claim-submission). */
const ownNumberLength = 17

function byNumber({ answered: { claimNumber }, candidates }: Asked): Found | null {
  const claim = candidates.byNumber.get(claimNumber)
  return claim ? { claims: [claim], tier: 1, evidence: 'CLP01 is the claim number' } : null
}

/** Accepted only with the same charge: an altered number alone is no proof. */
function byAlteredNumber({ answered: { claimNumber }, charge, candidates }: Asked): Found | null {
  const folded = foldedNumber(claimNumber)
  if (folded.length < 2) return null
  const charged = (claim: KnownClaim) =>
    claim.versions.some(
      (version) => version.chargeCents === charge && isAlteration(folded, version.claimNumber),
    )
  const claims = candidates.byFolded(folded).filter(charged)
  return { claims, tier: 2, evidence: 'CLP01 is the claim number, altered' }
}

function isAlteration(folded: string, claimNumber: string): boolean {
  const own = foldedNumber(claimNumber)
  return own === folded || (folded.length >= prefixLengthMin && own.startsWith(folded))
}

/** One wrong character, which the check character tells; the charge must be equal too. */
function byRepairedNumber({ answered: { claimNumber }, charge, candidates }: Asked): Found | null {
  const claims = repairedNumbers(claimNumber).flatMap((number) => {
    const claim = candidates.byNumber.get(number)
    const isCharged = claim?.versions.some(
      (version) => version.claimNumber === number && version.chargeCents === charge,
    )
    return claim && isCharged ? [claim] : []
  })
  return { claims: distinct(claims), tier: 2, evidence: 'CLP01 is the claim number but for one character' }
}

function byPayerNumber(asked: Asked): Found | null {
  const { payerClaimNumber } = asked.answered
  const claims = payerClaimNumber === null ? [] : numberedBy(payerClaimNumber, asked)
  return { claims, tier: 3, evidence: 'CLP07 is a number that the payer gave this claim before' }
}

/** A payer's number is unique at that payer alone: where our directory calls it otherwise a day of it must be the claim's, too. */
function numberedBy(number: string, { answered, candidates, payerId }: Asked): readonly KnownClaim[] {
  const told = answered.lines.map(({ serviceDate }) => serviceDate ?? answered.serviceFrom)
  const days = told.length > 0 ? told : [answered.serviceFrom]
  return candidates
    .byPayerNumber(number)
    .filter((claim) => claim.payerId === payerId || days.some((day) => day === claim.serviceDate))
}

/** All lines that name a charge line must be of one claim; the status tells which payer's turn it was. */
function byChargeLines({ answered: { lines, status }, candidates }: Asked): Found | null {
  const named = lines.flatMap(({ lineControlNumber }) => lineControlNumber ?? [])
  const [first, ...others] = named.map(candidates.byChargeLine)
  if (!first || first.length === 0) return null
  const claims = inTurn(first, status).filter((claim) =>
    others.every((each) => each.some(({ id }) => id === claim.id)),
  )
  return { claims, tier: 4, evidence: 'REF*6R names its charge lines' }
}

/** Accepted only with the same charge: neither number is ours to make unique. */
function byReferences(asked: Asked): Found | null {
  const { answered, charge, candidates } = asked
  const charged = (claims: readonly KnownClaim[]) =>
    inTurn(claims, answered.status).filter(({ versions }) =>
      versions.some(({ chargeCents }) => chargeCents === charge),
    )
  const claims = referencesOf(answered).flatMap(({ qualifier, value }) =>
    charged(qualifier === 'F8' ? numberedBy(value, asked) : candidates.byRecord(value)),
  )
  return { claims: distinct(claims), tier: 5, evidence: 'REF*EA or REF*F8 is its number' }
}

/** What tier 5 looks at. */
export function referencesOf({ references }: Pick<RemittanceClaim, 'references'>) {
  return references.filter(({ qualifier }) => qualifier === 'F8' || qualifier === 'EA')
}

/** Among the claims at the payer that answers; where our directory calls it otherwise, among all. */
function byVisit({ answered, charge, candidates, payerId }: Asked): Found | null {
  const visit = visitOf(answered, charge)
  if (visit === null) return null
  const all = candidates.byVisit(visit)
  const own = all.filter((claim) => claim.payerId === payerId)
  const claims = own.length > 0 ? own : all
  return {
    claims,
    tier: 6,
    evidence: 'member id, date of service and procedures are those of one claim at this payer',
  }
}

/**
 * CLP02 says as whom the payer paid; all where it does not. One that was handed on is told by its number alone: the claim to the
 * later payer may be on its way to us.
 */
function inTurn(claims: readonly KnownClaim[], status: string): readonly KnownClaim[] {
  const order = turnOf(status)
  return order === null ? claims : claims.filter(({ coverageOrder }) => coverageOrder === order)
}

function distinct(claims: readonly KnownClaim[]): readonly KnownClaim[] {
  return [...new Map(claims.map((claim) => [claim.id, claim])).values()]
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

/** A person's match: he has looked at the charge. The version named, else one of this charge, else the newest. */
export function matchByHand(
  claim: KnownClaim,
  answered: RemittanceClaim,
  order = claim.coverageOrder,
): Matched | null {
  const named = claim.versions.find(({ claimNumber }) => claimNumber === answered.claimNumber)
  const version = named ?? versionOf(claim, answered, chargeOf(answered)) ?? claim.versions.at(-1)
  return version ? { kind: 'matched', claim, version, order, tier: 7, evidence: 'a person matched it' } : null
}
