/** GET /v1/unmatched: claims of remittances whose money, or whose answer, found no claim of ours yet. */
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { waitsFor } from '../domain/unmatched-work.ts'
import { listUnmatched } from '../store/remittance-claims.ts'
import { claimShown, remittanceClaimShown } from './show-remittance.ts'

/** The work item: its cents are `paidCents`. */
const waiting = remittanceClaimShown.extend({ says: z.string(), next: z.string() })

export const listTheUnmatched = route({
  method: 'GET',
  path: '/v1/unmatched',
  summary: 'Claims of remittances that wait for a person, with their cents and the reason.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^[0-9A-Z]{26}-\d{1,9}$/)
      .optional(),
  }),
  answers: { 200: z.object({ items: z.array(waiting), nextCursor: z.string().nullable() }) },
  async handle({ query: { limit, cursor = '-0' }, work }) {
    const [remittanceId = '', position = '0'] = cursor.split('-')
    const after = { remittanceId, position: Number(position) }
    const records = await listUnmatched(work, after, limit + 1)
    const items = records
      .slice(0, limit)
      .map((record) => ({ ...claimShown(record), ...waitsFor(record.because) }))
    const last = items.at(-1)
    return answer(200, {
      items,
      nextCursor: records.length > limit && last ? `${last.remittanceId}-${last.position}` : null,
    })
  },
})
