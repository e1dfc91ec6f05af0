/**
 * GET /v1/remittances/unowned: what came for a payee that no practice has, for operators: no patient's data, but
 * who pays whom how much.
 */
import { answer, installation, inTransaction, operatorRoute } from '@tally/platform'
import { z } from 'zod'
import { listRemittances } from '../store/remittances.ts'
import { nextCursorOf, remittanceShown, shown } from './list-remittances.ts'

export const listUnownedRemittances = operatorRoute({
  method: 'GET',
  path: '/v1/remittances/unowned',
  summary:
    'Remittances whose payee no practice has: name its NPI in the practice, which then takes them over.',
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.coerce.number().int().positive().optional(),
  }),
  answers: { 200: z.object({ items: z.array(remittanceShown), nextCursor: z.string().nullable() }) },
  async handle({ query: { cursor = null, limit }, shell }) {
    const rows = await inTransaction(shell.worker, null, (sql) =>
      listRemittances({ query: sql, practiceId: installation }, 'quarantined', cursor, limit + 1),
    )
    const items = rows.slice(0, limit).map(shown)
    return answer(200, { items, nextCursor: nextCursorOf(rows, limit) })
  },
})
