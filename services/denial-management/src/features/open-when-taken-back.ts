/** A reversal that no new decision followed: the payer took its money back, and somebody must ask why. */
import { deadline } from '@tally/platform'
import { openForTakeback } from '../domain/open-denial.ts'
import { lockKnownClaim, saveClaim } from '../store/claims.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { keepOpened } from './keep-denial.ts'
import { surroundingsOf } from './surroundings.ts'

export const takeback = 'takeback'

export const openWhenTakenBack = deadline(takeback, async (work, claimId) => {
  const claim = await lockKnownClaim(work, claimId)
  if (!claim?.takenBack || claim.standing === 'voided') return
  const zone = await practiceZone(work)
  await saveClaim(work, { ...claim, takenBack: null })
  await keepOpened(
    work,
    openForTakeback(claim.takenBack, claim, await surroundingsOf(work, claim, zone)),
    zone,
  )
})
