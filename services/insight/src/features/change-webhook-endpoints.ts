/**
 * POST, PATCH and DELETE /v1/webhook-endpoints, and a new secret: by the owner, as keys are. Nothing of the receiver is asked
 * here: that its name leads to a public address is looked at whenever we connect.
 */
import { compareInstants, plusMilliseconds } from '@tally/kernel'
import {
  answer,
  type HttpFeature,
  newWebhookSecret,
  notFound,
  type Problem,
  problem,
  problemAt,
  refusalOfUrl,
  route,
} from '@tally/platform'
import { z } from 'zod'
import { oweWhatEnded } from '../store/webhook-deliveries.ts'
import {
  deleteEndpoint,
  type Endpoint,
  endpointsMax,
  findEndpoint,
  insertEndpoint,
  lockEndpoint,
  saveEndpoint,
} from '../store/webhook-endpoints.ts'
import {
  endpointFields,
  endpointId,
  endpointShown,
  exampleEndpoint,
  exampleSecret,
  shown,
  typesOf,
} from './webhook-endpoint-shown.ts'

const bothSignMs = 24 * 3_600_000
/** A receiver checks every signature: a header must not grow with each click. */
const formerMax = 4

const withSecret = endpointShown.extend({ secret: z.string() })

/** `toLoopback`: the installation lets plain http to its own machine through. */
export function changeWebhookEndpoints(toLoopback: boolean): readonly HttpFeature[] {
  return [createEndpoint(toLoopback), changeEndpoint(toLoopback), dropEndpoint, rotateSecret]
}

const createEndpoint = (toLoopback: boolean) =>
  route({
    method: 'POST',
    path: '/v1/webhook-endpoints',
    summary: 'A place that is told what happens; its secret is shown in this answer and never again.',
    description:
      'Messages are signed by Standard Webhooks 1.0, thin (ids of ours alone), sent at least once and in no promised order: ' +
      '`webhook-id` is the event’s id in every attempt and replay. `events` are types, or `*` for every one.',
    roles: ['owner'],
    body: z.strictObject({
      url: endpointFields.url,
      events: endpointFields.events.default(['*']),
      description: endpointFields.description.default(null),
    }),
    answers: { 201: withSecret },
    example: {
      body: {
        url: exampleEndpoint.url,
        events: [...exampleEndpoint.events],
        description: exampleEndpoint.description,
      },
      answer: { ...exampleEndpoint, secret: exampleSecret },
    },
    idempotent: 'optional',
    async handle({ body, work }) {
      const refusal = refusalAt(body.url, toLoopback)
      if (refusal) return refusal
      const secret = newWebhookSecret()
      const endpoint: Endpoint = {
        ...{ id: `whe_${work.newId()}`, url: body.url, description: body.description, secret, former: [] },
        ...{ events: typesOf(body.events), state: 'active', because: null },
        ...{ stateSince: work.now, createdAt: work.now, lastSuccessAt: null, failingSince: null },
      }
      if (await insertEndpoint(work, endpoint)) {
        return answer(201, { ...shown({ ...endpoint, waiting: 0 }, work.now), secret })
      }
      const says = `a practice has at most ${endpointsMax} endpoints: delete one that is not used`
      return problem(409, 'webhook/too-many-endpoints', says)
    },
  })

const changeEndpoint = (toLoopback: boolean) =>
  route({
    method: 'PATCH',
    path: '/v1/webhook-endpoints/:id',
    summary:
      'Change where it leads, what it is told, or pause it; `paused: false` also takes up one that was disabled.',
    description:
      'What happens while it is paused waits, for 14 days. What waited when it was disabled is owed again when it is taken up; what ' +
      'happened while it was is replayed on request.',
    roles: ['owner'],
    params: endpointId,
    body: z.strictObject({
      url: endpointFields.url.optional(),
      events: endpointFields.events.optional(),
      description: endpointFields.description.optional(),
      paused: z.boolean().optional(),
    }),
    answers: { 200: endpointShown },
    example: { body: { paused: true }, answer: { ...exampleEndpoint, state: 'paused' } },
    async handle({ params, body, work }) {
      const was = await lockEndpoint(work, params.id)
      if (!was) return notThere
      const refusal = body.url === undefined ? null : refusalAt(body.url, toLoopback)
      if (refusal) return refusal
      const { url = was.url, description = was.description, events, paused } = body
      const state = paused === undefined ? was.state : paused ? 'paused' : 'active'
      const becomes = state === was.state ? {} : { state, because: null, stateSince: work.now }
      await saveEndpoint(work, {
        ...{ ...was, ...becomes, url, description },
        events: events === undefined ? was.events : typesOf(events),
        // Another address, and one that is taken up again, has failed at nothing yet.
        failingSince: url === was.url && state === was.state ? was.failingSince : null,
      })
      if (was.state === 'disabled' && state !== was.state) await oweWhatEnded(work, was.id, was.stateSince)
      const saved = await findEndpoint(work, params.id)
      return saved ? answer(200, shown(saved, work.now)) : notThere
    },
  })

const dropEndpoint = route({
  method: 'DELETE',
  path: '/v1/webhook-endpoints/:id',
  summary: 'Tell this place nothing any more; what it was owed is forgotten.',
  roles: ['owner'],
  params: endpointId,
  answers: { 200: z.object({ id: z.string(), deleted: z.literal(true) }) },
  example: { answer: { id: exampleEndpoint.id, deleted: true } },
  async handle({ params: { id }, work }) {
    return (await deleteEndpoint(work, id)) ? answer(200, { id, deleted: true }) : notThere
  },
})

const rotateSecret = route({
  method: 'POST',
  path: '/v1/webhook-endpoints/:id/rotate-secret',
  summary:
    'A new secret, shown once; for 24 hours the one before signs too, so that the receiver misses nothing.',
  roles: ['owner'],
  params: endpointId,
  answers: { 200: withSecret },
  example: {
    answer: { ...exampleEndpoint, secret: exampleSecret, formerSecretUntil: '2026-03-03T18:00:00.000Z' },
  },
  idempotent: 'optional',
  async handle({ params: { id }, work }) {
    const was = await lockEndpoint(work, id)
    if (!was) return notThere
    const secret = newWebhookSecret()
    const replaced = { secret: was.secret, until: plusMilliseconds(work.now, bothSignMs) }
    const good = was.former.filter(({ until }) => compareInstants(until, work.now) > 0)
    await saveEndpoint(work, { ...was, secret, former: [replaced, ...good].slice(0, formerMax) })
    const saved = await findEndpoint(work, id)
    return saved ? answer(200, { ...shown(saved, work.now), secret }) : notThere
  },
})

export const notThere = notFound('the webhook endpoint')

function refusalAt(url: string, toLoopback: boolean): Problem | null {
  const refusal = refusalOfUrl(url, toLoopback)
  return refusal ? problemAt(422, '/url', refusal.code, refusal.says) : null
}
