/**
 * GET /v1/encounters/{id or externalId}: how the visit stands, with every decision and its reasons, and what
 * was sent.
 */
import { derivedPrefixes } from '@tally/kernel'
import { answer, notFound, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { type EncounterRow, findEncounter, versionsOf } from '../store/encounters.ts'
import { findDay } from '../store/treatment-days.ts'
import { type EncounterAnswer, encounterAnswer, encounterAnswerOf } from './encounter-answer.ts'
import { encounterBody } from './encounter-body.ts'
import { mayReach } from './own-encounter.ts'
import { bodyOf } from './read-visits.ts'
import { codedAgain } from './recode-day.ts'

const version = z.object({
  version: z.int(),
  status: z.enum(['signed', 'void']),
  contentHash: z.string(),
  receivedAt: z.string(),
  receivedFrom: z.string(),
})

export const showEncounter = route({
  method: 'GET',
  path: '/v1/encounters/:id',
  summary: 'One visit with its decisions, its versions and the newest body.',
  roles: ['emr', 'clinician', 'biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: { 200: encounterAnswer.extend({ versions: z.array(version), encounter: encounterBody }) },
  async handle({ params, work, actor }) {
    const row = await findEncounter(work, encounterIdOf(work, params.id))
    if (!row || !mayReach(actor, row)) return notFound('the encounter')
    const versions = await versionsOf(work, row.id)
    const [newest] = versions
    if (!newest) throw new Error('an encounter without a version')
    const history = versions.map(({ version, status, contentHash, receivedAt, receivedFrom }) => {
      return { version, status, contentHash, receivedAt, receivedFrom }
    })
    const shown = { ...(await showRecorded(work, row)), versions: history, encounter: bodyOf(newest) }
    return answer(200, shown, { headers: { etag: `"${row.version}"` } })
  },
})

/** Either id works: ours begins with `enc_`, which an EMR's may not. */
export function encounterIdOf(work: Work, id: string): string {
  return id.startsWith(derivedPrefixes.encounter) ? id : work.keys.derive('encounter', id)
}

/** The answer to a visit that is stored, computed again from what is stored; nothing is written or said. */
export async function showRecorded(work: Work, row: EncounterRow): Promise<EncounterAnswer> {
  const stored = await findDay(work, row.treatment_day_id)
  const [newest] = await versionsOf(work, row.id)
  if (!stored || !newest) throw new Error('an encounter without its day or version')
  const { day, findings } = stored
  const coded = await codedAgain(work, day)
  const again = coded.recoded
  return encounterAnswerOf({
    ...coded,
    encounter: row,
    // The decision shown is the one that was made; only what is derived from it and not stored is computed
    // again.
    recoded: { ...again, day, findings, proposed: day.status === 'captured' ? day.lines : again.proposed },
    body: bodyOf(newest),
    contentHash: newest.contentHash,
  })
}
