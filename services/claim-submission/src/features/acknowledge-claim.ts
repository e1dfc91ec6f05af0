/** What a partner's answer does to one claim, and what is said of it and waited for next. */
import { claimAcknowledged, claimRejected, type DataOf, type transmissionReceived } from '@tally/contracts'
import { clearDeadline, commit, saying, setDeadline, type Work } from '@tally/platform'
import { answerDue, answers } from '../domain/answer-due.ts'
import { type Claim, isInFlight, isWithdrawn } from '../domain/claim.ts'
import { type HeardBack, hearBack } from '../domain/hear-back.ts'
import { standsBefore } from '../domain/standing-at-payer.ts'
import { type ClaimVersion, moveVersion, versionsOf } from '../store/claim-versions.ts'
import { lockClaim, saveClaim } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'
import { awaiting, identityOf, inVisitTrace } from './batch-left.ts'
import { watchFiling } from './filing-clock.ts'

export type Received = DataOf<typeof transmissionReceived>

/** Moves the claim that is at this version as far as the answer says. */
export async function toClaim(
  work: Work,
  file: Received,
  version: ClaimVersion,
  back: HeardBack,
): Promise<void> {
  const joined = await lockClaim(work, version.claimId)
  const { claim } = joined
  // A late answer to an older version leaves the newest alone.
  if (!claim || claim.claimVersion !== version.version) return
  const { payerClaimNumber } = back
  const { state, say } = hearBack(claim.state, back)
  if (payerClaimNumber !== null) moveVersion(work, version, { payerClaimNumber })
  if (say === 'nothing') return nothingNew(work, claim, back)
  // What kept it from going again was that it was on its way.
  const heldBecause = state === 'rejected' ? null : claim.heldBecause
  const moved: Claim = { ...claim, state, heldBecause, unanswered: false, version: claim.version + 1 }
  const told =
    say === 'rejected'
      ? rejectedSaying(moved, version, file, back, standsBefore(await versionsOf(work, claim.id), version))
      : acknowledgedSaying(moved, version, file, back)
  await inVisitTrace(work, 'acknowledge claim', claim, async (inTrace) => {
    await watchNext(inTrace, claim, back, state)
    moveVersion(inTrace, version, { state })
    await commit(inTrace, () => saveClaim(inTrace, moved, null), [told])
  })
  if (state !== 'rejected') return
  await watchFiling(work, moved)
  // A correction or a void that waited for this answer goes now.
  if (claim.capturedVersion > claim.builtDayVersion || isWithdrawn(claim)) {
    await advanceClaim(work, { ...joined, claim: moved, personChanged: false })
  }
}

/** Of the claim it says nothing; a 999 still is the answer that was waited for first, and any other clock runs on. */
async function nothingNew(work: Work, claim: Claim, back: HeardBack): Promise<void> {
  if (claim.state !== 'sent' || back.stage === 'interchange') return
  await watchNext(work, claim, back, claim.state)
  if (claim.unanswered) await commit(work, () => saveClaim(work, { ...claim, unanswered: false }, null), [])
}

/** The next answer is waited for from now on; what is answered is waited for no more. A TA1 says too little. */
async function watchNext(work: Work, claim: Claim, back: HeardBack, state: Claim['state']): Promise<void> {
  const under = isInFlight({ state }) || state === 'rejected'
  if (!under || (back.stage === 'interchange' && state !== 'rejected')) return
  const next = state === 'rejected' ? null : state === 'accepted' ? '835' : '277CA'
  for (const each of answers) if (each !== next) await clearDeadline(work, awaiting(each), claim.id)
  if (next !== null) await setDeadline(work, awaiting(next), claim.id, answerDue(next, work.now))
}

function acknowledgedSaying(claim: Claim, version: ClaimVersion, file: Received, back: HeardBack) {
  const [first] = back.codes
  return saying(claimAcknowledged, {
    ...{ subject: claim.id, sequence: claim.version, correlationId: claim.treatmentDayId },
    data: {
      ...identityOf(claim, version),
      stage: back.stage,
      transmissionId: file.transmissionId,
      state: claim.state === 'accepted' ? 'accepted' : 'received',
      category: first?.category ?? null,
      statusCode: first?.statusCode ?? null,
    },
    sealed: { payerClaimNumber: back.payerClaimNumber },
  })
}

function rejectedSaying(
  claim: Claim,
  version: ClaimVersion,
  file: Received,
  back: HeardBack,
  stands: ReturnType<typeof standsBefore>,
) {
  return saying(claimRejected, {
    ...{ subject: claim.id, sequence: claim.version, correlationId: claim.treatmentDayId },
    data: {
      ...identityOf(claim, version),
      stage: back.stage,
      transmissionId: file.transmissionId,
      chargeCents: version.chargeCents,
      codes: [...back.codes],
      timelyFilingDueOn: claim.timelyFilingDueOn,
      stands,
    },
  })
}
