/** POST /v1/encounters/{externalId}/void: it never should have been billed. The day is coded without it. */
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { standingOfDay } from '../store/claim-standings.ts'
import { lockEncounter, versionsOf } from '../store/encounters.ts'
import { findDay } from '../store/treatment-days.ts'
import { claimPlan, claimPlanOf } from './claim-plan.ts'
import { encounterAnswer, encounterAnswerOf } from './encounter-answer.ts'
import { mayReach } from './own-encounter.ts'
import { bodyOf } from './read-visits.ts'
import { recordVisit } from './record-visit.ts'
import { encounterIdOf, showRecorded } from './show-encounter.ts'

export const voidEncounter = route({
  method: 'POST',
  path: '/v1/encounters/:externalId/void',
  summary: 'The visit never should have been billed; voiding it again changes nothing.',
  roles: ['emr', 'biller', 'owner'],
  params: z.object({ externalId: z.string() }),
  answers: { 200: encounterAnswer.extend({ claimPlan }) },
  // A late retry would else void again what was taken back meanwhile.
  idempotent: 'optional',
  async handle({ params, work, actor }) {
    const row = await lockEncounter(work, encounterIdOf(work, params.externalId))
    if (!row || !mayReach(actor, row)) return notFound('the encounter')
    const shows = [row.patient_id]
    if (row.status === 'void') {
      return answer(200, { ...(await showRecorded(work, row)), claimPlan: 'none' }, { shows })
    }
    const [newest] = await versionsOf(work, row.id)
    const before = await findDay(work, row.treatment_day_id)
    if (!newest || !before) throw new Error('an encounter without its version or day')
    const next = { ...row, version: row.version + 1, status: 'void' }
    const recorded = await recordVisit(work, next, bodyOf(newest), before.day, actor.keyId)
    const standing = await standingOfDay(work, before.day.id)
    const plan = claimPlanOf({ before: before.day, recorded, standing })
    return answer(
      200,
      { ...encounterAnswerOf(recorded), claimPlan: plan },
      { headers: { etag: `"${next.version}"` }, shows },
    )
  },
})
