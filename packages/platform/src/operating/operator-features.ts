/**
 * What operators ask of all services at once: lag, parked messages, metrics. One route each; items name their
 * service.
 */
import { z } from 'zod'
import { notFound, type Problem, problem } from '../http/problem.ts'
import { answer, type HttpFeature, operatorRoute } from '../http/route.ts'
import { discard, replay } from '../messaging/replay.ts'
import { hearingFeatures } from '../service.ts'
import { type RunningService, stateOf } from './running-service.ts'

const serviceFilter = z.strictObject({ service: z.string().optional() })

const lagItem = z.object({
  service: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  records: z.int(),
  seconds: z.number().nullable(),
})

const parkedItem = z.object({
  id: z.string(),
  service: z.string(),
  consumer: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  type: z.string().nullable(),
  code: z.string(),
  says: z.string(),
  digest: z.string(),
  behind: z.boolean(),
  parkedAt: z.string(),
})

const page = z.strictObject({
  service: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
})

const listParked = {
  name: 'parked-list',
  text: `select id, consumer, topic, partition, "offset", type, code, says, digest, behind, parked_at
         from parked_message where resolved_at is null and id > $1 order by id limit $2`,
}

export function operatorFeatures(services: readonly RunningService[]): HttpFeature[] {
  const chosen = (name: string | undefined) =>
    services.filter(({ service }) => !name || service.name === name)
  return [
    operatorRoute({
      method: 'GET',
      path: '/v1/lag',
      summary: 'How far behind each group is, in records and in seconds, by partition.',
      query: serviceFilter,
      answers: { 200: z.object({ items: z.array(lagItem), nextCursor: z.null() }) },
      async handle({ query }) {
        const states = await Promise.all(chosen(query.service).map(stateOf))
        const items = states.flatMap(({ service, lag }) =>
          lag.map((each) => ({ service, group: service, ...each })),
        )
        return answer(200, { items, nextCursor: null })
      },
    }),
    operatorRoute({
      method: 'GET',
      path: '/v1/parked-messages',
      summary: 'Messages that could not be handled and wait for a person.',
      query: page,
      answers: { 200: z.object({ items: z.array(parkedItem), nextCursor: z.string().nullable() }) },
      async handle({ query }) {
        const items = await parkedOf(chosen(query.service), query.cursor ?? '', query.limit)
        const more = items.length > query.limit
        const shown = items.slice(0, query.limit)
        return answer(200, { items: shown, nextCursor: more ? (shown.at(-1)?.id ?? null) : null })
      },
    }),
    operatorRoute({
      method: 'POST',
      path: '/v1/parked-messages/:id/replay',
      summary: 'Handle a parked message again; what waits behind it follows.',
      params: z.object({ id: z.string() }),
      answers: { 200: z.object({ replayed: z.int() }) },
      handle: ({ params, actor }) =>
        resolve(services, params.id, (running) =>
          replay(running.shell, hearingFeatures(running.service), params.id, actor.keyId),
        ),
    }),
    operatorRoute({
      method: 'POST',
      path: '/v1/parked-messages/:id/discard',
      summary: 'Set a parked message aside for good; what waits behind it is handled.',
      params: z.object({ id: z.string() }),
      body: z.strictObject({ reason: z.string().min(3).max(500) }),
      answers: { 200: z.object({ replayed: z.int() }) },
      handle: ({ params, actor, body }) =>
        resolve(services, params.id, (running) =>
          discard(running.shell, hearingFeatures(running.service), params.id, actor.keyId, body.reason),
        ),
    }),
  ]
}

async function parkedOf(services: readonly RunningService[], after: string, limit: number) {
  const lists = await Promise.all(
    services.map(async ({ service, shell }) => {
      const { rows } = await shell.worker.query({ ...listParked, values: [after, limit + 1] })
      return rows.map(({ parked_at, offset, ...row }) => ({
        ...row,
        id: String(row.id),
        service: service.name,
        offset: String(offset),
        parkedAt: parked_at,
      }))
    }),
  )
  return lists.flat().sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function resolve(
  services: readonly RunningService[],
  id: string,
  act: (running: RunningService) => ReturnType<typeof replay>,
): Promise<ReturnType<typeof answer> | Problem> {
  for (const running of services) {
    const { rowCount } = await running.shell.worker.query('select 1 from parked_message where id = $1', [id])
    if (rowCount === 0) continue
    const decision = await act(running)
    return decision.kind === 'accepted'
      ? answer(200, decision.value)
      : problem(409, decision.refused, decision.says)
  }
  return notFound('the parked message')
}
