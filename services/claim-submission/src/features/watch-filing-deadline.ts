/**
 * Thirty days before the filing window closes: says so, and again each day, while the claim has not gone out.
 */
import { filingDeadlineNear } from '@tally/contracts'
import { dayIn, plusDays, startOfDayIn } from '@tally/kernel'
import { commit, deadline, practiceDetails, saying, setDeadline } from '@tally/platform'
import { daysLeftToFile } from '../domain/filing-deadline.ts'
import { lockClaim, saveClaim } from '../store/claims.ts'
import { filingDeadline } from './filing-clock.ts'

export const watchFilingDeadline = deadline(filingDeadline, async (work, claimId) => {
  const { claim } = await lockClaim(work, claimId)
  if (!claim) return
  const { timezone } = await practiceDetails(work)
  const today = dayIn(timezone, work.now)
  const daysLeft = daysLeftToFile(claim, today)
  if (daysLeft === null || claim.timelyFilingDueOn === null) return
  const pressed = { ...claim, version: claim.version + 1 }
  await commit(work, () => saveClaim(work, pressed, null), [
    saying(filingDeadlineNear, {
      ...{ subject: claim.id, sequence: pressed.version, correlationId: claim.treatmentDayId },
      data: {
        claimId: claim.id,
        treatmentDayId: claim.treatmentDayId,
        payerId: claim.payerId ?? 'none',
        timelyFilingDueOn: claim.timelyFilingDueOn,
        daysLeft,
        heldBecause: claim.heldBecause ?? claim.state,
      },
    }),
  ])
  if (daysLeft < 0) return
  await setDeadline(work, filingDeadline, claim.id, startOfDayIn(timezone, plusDays(today, 1)))
})
