/**
 * POST /v1/encounters: a signed visit. It is coded and stored, or held and stored; refused only when it is no
 * visit.
 */
import { dayIn } from '@tally/kernel'
import { type Actor, answer, item, type Problem, problem, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { whyNoVisit } from '../domain/visit-refusal.ts'
import { claimEncounter, lockEncounter, versionsOf } from '../store/encounters.ts'
import { contentHash } from './content-hash.ts'
import { encounterAnswer, encounterAnswerOf } from './encounter-answer.ts'
import { type EncounterBody, encounterBody } from './encounter-body.ts'
import { exampleAnswer, exampleVisit } from './example-visit.ts'
import { mayReach } from './own-encounter.ts'
import { identify, recordVisit } from './record-visit.ts'
import { showRecorded } from './show-encounter.ts'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

export const captureEncounter = route({
  method: 'POST',
  path: '/v1/encounters',
  summary: 'A signed visit: coded at once, stored whatever is wrong with it.',
  description:
    'The natural key is the practice and externalId: the same content again answers 200 with what is stored, other content ' +
    '409 naming the current version. `dryRun=true` answers 200 and stores nothing.',
  roles: ['emr', 'biller', 'owner'],
  query: z.strictObject({
    dryRun: flag.default(false).meta({ description: 'Codes and prices it, and stores nothing.' }),
  }),
  body: encounterBody,
  answers: { 200: encounterAnswer, 201: encounterAnswer },
  example: { body: exampleVisit, answer: exampleAnswer },
  idempotent: ({ dryRun }) => (dryRun ? 'ignored' : 'required'),
  async handle({ body, query, practice, work, actor }) {
    const refusal = refusalOf(body, dayIn(practice.timezone, work.now))
    if (refusal) return refusal
    const { encounterId, patientId, dayId, key } = identify(work, body)
    const row = {
      ...{ id: encounterId, version: 1, status: 'signed', treatment_day_id: dayId, patient_id: patientId },
      ...{ service_date: key.serviceDate, system: actor.label },
    }
    if (!(await claimEncounter(work, row))) return alreadyThere(work, encounterId, body, actor)
    const recorded = await recordVisit(work, row, body, null, actor.keyId)
    const told = encounterAnswerOf(recorded)
    if (query.dryRun) return answer(200, told, { undo: true })
    return answer(201, told, { headers: { location: `/v1/encounters/${encounterId}`, etag: '"1"' } })
  },
})

/** 422: what is no visit at all, with every reason at once. */
export function refusalOf(body: EncounterBody, today: ReturnType<typeof dayIn>): Problem | null {
  const { serviceDate, patient, billingProvider, services } = body
  const claimed = {
    serviceDate,
    birthDate: patient.birthDate,
    billingNpi: billingProvider.npi,
    services: services.length,
  }
  const problems = whyNoVisit(claimed, today).map(({ pointer, code, says, fix }) =>
    item(pointer, code, says, fix),
  )
  if (problems.length === 0) return null
  return problem(422, problems[0]?.code ?? 'visit/none', 'this is no visit, and nothing was stored', {
    problems,
  })
}

async function alreadyThere(work: Work, encounterId: string, body: EncounterBody, actor: Actor) {
  const row = await lockEncounter(work, encounterId)
  const [newest] = await versionsOf(work, encounterId)
  if (!row || !newest) throw new Error('an encounter that was there is gone')
  if (newest.contentHash === contentHash(body) && row.status === 'signed') {
    return answer(200, await showRecorded(work, row), { headers: { etag: `"${row.version}"` } })
  }
  if (!mayReach(actor, row)) {
    const detail =
      'another system of this practice wrote a visit under this externalId: use one of your own, or ask a biller'
    return problem(409, 'encounter/other-system', detail, { remembered: true })
  }
  const stored = row.status === 'void' ? 'was voided as' : 'is stored with other content as'
  const detail = `this externalId ${stored} version ${row.version}: correct it by PUT with If-Match: "${row.version}"`
  return problem(409, 'encounter/other-content', detail, {
    remembered: true,
    headers: { etag: `"${row.version}"` },
  })
}
