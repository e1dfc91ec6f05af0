/** GET /v1/appeals: what payers were asked to decide again, in the order of filing. */
import { answer, fieldForms, route } from '@tally/platform'
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
    cursor: fieldForms.cursorOfIds(),
  }),
  example: {
    answer: {
      items: [
        {
          ...{ id: '01KNR4B6G0M3Z5C6V7B8N9M0A1', denialId: '01KN0B2T80S4W6X8Y0Z2A4C6E8', level: 1 },
          ...{ claimId: '01KJRPT0W38WQ3N2D8K7H6G5F4', payerId: '02302', filedOn: '2026-04-01' },
          ...{ answerDueOn: '2026-05-31', outcome: 'upheld', decidedOn: '2026-05-08' },
        },
        {
          ...{ id: '01KR8X1C00T7V9W1X3Y5Z7A9B1', denialId: '01KN0B2T80S4W6X8Y0Z2A4C6E8', level: 2 },
          ...{ claimId: '01KJRPT0W38WQ3N2D8K7H6G5F4', payerId: '02302', filedOn: '2026-05-10' },
          ...{ answerDueOn: '2026-07-09', outcome: 'pending', decidedOn: null },
        },
      ],
      nextCursor: null,
    },
  },
  answers: { 200: z.object({ items: z.array(appealShown), nextCursor: z.string().nullable() }) },
  async handle({ query, work }) {
    const { outcome = null, limit, cursor } = query
    const found = await listAppeals(work, outcome, cursor, limit + 1)
    const items = found.slice(0, limit).map(shownAppeal)
    return answer(200, { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})
