/** When a partner's time is over: flags the claim as unanswered and says so. It stays where it is. */
import { claimUnanswered } from '@tally/contracts'
import { commit, deadline, saying, type Work } from '@tally/platform'
import { type AwaitedAnswer, answers } from '../domain/answer-due.ts'
import { isInFlight } from '../domain/claim.ts'
import { findVersion } from '../store/claim-versions.ts'
import { lockClaim, saveClaim } from '../store/claims.ts'
import { awaiting, identityOf, inVisitTrace } from './batch-left.ts'

export const watchAnswers = answers.map((awaited) =>
  deadline(awaiting(awaited), (work, claimId) => overdue(work, claimId, awaited)),
)

async function overdue(work: Work, claimId: string, waitsFor: AwaitedAnswer): Promise<void> {
  const { claim } = await lockClaim(work, claimId)
  if (!claim || !isInFlight(claim)) return
  const found = await findVersion(work, claimId, claim.claimVersion)
  if (!found?.version.sentAt) return
  const flagged = { ...claim, unanswered: true, version: claim.version + 1 }
  const says = [
    saying(claimUnanswered, {
      ...{ subject: claim.id, sequence: flagged.version, correlationId: claim.treatmentDayId },
      data: {
        ...identityOf(claim, found.version),
        waitsFor,
        sentAt: found.version.sentAt,
        chargeCents: found.version.chargeCents,
      },
    }),
  ]
  await inVisitTrace(work, 'flag claim', claim, (inTrace) =>
    commit(inTrace, () => saveClaim(inTrace, flagged, null), says),
  )
}
