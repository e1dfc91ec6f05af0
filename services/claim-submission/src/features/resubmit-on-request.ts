/**
 * Hears a denial that asks for the claim to go again: as a new original, as a replacement, as the void that was thrown out, or not
 * as a claim at all, as join-claim.ts has it. In the last case the claim says why, and what was given for it is kept; a claim that
 * is voided says so once more, which ends the denial.
 */
import { appealFiled, denialResubmissionRequested } from '@tally/contracts'
import { commit, hears, on } from '@tally/platform'
import { newestThatLeft, stillAsked } from '../domain/asked-again.ts'
import {
  appealFiled as appealUnderWay,
  type ClaimPerson,
  isAdjudicated,
  isInFlight,
} from '../domain/claim.ts'
import { stepWhenAsked } from '../domain/join-claim.ts'
import { versionsOf } from '../store/claim-versions.ts'
import { lockClaim, saveClaim } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'
import { knownOf } from './known-of-claim.ts'

export const resubmitOnRequest = hears('resubmit-on-request', [
  on(
    denialResubmissionRequested,
    async (work, { data, person: given }) => {
      const joined = await lockClaim(work, data.claimId)
      const { claim, answerPerson } = joined
      if (!claim) return
      const { facts, versions: known } = await knownOf(work, claim)
      const versions = isInFlight(claim) ? await versionsOf(work, claim.id) : known
      const before = stillAsked(joined.person.asked, versions)
      // Of what is on its way now nobody can know whether its payer will decide.
      const neverAdjudicated = data.neverAdjudicated && !isInFlight(claim)
      const person: ClaimPerson = {
        visits: joined.person.visits,
        asked: {
          afterVersion: newestThatLeft(versions),
          memberId: given?.memberId ?? before?.memberId ?? null,
          priorAuthorization: given?.priorAuthorization ?? before?.priorAuthorization ?? null,
          neverAdjudicated,
        },
      }
      const step = stepWhenAsked(claim, { ...facts, neverAdjudicated })
      await advanceClaim(work, { claim, answerPerson, person, personChanged: true }, step)
    },
    { opens: true },
  ),
  on(appealFiled, async (work, { data }) => {
    const { claim } = await lockClaim(work, data.claimId)
    // While a payer decides anew nothing of the claim may be replaced behind its back.
    if (!claim || !isAdjudicated(claim)) return
    await commit(work, () => saveClaim(work, { ...claim, heldBecause: appealUnderWay }, null), [])
  }),
])
