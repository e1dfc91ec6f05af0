/**
 * `GET /v1/events?after=` (or `cursor=`): what a service has said of this practice, in the order the relay published it.
 * Clear parts only.
 */
import type { Envelope } from '@tally/contracts'
import { z } from 'zod'
import { problem } from '../http/problem.ts'
import { answer, type HttpFeature, route } from '../http/route.ts'

const eventItem = z.object({
  position: z.int(),
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  sequence: z.int(),
  correlationId: z.string(),
  data: z.record(z.string(), z.unknown()),
})

const feed = {
  name: 'events-feed',
  text: `select position, body from outbox
         where practice_id = $1 and position > $2 order by position limit $3`,
}

const forgotten = {
  name: 'events-forgotten',
  text: 'select forgotten_position as position from relay_memory',
}

const position = z.coerce.number().int().min(0)

/** The feed of one service; the host serves one route for all and picks by `?service=`. */
export const eventsFeed: HttpFeature = route({
  method: 'GET',
  path: '/v1/events',
  summary: 'What was said of this practice, a page after a position.',
  description:
    '`after` is the position to begin after; `cursor` takes `nextCursor`, as in every list. Of both the further one counts. ' +
    'A position older than what is retained (14 days) answers 410 with the oldest one.',
  roles: ['emr', 'biller', 'owner', 'auditor'],
  query: z.strictObject({
    after: position.optional(),
    cursor: position.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    service: z.string().optional(),
  }),
  answers: { 200: z.object({ items: z.array(eventItem), nextCursor: z.string().nullable() }) },
  example: {
    answer: {
      items: [
        {
          ...{ position: 42, id: '01KJRPS20CKJ8X5GSHV27JQQFJ', type: 'claim.settled.v1', sequence: 2 },
          ...{ subject: '01KJRPRW804A38Y19HAVNYSP7X', time: '2026-03-03T02:00:05.100Z' },
          correlationId: 'day_HDYC580HB5VKM2B292KS0YD85H',
          data: { claimId: '01KJRPRW804A38Y19HAVNYSP7X', paidCents: 6573 },
        },
      ],
      nextCursor: null,
    },
  },
  async handle({ query, work }) {
    // Who goes through the pages sends again what was begun with, as with every list.
    const after = Math.max(query.after ?? 0, query.cursor ?? 0)
    const [gone] = await work.query<{ position: number }>(forgotten)
    if (gone && after > 0 && after < gone.position) {
      const detail = `positions up to ${gone.position} are no longer kept: begin at after=${gone.position}`
      return problem(410, 'events/not-retained', detail)
    }
    const rows = await work.query<{ position: number; body: string }>(feed, [
      work.practiceId,
      after,
      query.limit,
    ])
    const items = rows.map(({ position, body }) => itemOf(position, JSON.parse(body)))
    return answer(200, {
      items,
      nextCursor: rows.length === query.limit ? String(rows.at(-1)?.position) : null,
    })
  },
})

function itemOf(position: number, envelope: Envelope) {
  const { id, type, subject, time, sequence, correlationid, data } = envelope
  return { position, id, type, subject, time, sequence, correlationId: correlationid, data }
}
