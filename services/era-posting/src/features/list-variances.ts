/** GET /v1/variances: lines that were allowed another amount than their fee schedule expects. */
import { cents } from '@tally/kernel'
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { listVariances } from '../store/variances.ts'

const varianceShown = z
  .object({
    id: z.string(),
    remittanceId: z.string(),
    claimId: z.string(),
    chargeLineId: z.string(),
    payerId: z.string(),
    serviceDate: z.string(),
    procedureCode: z.string(),
    expectedAllowedCents: z.int(),
    allowedCents: z.int(),
    /** Allowed less expected. */
    differenceCents: z.int(),
    foundAt: z.string(),
  })
  .meta({ id: 'Variance', description: 'A line that was allowed another amount than expected.' })

export const listTheVariances = route({
  method: 'GET',
  path: '/v1/variances',
  summary: 'Lines allowed another amount than expected, beyond the payer’s tolerance.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    payerId: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().default(''),
  }),
  answers: { 200: z.object({ items: z.array(varianceShown), nextCursor: z.string().nullable() }) },
  async handle({ query: { payerId = null, limit, cursor }, work }) {
    const variances = await listVariances(work, payerId, cursor, limit + 1)
    const items = variances.slice(0, limit).map((each) => ({
      ...each,
      differenceCents: cents(each.allowedCents - each.expectedAllowedCents),
    }))
    return answer(200, { items, nextCursor: variances.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})
