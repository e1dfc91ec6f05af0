/**
 * A day that a denial waited for is over. One that nobody acted on is marked as missed; one that a payer has not answered comes
 * back to a person. Where another day is still to come its clock is set.
 */
import { dayIn, plusDays, startOfDayIn } from '@tally/kernel'
import { commit, deadline, setDeadline } from '@tally/platform'
import { daysOver, nextDay } from '../domain/two-clocks.ts'
import { lockKnownClaim } from '../store/claims.ts'
import { findDenial, markMissed, saveDenial } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { byEvent, denialDue } from './keep-denial.ts'

export const watchDueDates = deadline(denialDue, async (work, denialId) => {
  const seen = await findDenial(work, denialId)
  if (!seen) return
  await lockKnownClaim(work, seen.claimId)
  const denial = await findDenial(work, denialId)
  if (!denial || denial.status === 'resolved') return
  const zone = await practiceZone(work)
  const today = dayIn(zone, work.now)
  const { back, missed } = daysOver(denial, today)
  if (back) await commit(work, () => saveDenial(work, back, byEvent('no-answer-came')), [])
  if (missed) await commit(work, () => markMissed(work, denialId, today), [])
  const next = nextDay(back ?? denial, today)
  if (next) await setDeadline(work, denialDue, denialId, startOfDayIn(zone, plusDays(next, 1)))
})
