/** How an endpoint and its fields look from outside, the same in every answer. Its secrets are in none but two. */
import { eventCatalog } from '@tally/contracts'
import { compareInstants } from '@tally/kernel'
import { z } from 'zod'
import type { DisabledBecause } from '../domain/webhook-plan.ts'
import type { ListedEndpoint } from '../store/webhook-endpoints.ts'

export const eventTypes = eventCatalog.map(({ event }) => event.type)
const everyType = '*'

const eventType = z
  .enum([everyType, ...eventTypes])
  .meta({ id: 'WebhookEventType', description: 'A type of event, or `*` for every one.' })

const events = z
  .array(eventType)
  .min(1)
  .max(eventTypes.length + 1)

/** What a person sets. */
export const endpointFields = {
  url: z.string().min(1).max(2_000),
  events,
  description: z.string().max(200).nullable(),
}

export const endpointId = z.object({ id: z.string() })

export const endpointShown = z
  .object({
    id: z.string(),
    ...endpointFields,
    state: z.enum(['active', 'paused', 'disabled']),
    stateSince: z.string(),
    /** Of a disabled one. */
    because: z.object({ code: z.string(), says: z.string() }).nullable(),
    createdAt: z.string(),
    lastSuccessAt: z.string().nullable(),
    failingSince: z.string().nullable(),
    waiting: z.int(),
    /** Until when a secret that was replaced still signs beside the new one. */
    formerSecretUntil: z.string().nullable(),
  })
  .meta({
    id: 'WebhookEndpoint',
    description: 'Where the practice is told what happened, and how it takes it.',
  })

/** For those who read the documents. */
export const exampleEndpoint = {
  id: 'whe_01JZ0Q8R5V6T7W8X9Y0ZABCDEF',
  url: 'https://emr.example/tally',
  events: ['claim.acknowledged.v1', 'payment.posted.v1'],
  description: 'tells the front desk',
  state: 'active',
  stateSince: '2026-03-02T18:00:00.000Z',
  because: null,
  createdAt: '2026-03-02T18:00:00.000Z',
  lastSuccessAt: null,
  failingSince: null,
  waiting: 0,
  formerSecretUntil: null,
} as const satisfies z.input<typeof endpointShown>

/** Of an endpoint that does not exist. */
export const exampleSecret = 'whsec_c2VjcmV0LW9mLXRoZS1leGFtcGxlLW9ubHk='

/** Names the moment of the disabling: the answer to PATCH already shows another `stateSince`. */
const resume = (since: string) =>
  `send PATCH { "paused": false }, which owes again what waited, then POST …/replay { "from": "${since}" } for what happened since`
const reasons: Readonly<Record<DisabledBecause, string>> = {
  gone: 'the receiver answered 410, that it wants no more; if that was a mistake, ',
  failing: 'the receiver has taken nothing for five days; when it does again, ',
}

export function shown(endpoint: ListedEndpoint, now: string): z.infer<typeof endpointShown> {
  const { id, url, description, state, stateSince, because, createdAt, lastSuccessAt, failingSince } =
    endpoint
  const until = endpoint.former[0]?.until
  return {
    ...{ id, url, events: [...(endpoint.events ?? [everyType])] as z.infer<typeof events>, description },
    ...{ state, stateSince, createdAt, lastSuccessAt, failingSince, waiting: endpoint.waiting },
    because:
      because === null
        ? null
        : { code: `webhook/${because}`, says: `${reasons[because]}${resume(stateSince)}` },
    formerSecretUntil: until !== undefined && compareInstants(until, now) > 0 ? until : null,
  }
}

/** null: every type, those that are yet to come too. */
export function typesOf(asked: readonly string[]): readonly string[] | null {
  return asked.includes(everyType) ? null : [...new Set(asked)]
}
