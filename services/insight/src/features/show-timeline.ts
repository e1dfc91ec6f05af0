/** GET /v1/encounters/{id or externalId}/timeline: the visit’s way to cash over all services. */
import { eventCatalog } from '@tally/contracts'
import { assert, derivedPrefixes } from '@tally/kernel'
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { eventOf, type Fact, inOrder } from '../domain/fact.ts'
import { daysOfEncounter } from '../store/encounter-days.ts'
import { factsOfDays } from '../store/facts.ts'

const shown = z
  .object({
    at: z.string(),
    service: z.string(),
    event: z.string(),
    says: z.string(),
    cents: z.int().nullable(),
    traceId: z.string().nullable(),
  })
  .meta({ id: 'TimelineItem', description: 'What one service said of the visit, in a sentence.' })

/** Fields that a later producer added are passed over. Each schema is compiled once. */
const events = new Map(
  eventCatalog.map(({ event }) => {
    const { type, topic, says } = event
    return [type as string, { topic: topic.name, clear: event.data.strip(), says }]
  }),
)
/** In the order of a visit’s way to cash, as the catalogue has them. */
const topics = [...new Set(eventCatalog.map(({ event }) => event.topic.name))]

export const showTimeline = route({
  method: 'GET',
  path: '/v1/encounters/:id/timeline',
  summary: 'Everything that was said of a visit, in order, from its charges to its cash.',
  description:
    '`id` is the EMR’s id of the encounter or ours. Of an id of the EMR’s that nothing was said of yet the list is empty: ' +
    'its visit may have been posted this moment.',
  roles: ['emr', 'clinician', 'biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: { 200: z.object({ items: z.array(shown) }) },
  example: {
    answer: {
      items: [
        {
          ...{ at: '2026-03-03T02:00:00.000Z', service: 'charge-capture', event: 'charge.captured' },
          ...{
            says: 'captured 2 lines for $195.00',
            cents: 19500,
            traceId: 'a0a17eb186fe77c15ee452f1bafd36c5',
          },
        },
        {
          ...{ at: '2026-03-03T02:00:05.100Z', service: 'era-posting', event: 'payment.posted' },
          ...{ says: 'paid $65.73 of $195.00; patient $16.77', cents: 6573 },
          traceId: 'a0a17eb186fe77c15ee452f1bafd36c5',
        },
      ],
    },
  },
  async handle({ params, work }) {
    const { id } = params
    const isOurs = id.startsWith(derivedPrefixes.encounter)
    const days = await daysOfEncounter(work, isOurs ? id : work.keys.derive('encounter', id))
    // An id of ours exists only where a visit is known; an EMR names its own before anything is heard of it.
    if (days.length === 0) return isOurs ? notFound('the encounter') : answer(200, { items: [] })
    const facts = (await factsOfDays(work, days)).map((fact) => ({
      ...fact,
      topic: eventIn(fact).topic,
    }))
    return answer(200, { items: inOrder(facts, topics).map(itemOf) })
  },
})

function itemOf(fact: Fact): z.infer<typeof shown> {
  const { type, at, service, cents, traceId } = fact
  const { clear, says } = eventIn(fact)
  return { at, service, event: eventOf(type), says: says(clear.parse(fact.data)), cents, traceId }
}

function eventIn({ type }: Fact) {
  const event = events.get(type)
  assert(event, `${type} was recorded and is not in the catalogue`)
  return event
}
