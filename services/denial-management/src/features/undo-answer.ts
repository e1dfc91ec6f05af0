/** Hears that a person took apart what was matched to a claim: no payer took anything back, its answer was another claim's. */
import type { DataOf, paymentReversed } from '@tally/contracts'
import { plusMilliseconds } from '@tally/kernel'
import { setDeadline, type Work } from '@tally/platform'
import { paymentExpected } from '../domain/appeal-deadline.ts'
import type { ClaimStanding } from '../domain/claim-standing.ts'
import { claimWithout, undoAnswer, undoneByHand } from '../domain/undo-answer.ts'
import { awaitAgain } from '../store/appeals.ts'
import { saveClaim } from '../store/claims.ts'
import { denialsOfAnswer, unresolvedOf } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { reopenedSaying } from './denial-events.ts'
import { byEvent, keepChanged, keepResolved } from './keep-denial.ts'
import { correctionFollowsMs, takeback } from './open-when-taken-back.ts'

/** The claim's row is locked. */
export async function undoTheAnswer(
  work: Work,
  claim: ClaimStanding,
  { reversesRemittanceId: remittanceId, lines, coverageOrder }: DataOf<typeof paymentReversed>,
): Promise<void> {
  const undone = { remittanceId, lines }
  // What a later payer answered is kept with its denials alone.
  const before = coverageOrder === claim.coverageOrder ? claimWithout(claim, undone) : claim
  await saveClaim(work, before)
  if (before.takenBack) {
    await setDeadline(work, takeback, claim.id, plusMilliseconds(work.now, correctionFollowsMs))
  }
  const denials = await denialsOfAnswer(work, claim.id, remittanceId)
  if (denials.length === 0) return
  const zone = await practiceZone(work)
  const { ended, restored } = undoAnswer(denials, await unresolvedOf(work, claim.id), claim, undone)
  for (const denial of ended) await keepResolved(work, denial, byEvent(undoneByHand), zone)
  for (const denial of restored) {
    // Where a letter had ended it the payment was waited for, and still is.
    const { kind, source } = denial.due
    if (kind === 'answer' && source !== paymentExpected) await awaitAgain(work, denial.id, denial.appeals)
    const wasResolved = denials.some(({ id, status }) => id === denial.id && status === 'resolved')
    await keepChanged(work, denial, byEvent(undoneByHand), zone, wasResolved ? [reopenedSaying(denial)] : [])
  }
}
