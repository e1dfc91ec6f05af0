/** What is known of a claim's payers: what each takes, what it was sent and what it answered. */
import type { PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type Claim, isInFlight, payerAsked } from '../domain/claim.ts'
import type { StepFacts } from '../domain/join-claim.ts'
import type { PayerProfile } from '../domain/payer-profile.ts'
import { paidElsewhere, type Standing, standingAt } from '../domain/standing-at-payer.ts'
import { type ClaimVersion, payerClaimNumberOf, versionsOf } from '../store/claim-versions.ts'
import { payerProfile } from '../store/payers.ts'

export interface Known {
  readonly profile: PayerProfile | null
  /** All of them, whomever they were for. */
  readonly versions: readonly ClaimVersion[]
  /** The payer's own number of the claim. */
  readonly number: string | null
  readonly elsewhere: Decided | null
  /** The payer that the claim asks now, once it decided. */
  readonly own: Decided | null
  readonly facts: StepFacts
}

/** A payer that decided, and what it was sent; `elsewhere`: one that paid before the visit was moved to another. */
export interface Decided {
  readonly profile: PayerProfile
  readonly family: PayerFamily
  readonly standing: Standing<ClaimVersion>
  readonly number: string | null
}

/** What the payer takes, what it was sent and what it answered; nothing of the latter while a version is on its way. */
export async function knownOf(work: Work, claim: Claim): Promise<Known> {
  const { payerFamily } = claim
  const payerId = payerAsked(claim)
  const profile =
    payerId === null || payerFamily === null ? null : await payerProfile(work, payerId, payerFamily)
  const versions = claim.claimVersion === 0 || isInFlight(claim) ? [] : await versionsOf(work, claim.id)
  const standing = standingAt(versions, payerId)
  const number = standing.decided ? await payerClaimNumberOf(work, claim.id, standing.versions) : null
  const elsewhere = await elsewhereOf(work, claim, versions, payerId)
  const facts: StepFacts = {
    ...wordsOf(standing),
    ...{ acceptsReplacement: profile?.acceptsReplacement ?? false, payerNumberKnown: number !== null },
    paidElsewhere: elsewhere && {
      ...wordsOf(elsewhere.standing),
      family: elsewhere.family,
      acceptsReplacement: elsewhere.profile.acceptsReplacement,
      payerNumberKnown: elsewhere.number !== null,
    },
  }
  const own =
    profile && standing.decided ? { profile, family: payerFamily ?? profile.family, standing, number } : null
  return { profile, versions, number, elsewhere, own, facts }
}

function wordsOf({ newestKind, decided, answered }: Standing) {
  return { newestKind, decided, answered }
}

async function elsewhereOf(
  work: Work,
  claim: Claim,
  versions: readonly ClaimVersion[],
  payerId: string | null,
): Promise<Decided | null> {
  const found = paidElsewhere(versions, payerId)
  const [one] = found?.standing.versions ?? []
  if (!found || !one) return null
  return {
    profile: await payerProfile(work, one.payerId, one.payerFamily),
    family: one.payerFamily,
    standing: found.standing,
    number: await payerClaimNumberOf(work, claim.id, found.standing.versions),
  }
}
