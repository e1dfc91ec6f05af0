/**
 * GET /v1/claims/{id}/explanation: why the newest version goes as it goes, every scrub rule over it with its outcome
 * and source, what holds it of its coding, and why what changed since does not go as a claim.
 */
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { whatHolds } from '../domain/what-holds-claim.ts'
import { versionsOf } from '../store/claim-versions.ts'
import { findClaim } from '../store/claims.ts'

const scrubbed = z.object({
  rule: z.string(),
  outcome: z.enum(['passed', 'hold', 'warn']),
  says: z.string(),
  citation: z.string(),
  fix: z.string().nullable(),
})

export const explainClaim = route({
  method: 'GET',
  path: '/v1/claims/:id/explanation',
  summary: 'What was looked at before the claim may go, and what it found.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: {
    200: z.object({ claimId: z.string(), claimVersion: z.int().nullable(), rules: z.array(scrubbed) }),
  },
  async handle({ params, work }) {
    const found = await findClaim(work, params.id)
    if (!found) return notFound('the claim')
    const newest = (await versionsOf(work, params.id)).at(-1)
    const rules = z
      .array(scrubbed)
      .parse([...whatHolds(found.claim, found.person.visits), ...(newest?.explanation ?? [])])
    const told = { claimId: params.id, claimVersion: newest?.version ?? null, rules }
    return answer(200, told, { shows: [found.claim.patientId] })
  },
})
