/** POST /v1/ledger/claims/{claimId}/patient-release: a person lets an injury's patient balance go onto a statement. */
import { answer, commit, notFound, problemAt, route } from '@tally/platform'
import { z } from 'zod'
import { findClaim } from '../store/claims.ts'
import { patientHolds, releaseLines } from '../store/patient-shares.ts'

export const patientHoldShown = z
  .object({
    chargeLineId: z.string(),
    because: z.string(),
    says: z.string(),
    /** A person may let it go. */
    releasable: z.boolean(),
  })
  .meta({ id: 'PatientHold', description: 'Why a patient’s balance is on no statement.' })

export const releasePatientShare = route({
  method: 'POST',
  path: '/v1/ledger/claims/:claimId/patient-release',
  summary: 'Lets the patient’s balance of an injury’s visit go onto a statement, with a reason.',
  description: 'Cost sharing of a Qualified Medicare Beneficiary is never released.',
  roles: ['biller', 'owner'],
  idempotent: 'optional',
  params: z.object({ claimId: z.string() }),
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  answers: { 200: z.object({ claimId: z.string(), patientHolds: z.array(patientHoldShown) }) },
  async handle({ params: { claimId }, body: { reason }, actor, work }) {
    const claim = await findClaim(work, claimId)
    if (!claim) return notFound('the claim')
    const held = await patientHolds(work, [claim.treatmentDayId])
    const chargeLineIds = held.filter(({ releasable }) => releasable).map((each) => each.chargeLineId)
    const [never] = held.filter(({ releasable }) => !releasable)
    if (never && chargeLineIds.length === 0) {
      return problemAt(422, '', never.because, never.says)
    }
    await commit(
      work,
      () => releaseLines(work, { chargeLineIds, byKey: actor.keyId, byLabel: actor.label, reason }),
      [],
    )
    const left = await patientHolds(work, [claim.treatmentDayId])
    return answer(200, { claimId, patientHolds: [...left] }, { shows: [claim.patientId] })
  },
})
