/**
 * GET /v1/unmatched: claims of remittances whose money, or whose answer, found no claim of ours yet. What was before the
 * practice's goLiveOn is told in groups, and claim by claim only where it is asked for.
 */
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { waitsFor } from '../domain/unmatched-work.ts'
import { legacyGroups } from '../store/legacy-money.ts'
import { listUnmatched } from '../store/remittance-claims.ts'
import { claimShown, remittanceClaimShown } from './show-remittance.ts'

/** The work item: its cents are `paidCents`. */
const waiting = remittanceClaimShown.extend({ says: z.string(), next: z.string() })

const legacyGroup = z.object({
  payerId: z.string().nullable(),
  payerName: z.string(),
  /** A month; null: the remittance names no day of payment. */
  paidIn: z.string().nullable(),
  claims: z.int(),
  paidCents: z.int(),
})

export const listTheUnmatched = route({
  method: 'GET',
  path: '/v1/unmatched',
  summary: 'Claims of remittances that wait for a person, with their cents and the reason.',
  description:
    'Money for services, or paid, before the practice’s policy `goLiveOn` is in `legacy`, by payer and month; `?legacy=true` lists its claims.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    legacy: z.enum(['true', 'false']).default('false'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^[0-9A-Z]{26}-\d{1,9}$/)
      .optional(),
  }),
  answers: {
    200: z.object({
      items: z.array(waiting),
      legacy: z.object({ claims: z.int(), paidCents: z.int(), groups: z.array(legacyGroup) }),
      nextCursor: z.string().nullable(),
    }),
  },
  async handle({ query: { limit, legacy, cursor = '-0' }, work }) {
    const [remittanceId = '', position = '0'] = cursor.split('-')
    const after = { remittanceId, position: Number(position) }
    const records = await listUnmatched(work, after, limit + 1, legacy === 'true')
    const items = records
      .slice(0, limit)
      .map((record) => ({ ...claimShown(record), ...waitsFor(record.because) }))
    const groups = await legacyGroups(work)
    const last = items.at(-1)
    return answer(200, {
      items,
      legacy: {
        claims: groups.reduce((sum, { claims }) => sum + claims, 0),
        paidCents: groups.reduce((sum, { paidCents }) => sum + paidCents, 0),
        groups: [...groups],
      },
      nextCursor: records.length > limit && last ? `${last.remittanceId}-${last.position}` : null,
    })
  },
})
