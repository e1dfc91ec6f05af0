/**
 * Hears a denial that asks for the claim to go again: as a new original, as a replacement, or not as a claim at all,
 * as decide-frequency.ts has it. In the last case it waits for a person, with the reason; what was given for it is kept.
 */
import { appealFiled, denialResubmissionRequested } from '@tally/contracts'
import { commit, hears, on } from '@tally/platform'
import { newestThatLeft } from '../domain/asked-again.ts'
import {
  appealFiled as appealUnderWay,
  type ClaimPerson,
  isAdjudicated,
  isInFlight,
  isWithdrawn,
} from '../domain/claim.ts'
import { buildAs, frequencyOf, rulesOf } from '../domain/join-claim.ts'
import { lockClaim, saveClaim } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'
import { knownOf } from './known-of-claim.ts'

export const resubmitOnRequest = hears('resubmit-on-request', [
  on(
    denialResubmissionRequested,
    async (work, { data, person: asked }) => {
      const joined = await lockClaim(work, data.claimId)
      const { claim } = joined
      if (!claim || isInFlight(claim) || isWithdrawn(claim)) return
      const { facts, versions } = await knownOf(work, claim)
      const person: ClaimPerson = {
        visits: joined.person.visits,
        asked: {
          afterVersion: newestThatLeft(versions),
          memberId: asked?.memberId ?? null,
          priorAuthorization: asked?.priorAuthorization ?? null,
          neverAdjudicated: data.neverAdjudicated,
        },
      }
      const decision = frequencyOf(claim, { ...facts, neverAdjudicated: data.neverAdjudicated })
      const step = buildAs(decision)
      const waitsFor = claim.chargeStanding === 'held' ? claim.holdRules.join(' ') : rulesOf(decision)
      if (!step || claim.chargeStanding === 'held') {
        // A day that is held by its coding goes with what was asked when it is captured again.
        const waits = { ...claim, heldBecause: waitsFor }
        await commit(work, () => saveClaim(work, waits, person), [])
        return
      }
      const { answerPerson } = joined
      const changed = { claim, answerPerson, person, personChanged: true }
      // Who paid before the visit was moved gives it back first, whoever asks.
      await advanceClaim(work, changed, facts.paidElsewhere ? null : step)
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
