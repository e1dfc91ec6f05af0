/** POST /v1/webhook-endpoints/{id}/replay and /test: owed once more what happened, or a message that nothing led to. */
import { compareInstants, isInstant } from '@tally/kernel'
import { answer, type HttpFeature, item, type Problem, problem, problemAt, route } from '@tally/platform'
import { z } from 'zod'
import { testType } from '../domain/thin-message.ts'
import { insertTest, owePast } from '../store/webhook-deliveries.ts'
import { type Endpoint, lockEndpoint } from '../store/webhook-endpoints.ts'
import { notThere } from './change-webhook-endpoints.ts'
import { endpointFields, endpointId, eventTypes, typesOf } from './webhook-endpoint-shown.ts'

/** Of one request: that many rows are written in one transaction. */
const replayedMax = 20_000

const instant = z.string().refine(isInstant, 'an RFC 3339 instant with an offset')

export const sendWebhooksAgain: readonly HttpFeature[] = [
  route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/replay',
    summary:
      'Send what happened from `from` until before `to` (now, when left out) once more, under the ids it had.',
    description:
      'By the time of the event, which is `timestamp` in the message. Of the types that the endpoint is told, or those of them in `events`. ' +
      'One that still waits is sent at once.',
    roles: ['owner'],
    params: endpointId,
    body: z.strictObject({ from: instant, to: instant.optional(), events: endpointFields.events.optional() }),
    answers: { 202: z.object({ queued: z.int() }) },
    example: {
      body: { from: '2026-03-02T18:00:00Z', to: '2026-03-03T18:00:00Z', events: ['payment.posted.v1'] },
      answer: { queued: 42 },
    },
    idempotent: 'optional',
    async handle({ params, body: { from, to, events }, work }) {
      const endpoint = await lockEndpoint(work, params.id)
      if (!endpoint) return notThere
      const refusal = refusalOf(endpoint, ['active', 'paused'])
      if (refusal) return refusal
      if (to !== undefined && compareInstants(from, to) >= 0)
        return problemAt(422, '/to', 'webhook/period-backwards', 'the period ends before it begins')
      const types = (events ? typesOf(events) : endpoint.events) ?? eventTypes
      const untold = endpoint.events && types.find((type) => !endpoint.events?.includes(type))
      if (untold) return notSubscribed(endpoint.events)
      // What is being recorded this moment is owed by its own transaction.
      const asked = { from, to: to ?? work.now, types, max: replayedMax }
      const queued = await owePast(work, endpoint.id, asked)
      if (queued !== null) return answer(202, { queued })
      const says = `more than ${replayedMax} events happened in this period: ask for a shorter one`
      return problemAt(422, '/from', 'webhook/period-too-full', says)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/test',
    summary: 'Send a message of type `webhook.test`, to see whether it arrives.',
    roles: ['owner'],
    params: endpointId,
    answers: { 202: z.object({ id: z.string() }) },
    example: { answer: { id: '01JZ0Q8R5V6T7W8X9Y0ZABCDEF' } },
    idempotent: 'optional',
    async handle({ params, work }) {
      const endpoint = await lockEndpoint(work, params.id)
      if (!endpoint) return notThere
      const refusal = refusalOf(endpoint, ['active'])
      if (refusal) return refusal
      const id = work.newId()
      await insertTest(work, endpoint.id, id, testType)
      return answer(202, { id })
    },
  }),
]

/** To a receiver that chose its types another one is a surprise. */
function notSubscribed(told: readonly string[]): Problem {
  const code = 'webhook/not-subscribed'
  const says = `the endpoint is subscribed to: ${told.join(', ')}`
  const fix = 'leave `events` out or name some of these; PATCH the endpoint first to have others'
  return problem(422, code, says, { problems: [item('/events', code, says, fix)] })
}

function refusalOf({ state }: Endpoint, good: readonly Endpoint['state'][]): Problem | null {
  if (good.includes(state)) return null
  const code = `webhook/${state}`
  const says = `the endpoint is ${state} and is sent nothing`
  return problem(409, code, says, {
    problems: [item('', code, says, 'send PATCH { "paused": false } first')],
  })
}
