/**
 * Hears a denial that asks for the claim to go again: as a new original, as a replacement, or not as a claim at all,
 * as decide-frequency.ts has it. In the last case it waits for a person, with the reason.
 */
import { appealFiled, denialResubmissionRequested } from '@tally/contracts'
import { commit, hears, on } from '@tally/platform'
import {
  appealFiled as appealUnderWay,
  type ClaimPerson,
  isAdjudicated,
  isInFlight,
} from '../domain/claim.ts'
import { buildAs, frequencyOf, rulesOf } from '../domain/join-claim.ts'
import { lockClaim, saveAnswer, saveClaim } from '../store/claims.ts'
import { advanceClaim, knownOf } from './advance-claim.ts'

export const resubmitOnRequest = hears('resubmit-on-request', [
  on(
    denialResubmissionRequested,
    async (work, { data, person: asked }) => {
      const joined = await lockClaim(work, data.claimId)
      const { claim } = joined
      if (!claim || isInFlight(claim) || claim.chargeStanding !== 'captured') return
      const person = withMember(joined.person, claim.coverageOrder, asked?.memberId ?? null)
      const number = asked?.priorAuthorization ?? null
      const answerPerson = number === null ? joined.answerPerson : { priorAuthorization: number }
      if (number !== null && claim.answer) saveAnswer(work, claim.treatmentDayId, claim.answer, answerPerson)
      const decision = frequencyOf(claim, (await knownOf(work, claim)).facts, data.neverAdjudicated)
      const step = buildAs(decision)
      if (!step) {
        const waits = { ...claim, heldBecause: rulesOf(decision) }
        await commit(work, () => saveClaim(work, waits, null), [])
        return
      }
      const changed = { claim, answerPerson, person, personChanged: person !== joined.person }
      await advanceClaim(work, changed, step)
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

/** The card as the person who worked the denial found it. */
function withMember(person: ClaimPerson, order: number, memberId: string | null): ClaimPerson {
  if (memberId === null) return person
  return {
    visits: person.visits.map((visit) => {
      const ranked = [...visit.coverages].sort((a, b) => a.order - b.order)
      const meant = ranked[order - 1]
      return {
        ...visit,
        coverages: visit.coverages.map((each) => (each === meant ? { ...each, memberId } : each)),
      }
    }),
  }
}
