/** GET /v1/ledger/nights: what each night's look at all of the practice's books found, the newest first. */
import { isServiceDate } from '@tally/kernel'
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { listNights } from '../store/ledger-nights.ts'

const night = z
  .object({
    /** The day on which it ended, in the practice's time. */
    night: z.string(),
    lookedAt: z.string(),
    /** Rows that break an invariant. */
    broken: z.int(),
    /** Remittances whose proof does not hold, or whose stored copy could not be read. */
    unproven: z.int(),
    /** Remittances that were proven again from their stored copy since the night before. */
    proven: z.int(),
    /** The first of what is broken. */
    examples: z.array(z.object({ invariant: z.string(), subject: z.string(), differenceCents: z.int() })),
    tookMs: z.int(),
  })
  .meta({ id: 'LedgerNight', description: 'One look at all of the books.' })

export const listTheNights = route({
  method: 'GET',
  path: '/v1/ledger/nights',
  summary: 'What each night’s look at all of the books found.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().refine(isServiceDate).optional(),
  }),
  answers: { 200: z.object({ items: z.array(night), nextCursor: z.string().nullable() }) },
  async handle({ query: { limit, cursor = '' }, work }) {
    const rows = await listNights(work, cursor, limit + 1)
    const items = rows.slice(0, limit).map((each) => ({ ...each, examples: [...each.examples] }))
    return answer(200, { items, nextCursor: rows.length > limit ? (items.at(-1)?.night ?? null) : null })
  },
})
