/** The clock of a claim's filing window; its subject is the claim. */
import { startOfDayIn } from '@tally/kernel'
import { clearDeadline, practiceDetails, setDeadline, type Work } from '@tally/platform'
import type { Claim } from '../domain/claim.ts'
import { filingAlarmOn } from '../domain/filing-deadline.ts'

export const filingDeadline = 'filing-deadline'

/** The filing window presses while nothing of the claim is accepted by a payer. */
export async function watchFiling(work: Work, claim: Claim): Promise<void> {
  const waits = claim.state === 'held' || claim.state === 'ready' || claim.state === 'rejected'
  if (!waits || claim.timelyFilingDueOn === null) return clearDeadline(work, filingDeadline, claim.id)
  const { timezone } = await practiceDetails(work)
  await setDeadline(
    work,
    filingDeadline,
    claim.id,
    startOfDayIn(timezone, filingAlarmOn(claim.timelyFilingDueOn)),
  )
}
