/**
 * A denial’s last day is over. One that nobody acted on is marked as missed; one that a payer has not answered comes back to
 * a person.
 */
import { dayIn } from '@tally/kernel'
import { commit, deadline } from '@tally/platform'
import { lockKnownClaim } from '../store/claims.ts'
import { findDenial, markMissed, saveDenial } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { byEvent, denialDue } from './keep-denial.ts'

export const watchDueDates = deadline(denialDue, async (work, denialId) => {
  const seen = await findDenial(work, denialId)
  if (!seen) return
  await lockKnownClaim(work, seen.claimId)
  const denial = await findDenial(work, denialId)
  const today = dayIn(await practiceZone(work), work.now)
  if (!denial || denial.status === 'resolved' || denial.due.dueOn >= today) return
  if (denial.due.kind === 'answer') {
    const back = { ...denial, version: denial.version + 1, status: 'open', waitsFor: null } as const
    await commit(work, () => saveDenial(work, back, byEvent('no-answer-came')), [])
    return
  }
  // A window that had closed before the decision came was not missed here.
  if (denial.due.dueOn < denial.receivedOn) return
  await commit(work, () => markMissed(work, denialId, today), [])
})
