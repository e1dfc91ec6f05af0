/** GET /v1/webhook-endpoints, one of them, and what it was and is owed. Nothing that a receiver answered is kept or shown. */
import { answer, fieldForms, type HttpFeature, route } from '@tally/platform'
import { z } from 'zod'
import { listDeliveries } from '../store/webhook-deliveries.ts'
import { findEndpoint, listEndpoints } from '../store/webhook-endpoints.ts'
import { notThere } from './change-webhook-endpoints.ts'
import { endpointId, endpointShown, exampleEndpoint, shown } from './webhook-endpoint-shown.ts'

const limit = z.coerce.number().int().min(1).max(200).default(50)

const deliveryStatus = z.enum(['waiting', 'delivered', 'failed'])

const deliveryShown = z
  .object({
    /** The event’s id, which is also `webhook-id`. */
    id: z.string(),
    type: z.string(),
    status: deliveryStatus,
    attempts: z.int(),
    lastStatusCode: z.int().nullable(),
    /** Of an attempt that had no answer: `timeout`, `address-refused`, `ECONNREFUSED`. */
    lastError: z.string().nullable(),
    queuedAt: z.string(),
    nextTryAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery', description: 'One event on its way to one endpoint.' })

const exampleDelivery = {
  id: '01JZ0Q8R5V6T7W8X9Y0ZABCDEF',
  type: 'payment.posted.v1',
  status: 'waiting',
  attempts: 2,
  lastStatusCode: 503,
  lastError: null,
  queuedAt: '2026-03-02T18:00:00.000Z',
  nextTryAt: '2026-03-02T18:05:00.000Z',
  endedAt: null,
} as const satisfies z.input<typeof deliveryShown>

export const showWebhookEndpoints: readonly HttpFeature[] = [
  route({
    method: 'GET',
    path: '/v1/webhook-endpoints',
    summary: 'The places that are told what happens, and how each takes it.',
    roles: ['biller', 'owner', 'auditor'],
    query: z.strictObject({ limit, cursor: fieldForms.cursorOfIds('whe_') }),
    answers: { 200: z.object({ items: z.array(endpointShown), nextCursor: z.string().nullable() }) },
    example: { answer: { items: [exampleEndpoint], nextCursor: null } },
    async handle({ query, work }) {
      const found = await listEndpoints(work, query.cursor, query.limit)
      return answer(200, {
        items: found.map((each) => shown(each, work.now)),
        nextCursor: found.length === query.limit ? found.at(-1)?.id : null,
      })
    },
  }),
  route({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id',
    summary: 'One of them: its state and why, its last success, what waits, since when it fails.',
    roles: ['biller', 'owner', 'auditor'],
    params: endpointId,
    answers: { 200: endpointShown },
    example: { answer: exampleEndpoint },
    async handle({ params, work }) {
      const found = await findEndpoint(work, params.id)
      return found ? answer(200, shown(found, work.now)) : notThere
    },
  }),
  route({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id/deliveries',
    summary: 'What it was and is owed, the newest first.',
    description:
      'Those that arrived are kept 14 days, those that failed 90; every event can be replayed at any time.',
    roles: ['biller', 'owner', 'auditor'],
    params: endpointId,
    query: z.strictObject({ status: deliveryStatus.optional(), limit, cursor: fieldForms.cursorOfIds() }),
    answers: { 200: z.object({ items: z.array(deliveryShown), nextCursor: z.string().nullable() }) },
    example: { answer: { items: [exampleDelivery], nextCursor: null } },
    async handle({ params, query, work }) {
      if (!(await findEndpoint(work, params.id))) return notThere
      const page = { state: query.status ?? null, before: query.cursor || null, limit: query.limit }
      const rows = await listDeliveries(work, params.id, page)
      return answer(200, {
        items: rows.map((row) => ({
          ...{ id: row.message_id, type: row.type, status: row.state, attempts: row.attempts },
          ...{ lastStatusCode: row.status_code, lastError: row.said, queuedAt: row.queued_at },
          nextTryAt: row.state === 'waiting' ? row.next_try_at : null,
          endedAt: row.ended_at,
        })),
        nextCursor: rows.length === query.limit ? rows.at(-1)?.message_id : null,
      })
    },
  }),
]
