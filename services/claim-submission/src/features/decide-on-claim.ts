/** POST /v1/claims/{id}/release, /hold, /void: a person decides, with a reason that stays with the claim. */
import { clearanceOverridden } from '@tally/contracts'
import { answer, commit, notFound, problem, route, saying, type Work } from '@tally/platform'
import { z } from 'zod'
import { type Claim, isAdjudicated, isInFlight, voidedByPerson } from '../domain/claim.ts'
import { addDecision } from '../store/claim-decisions.ts'
import { type Joined, lockClaim, saveClaim } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'
import { claimShown, shown } from './list-claims.ts'

const params = z.object({ id: z.string() })
const body = z.strictObject({ reason: z.string().trim().min(1).max(500) })
const answers = { 200: claimShown }
const roles = ['biller', 'owner'] as const

export const releaseClaim = route({
  method: 'POST',
  path: '/v1/claims/:id/release',
  summary:
    'Releases a hold of a person, or answers for one of eligibility; a hold of coding ends when the encounter is corrected.',
  ...{ roles, params, body, answers },
  async handle({ params: { id }, body: { reason }, work, actor }) {
    const joined = await lockClaim(work, id)
    const { claim } = joined
    if (!claim) return notFound('the claim')
    const { answer: clearance } = claim
    const byEligibility = clearance?.kind === 'held' && clearance.version === claim.capturedVersion
    // What the scrub or the partner stopped is looked at anew: the practice's or the payer's entry may be mended since.
    if (claim.heldByPerson !== null || (claim.state === 'held' && !byEligibility)) {
      // Who asked for it to go meanwhile was told of the hold, which is over.
      const heldBecause = claim.heldBecause === claim.heldByPerson ? null : claim.heldBecause
      const freed = await advanceClaim(work, {
        ...joined,
        claim: { ...claim, heldByPerson: null, heldBecause },
        personChanged: false,
      })
      // What stopped it stops it still, unless what a person held is now held for another reason.
      if (claim.heldByPerson === null && freed.state === 'held') return notReleasable()
      addDecision(work, claim.id, 'release', actor, reason)
      return answer(200, shown(freed))
    }
    if (claim.state !== 'held' || !byEligibility) return notReleasable()
    await override(work, claim, clearance.reason ?? 'eligibility/held', reason, actor.keyId)
    addDecision(work, claim.id, 'release', actor, reason)
    return answer(200, shown(claim))
  },
})

export const holdClaim = route({
  method: 'POST',
  path: '/v1/claims/:id/hold',
  summary: 'Keeps a claim from going out until it is released.',
  ...{ roles, params, body, answers },
  async handle({ params: { id }, body: { reason }, work, actor }) {
    const joined = await lockClaim(work, id)
    const { claim } = joined
    if (!claim) return notFound('the claim')
    if (isInFlight(claim) || isAdjudicated(claim) || claim.state === 'voided') return tooLate(claim)
    if (claim.heldByPerson === voidedByPerson) return voidUnderWay()
    const held = await advanceClaim(work, {
      ...joined,
      claim: { ...claim, heldByPerson: 'claim/held-by-person' },
      personChanged: false,
    })
    addDecision(work, claim.id, 'hold', actor, reason)
    return answer(200, shown(held))
  },
})

export const voidClaim = route({
  method: 'POST',
  path: '/v1/claims/:id/void',
  summary:
    'Asks nothing of this payer any more, whatever the visit becomes; what was sent is voided there too, or waits for a person. A release ends it.',
  ...{ roles, params, body, answers },
  async handle({ params: { id }, body: { reason }, work, actor }) {
    const joined = await lockClaim(work, id)
    const { claim } = joined
    if (!claim) return notFound('the claim')
    if (isInFlight(claim)) return tooLate(claim)
    const gone = await voided(work, joined, claim)
    addDecision(work, claim.id, 'void', actor, reason)
    return answer(200, shown(gone))
  },
})

function notReleasable() {
  const detail = 'nothing that a release could end holds the claim; its explanation says what would'
  return problem(409, 'claim/not-releasable', detail)
}

function voidUnderWay() {
  return problem(409, 'claim/voided-by-person', 'a person voided the claim: release it to have it go on')
}

/** Eligibility hears it and answers anew; that answer is what releases the claim. */
async function override(
  work: Work,
  claim: Claim,
  overrides: string,
  because: string,
  keyId: string,
): Promise<void> {
  const said = { ...claim, version: claim.version + 1 }
  await commit(work, () => saveClaim(work, said, null), [
    saying(clearanceOverridden, {
      ...{ subject: claim.id, sequence: said.version, correlationId: claim.treatmentDayId },
      data: {
        claimId: claim.id,
        treatmentDayId: claim.treatmentDayId,
        patientId: claim.patientId,
        version: claim.capturedVersion,
        overrides,
        keyId,
      },
      sealed: { because },
    }),
  ])
}

function voided(work: Work, joined: Joined, claim: Claim): Promise<Claim> {
  return advanceClaim(work, {
    ...joined,
    claim: { ...claim, heldByPerson: voidedByPerson },
    personChanged: false,
  })
}

function tooLate({ state }: Claim) {
  return problem(
    409,
    'claim/on-its-way',
    `the claim is ${state}: correct or void the encounter, and it follows when its answer is in`,
  )
}
