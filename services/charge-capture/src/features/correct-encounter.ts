/**
 * PUT /v1/encounters/{externalId}: the EMR's correction, as a new version; it may move the visit to another
 * day.
 */
import { dayIn } from '@tally/kernel'
import { answer, item, notFound, problem, route } from '@tally/platform'
import { z } from 'zod'
import { standingOfDay } from '../store/claim-standings.ts'
import { lockEncounter, versionsOf } from '../store/encounters.ts'
import { findDay } from '../store/treatment-days.ts'
import { refusalOf } from './capture-encounter.ts'
import { claimPlan, claimPlanOf } from './claim-plan.ts'
import { contentHash } from './content-hash.ts'
import { encounterAnswer, encounterAnswerOf } from './encounter-answer.ts'
import { encounterBody } from './encounter-body.ts'
import { exampleAnswer, exampleVisit } from './example-visit.ts'
import { mayReach } from './own-encounter.ts'
import { identify, recordVisit } from './record-visit.ts'
import { encounterIdOf, showRecorded } from './show-encounter.ts'

export const correctEncounter = route({
  method: 'PUT',
  path: '/v1/encounters/:externalId',
  summary: 'A correction by the EMR: a new version of the visit.',
  description:
    'If-Match holds the version corrected. The same content as stored answers 200 and changes nothing.',
  roles: ['emr', 'biller', 'owner'],
  params: z.object({ externalId: z.string() }),
  body: encounterBody,
  example: { body: exampleVisit, answer: { ...exampleAnswer, version: 2, claimPlan: 'wait-for-answer' } },
  ifMatch: 'required',
  answers: { 200: encounterAnswer.extend({ claimPlan }) },
  async handle({ params, body, ifMatch, practice, work, actor }) {
    const { encounterId, patientId, dayId, key } = identify(work, body)
    if (encounterIdOf(work, params.externalId) !== encounterId) {
      const problems = [
        item('/externalId', 'encounter/other-id', 'it is not the id of the path', 'send the same id twice'),
      ]
      return problem(400, 'encounter/other-id', 'body and path name two encounters', { problems })
    }
    const row = await lockEncounter(work, encounterId)
    if (!row || !mayReach(actor, row)) return notFound('the encounter')
    if (String(row.version) !== ifMatch) {
      const detail = `the current version is ${row.version}: read it, then correct that`
      return problem(412, 'version/stale', detail, { headers: { etag: `"${row.version}"` } })
    }
    const refusal = refusalOf(body, dayIn(practice.timezone, work.now))
    if (refusal) return refusal
    const before = await findDay(work, row.treatment_day_id)
    if (!before) throw new Error('an encounter without its treatment day')
    const [newest] = await versionsOf(work, encounterId)
    if (newest?.contentHash === contentHash(body) && row.status === 'signed') {
      return answer(200, { ...(await showRecorded(work, row)), claimPlan: 'none' })
    }
    const version = row.version + 1
    const next = {
      ...{ id: encounterId, version, status: 'signed', treatment_day_id: dayId, patient_id: patientId },
      ...{ service_date: key.serviceDate, system: row.system },
    }
    const recorded = await recordVisit(work, next, body, before.day, actor.keyId)
    const standing = await standingOfDay(work, before.day.id)
    const plan = claimPlanOf({ before: before.day, recorded, standing })
    return answer(
      200,
      { ...encounterAnswerOf(recorded), claimPlan: plan },
      { headers: { etag: `"${version}"` } },
    )
  },
})
