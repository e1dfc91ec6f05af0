/**
 * What operators ask of all services at once: lag, parked messages, metrics. One route each; items name their
 * service.
 */
import { z } from 'zod'
import { cursor } from '../http/field-forms.ts'
import { notFound, type Problem, problem } from '../http/problem.ts'
import { answer, type HttpFeature, operatorRoute } from '../http/route.ts'
import {
  discardDeadline,
  hasParkedDeadline,
  isDeadlineId,
  parkedDeadlines,
  replayDeadline,
} from '../messaging/parked-deadlines.ts'
import { discard, replay } from '../messaging/replay.ts'
import { deadlineFeatures, hearingFeatures } from '../service.ts'
import { type RunningService, servicesAsked, stateOf } from './running-service.ts'

const serviceFilter = z.strictObject({ service: z.string().optional() })

const lagItem = z.object({
  service: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  records: z.int(),
  seconds: z.number().nullable(),
})

const waiting = z.object({
  id: z.string(),
  service: z.string(),
  /** The feature, or the deadline's process. */
  consumer: z.string(),
  code: z.string(),
  says: z.string(),
  /** Null: of none, or it can't be read. */
  practiceId: z.string().nullable(),
  /** What it is about; of a stranger's message the digest of its key. */
  subject: z.string(),
  parkedAt: z.string(),
})

const parkedItem = z.discriminatedUnion('kind', [
  waiting.extend({
    kind: z.literal('message'),
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    type: z.string().nullable(),
    digest: z.string(),
    behind: z.boolean(),
    /** For GET /v1/traces/{id}. */
    traceId: z.string().nullable(),
  }),
  waiting.extend({ kind: z.literal('deadline'), dueAt: z.string() }),
])
type ParkedItem = z.infer<typeof parkedItem>

const page = z.strictObject({
  service: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor(/(deadline-[0-9a-f]{26}|[0-9A-HJKMNP-TV-Z]{26})/),
})

const listParked = {
  name: 'parked-list',
  text: `select id, consumer, topic, partition, "offset", type, code, says, digest, behind, parked_at,
                nullif(practice_id, '') as "practiceId", key as subject,
                nullif(split_part(headers ->> 'traceparent', '-', 2), '') as "traceId"
         from parked_message where resolved_at is null and id > $1 order by id limit $2`,
}

export function operatorFeatures(services: readonly RunningService[]): HttpFeature[] {
  return [
    operatorRoute({
      method: 'GET',
      path: '/v1/lag',
      summary: 'How far behind each group is, in records and in seconds, by partition.',
      query: serviceFilter,
      answers: { 200: z.object({ items: z.array(lagItem), nextCursor: z.null() }) },
      async handle({ query }) {
        const asked = servicesAsked(services, query.service)
        if ('kind' in asked) return asked
        const states = await Promise.all(asked.map(stateOf))
        if (states.some(({ lag }) => lag === null)) return brokerAway
        const items = states.flatMap(({ service, lag }) =>
          (lag ?? []).map((each) => ({ service, group: service, ...each })),
        )
        return answer(200, { items, nextCursor: null })
      },
    }),
    operatorRoute({
      method: 'GET',
      path: '/v1/parked-messages',
      summary: 'Messages and deadlines that could not be handled and wait for a person.',
      query: page,
      answers: { 200: z.object({ items: z.array(parkedItem), nextCursor: z.string().nullable() }) },
      async handle({ query }) {
        const asked = servicesAsked(services, query.service)
        if ('kind' in asked) return asked
        const items = await parkedOf(asked, query.cursor, query.limit)
        const more = items.length > query.limit
        const shown = items.slice(0, query.limit)
        return answer(200, { items: shown, nextCursor: more ? (shown.at(-1)?.id ?? null) : null })
      },
    }),
    operatorRoute({
      method: 'POST',
      path: '/v1/parked-messages/:id/replay',
      summary: 'Handle a parked message again, and what waits behind it; make a parked deadline due again.',
      params: z.object({ id: z.string() }),
      query: serviceFilter,
      answers: { 200: z.object({ replayed: z.int() }) },
      handle: ({ params, query, actor }) =>
        resolve(servicesAsked(services, query.service), params.id, ({ shell, service }) =>
          isDeadlineId(params.id)
            ? replayDeadline(shell, deadlineFeatures(service), params.id)
            : replay(shell, hearingFeatures(service), params.id, actor.keyId),
        ),
    }),
    operatorRoute({
      method: 'POST',
      path: '/v1/parked-messages/:id/discard',
      summary: 'Set a parked message or deadline aside for good; what waits behind a message is handled.',
      params: z.object({ id: z.string() }),
      query: serviceFilter,
      body: z.strictObject({ reason: z.string().min(3).max(500) }),
      answers: { 200: z.object({ replayed: z.int() }) },
      handle: ({ params, query, actor, body }) =>
        resolve(servicesAsked(services, query.service), params.id, ({ shell, service }) =>
          isDeadlineId(params.id)
            ? discardDeadline(shell, deadlineFeatures(service), params.id, actor.keyId, body.reason)
            : discard(shell, hearingFeatures(service), params.id, actor.keyId, body.reason),
        ),
    }),
  ]
}

const brokerAway = problem(
  503,
  'fault/unavailable',
  'the broker does not answer, so the lag is not known: see that it runs, then ask again',
  { headers: { 'retry-after': '2' } },
)

async function parkedOf(
  services: readonly RunningService[],
  after: string,
  limit: number,
): Promise<ParkedItem[]> {
  const lists = services.flatMap((running) => [
    messagesOf(running, after, limit + 1),
    deadlinesOf(running, after, limit + 1),
  ])
  return (await Promise.all(lists)).flat().sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function messagesOf(
  { service, shell }: RunningService,
  after: string,
  limit: number,
): Promise<ParkedItem[]> {
  const { rows } = await shell.worker.query({ ...listParked, values: [after, limit] })
  return rows.map(({ parked_at, offset, ...row }) => ({
    ...row,
    kind: 'message',
    id: String(row.id),
    service: service.name,
    offset: String(offset),
    parkedAt: parked_at,
  }))
}

async function deadlinesOf(
  { service, shell }: RunningService,
  after: string,
  limit: number,
): Promise<ParkedItem[]> {
  const rows = await parkedDeadlines(shell, deadlineFeatures(service), after, limit)
  return rows.map(({ process, practice_id, due_at, parked_at, ...row }) => ({
    ...row,
    practiceId: practice_id || null,
    kind: 'deadline',
    service: service.name,
    consumer: process,
    dueAt: due_at,
    parkedAt: parked_at,
  }))
}

async function resolve(
  asked: readonly RunningService[] | Problem,
  id: string,
  act: (running: RunningService) => ReturnType<typeof replay>,
): Promise<ReturnType<typeof answer> | Problem> {
  if ('kind' in asked) return asked
  for (const running of asked) {
    if (!(await isParkedIn(running, id))) continue
    const decision = await act(running)
    return decision.kind === 'accepted'
      ? answer(200, decision.value)
      : problem(409, decision.refused, decision.says)
  }
  return notFound('the parked message')
}

async function isParkedIn({ shell, service }: RunningService, id: string): Promise<boolean> {
  if (isDeadlineId(id)) return hasParkedDeadline(shell, deadlineFeatures(service), id)
  const { rowCount } = await shell.worker.query('select 1 from parked_message where id = $1', [id])
  return rowCount !== 0
}
