/**
 * A person took the match of a payment apart: it was no answer to this claim, which waits for its own again. What was drafted
 * because of it goes with it; what has left by now stays what the claim is at.
 */
import type { DataOf, paymentReversed } from '@tally/contracts'
import { cents } from '@tally/kernel'
import { setDeadline, type Work } from '@tally/platform'
import { answerDue } from '../domain/answer-due.ts'
import { type Claim, isAdjudicated, isInFlight } from '../domain/claim.ts'
import { withoutAnswer } from '../domain/remittance-answers.ts'
import {
  type ClaimVersion,
  dropDraftsAfter,
  forgetPayerClaimNumber,
  moveVersion,
  versionByNumber,
  versionsOf,
} from '../store/claim-versions.ts'
import { lockClaim } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'
import { awaiting } from './batch-left.ts'

export async function answerUndone(
  work: Work,
  data: DataOf<typeof paymentReversed>,
  payerClaimNumber: string | null,
): Promise<void> {
  const version = await versionByNumber(work, data.claimNumber)
  if (!version) return
  const joined = await lockClaim(work, version.claimId)
  const { claim } = joined
  if (claim?.coverageOrder !== data.coverageOrder) return
  const { reversesRemittanceId: remittanceId, paidCents } = data
  const answers = withoutAnswer(version.answers, { remittanceId, paidCents: cents(paidCents) })
  if (payerClaimNumber !== null && answers.length === 0)
    forgetPayerClaimNumber(work, version, payerClaimNumber)
  // Another answer stands, or it was a draft and has gone on since.
  if (answers.length > 0 || version.state !== 'adjudicated') return moveVersion(work, version, { answers })
  const waits = waitsAgain(claim, version, await versionsOf(work, claim.id))
  moveVersion(work, version, { answers, state: waits?.state ?? stateBefore(claim, version) })
  if (!waits) return
  dropDraftsAfter(work, version)
  await advanceClaim(work, { ...joined, claim: waits, personChanged: false })
  const since = version.sentAt ?? work.now
  if (isInFlight(waits)) await setDeadline(work, awaiting('835'), claim.id, answerDue('835', since))
}

/** The claim as it waited with `version`; null where it is further, or nothing is asked by it any more. */
function waitsAgain(claim: Claim, version: ClaimVersion, versions: readonly ClaimVersion[]): Claim | null {
  const drafts = versions.filter((each) => each.version > version.version)
  const isDraft = claim.state === 'held' || claim.state === 'ready'
  const decidedByIt = drafts.length === 0 && isAdjudicated(claim)
  const draftedSince = drafts.length > 0 && isDraft && drafts.every(({ batchId }) => batchId === null)
  if (!decidedByIt && !draftedSince) return null
  return {
    ...claim,
    ...{ state: version.waitedAs ?? 'sent', heldBecause: null, unanswered: false, readyAt: null },
    ...{ claimVersion: version.version, claimNumber: version.claimNumber },
    builtDayVersion: version.dayVersion,
  }
}

/** A draft may have been answered, and have gone on since. */
function stateBefore(claim: Claim, { version, waitedAs }: ClaimVersion): ClaimVersion['state'] {
  const goesOn = ['held', 'ready', 'rejected'].includes(claim.state) || isInFlight(claim)
  return claim.claimVersion === version && goesOn ? claim.state : (waitedAs ?? 'sent')
}
