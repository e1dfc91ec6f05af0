/** A reversal that no new decision followed: the payer took its money back, and somebody must ask why. */
import { deadline } from '@tally/platform'
import { openForTakeback, renewed } from '../domain/open-denial.ts'
import { lockKnownClaim, saveClaim } from '../store/claims.ts'
import { unresolvedOf } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { byEvent, keepChanged, keepOpened } from './keep-denial.ts'
import { surroundingsOf } from './surroundings.ts'

export const takeback = 'takeback'

/** A correction comes in the remittance that brings the reversal, moments after it (x12 note 2.7). */
export const correctionFollowsMs = 30_000

export const openWhenTakenBack = deadline(takeback, async (work, claimId) => {
  const claim = await lockKnownClaim(work, claimId)
  if (!claim?.takenBack || claim.standing === 'voided') return
  const { takenBack: taken, claimVersion, claimNumber } = claim
  const zone = await practiceZone(work)
  await saveClaim(work, { ...claim, takenBack: null })
  const around = await surroundingsOf(work, claim, zone)
  const open = (await unresolvedOf(work, claimId)).find(({ source }) => source === 'takeback')
  if (!open) return keepOpened(work, openForTakeback(taken, claim, around), zone)
  // Another reversal of the claim joins the denial that is open.
  const { remittanceId, receivedOn } = taken
  const received = { remittanceId, receivedOn, claimVersion, claimNumber }
  const again = renewed(open, open.amountCents + taken.amountCents, received, claim, around)
  await keepChanged(work, again, byEvent('taken-back-again'), zone)
})
