/**
 * Hears a denial that asks for the claim to go again. What was never adjudicated goes as a new original; what was
 * goes as a replacement where the payer takes one (x12.md 1.4); else it waits for a person, with the reason.
 */
import { appealFiled, denialResubmissionRequested } from '@tally/contracts'
import { commit, hears, on, type Work } from '@tally/platform'
import { type Claim, type ClaimPerson, isAdjudicated, isInFlight, payerKnows } from '../domain/claim.ts'
import { payerClaimNumberOf, versionsOf } from '../store/claim-versions.ts'
import { lockClaim, saveAnswer, saveClaim } from '../store/claims.ts'
import { payerProfile } from '../store/payers.ts'
import { advanceClaim } from './advance-claim.ts'

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
      if (number !== null && claim.answer)
        await saveAnswer(work, claim.treatmentDayId, claim.answer, answerPerson)
      const newestKind = (await versionsOf(work, claim.id)).at(-1)?.kind ?? null
      const as = data.neverAdjudicated || !payerKnows(claim, newestKind) ? 'original' : 'replacement'
      if (as === 'replacement' && !(await mayReplace(work, claim))) {
        const waits = { ...claim, heldBecause: 'resubmission/payer-takes-no-replacement' }
        await commit(work, () => saveClaim(work, waits, null), [])
        return
      }
      const changed = { claim, answerPerson, person, personChanged: person !== joined.person }
      await advanceClaim(work, changed, { kind: 'build', as })
    },
    { opens: true },
  ),
  on(appealFiled, async (work, { data }) => {
    const { claim } = await lockClaim(work, data.claimId)
    // While a payer decides anew nothing of the claim may be replaced behind its back.
    if (!claim || !isAdjudicated(claim)) return
    await commit(work, () => saveClaim(work, { ...claim, heldBecause: 'appeal/filed' }, null), [])
  }),
])

async function mayReplace(work: Work, { id, payerId, payerFamily }: Claim): Promise<boolean> {
  if (payerId === null || payerFamily === null) return false
  const { acceptsReplacement } = await payerProfile(work, payerId, payerFamily)
  return acceptsReplacement && (await payerClaimNumberOf(work, id)) !== null
}

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
