/** GET /v1/denials: the work, most pressing first. */
import { dayIn } from '@tally/kernel'
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { listDenials, type Place } from '../store/denial-list.ts'
import { denialShown, denialStatus, shown } from './denial-shown.ts'

const cursor = z
  .string()
  .regex(/^[0-6]\.\d{1,15}\.[0-9A-Z]{26}$/, 'a cursor is what nextCursor said')
  .transform((text): Place => {
    const [band, recoverable, id = ''] = text.split('.')
    return { band: Number(band), recoverableCents: Number(recoverable), id }
  })

export const listTheDenials = route({
  method: 'GET',
  path: '/v1/denials',
  summary: 'Denials by category and status, most pressing first.',
  description:
    'In bands of days left (overdue, <=2, <=7, <=14, <=30, later), inside a band the largest recoverable amount first; what is ' +
    'resolved comes last.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    category: z.string().max(40).optional(),
    status: denialStatus.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: cursor.optional(),
  }),
  answers: { 200: z.object({ items: z.array(denialShown), nextCursor: z.string().nullable() }) },
  async handle({ query, practice, work }) {
    const { category = null, status = null, limit, cursor: after = null } = query
    const today = dayIn(practice.timezone, work.now)
    const found = await listDenials(work, { category, status, today, after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)?.place
    const more = found.length > limit && last ? `${last.band}.${last.recoverableCents}.${last.id}` : null
    return answer(200, { items: page.map(({ denial }) => shown(denial, today)), nextCursor: more })
  },
})
