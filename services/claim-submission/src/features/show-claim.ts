/** GET /v1/claims/{id}: one claim with its lines and the person it is for. */
import { sealedVisit } from '@tally/contracts'
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { findClaim } from '../store/claims.ts'
import { claimShown, shown } from './list-claims.ts'

const line = z.object({
  chargeLineId: z.string(),
  procedureCode: z.string(),
  units: z.int(),
  modifiers: z.array(z.string()),
  diagnosisPointers: z.array(z.int()),
  chargeCents: z.int(),
})

export const showClaim = route({
  method: 'GET',
  path: '/v1/claims/:id',
  summary: 'One claim with its lines, and the visits it is for as the EMR named them.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: {
    200: claimShown.extend({
      diagnoses: z.array(z.string()),
      lines: z.array(line),
      visits: z.array(sealedVisit),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
  },
  async handle({ params, work }) {
    const found = await findClaim(work, params.id)
    if (!found) return notFound('the claim')
    const { claim, person, createdAt, updatedAt } = found
    const { visits } = z.object({ visits: z.array(sealedVisit) }).parse(person)
    return answer(200, { ...shown(claim), ...claim.charges, visits, createdAt, updatedAt })
  },
})
