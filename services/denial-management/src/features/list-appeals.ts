/** GET /v1/appeals: what payers were asked to decide again, in the order of filing. */
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { listAppeals } from '../store/appeals.ts'
import { appealOutcome, appealShown, shownAppeal } from './appeal-shown.ts'

export const listTheAppeals = route({
  method: 'GET',
  path: '/v1/appeals',
  summary: 'Appeals by outcome, in the order in which they were filed.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    outcome: appealOutcome.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().default(''),
  }),
  answers: { 200: z.object({ items: z.array(appealShown), nextCursor: z.string().nullable() }) },
  async handle({ query, work }) {
    const { outcome = null, limit, cursor } = query
    const found = await listAppeals(work, outcome, cursor, limit + 1)
    const items = found.slice(0, limit).map(shownAppeal)
    return answer(200, { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})
