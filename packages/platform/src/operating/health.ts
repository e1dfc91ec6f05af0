/**
 * `/health/live` and `/health/ready`, open to a load balancer; ready tells outbox age, lag and parked
 * messages.
 */
import type { FastifyInstance } from 'fastify'
import { isFault } from '../fault.ts'
import { type RunningService, stateOf } from './running-service.ts'

/** Beyond this age of the oldest unpublished row the service still answers, but an operator should look. */
const outboxSecondsDegraded = 120

export function serveHealth(app: FastifyInstance, services: readonly RunningService[]): void {
  app.get('/health/live', (_request, reply) => reply.send({ status: 'live' }))
  app.get('/health/ready', async (_request, reply) => {
    try {
      const states = await Promise.all(services.map(stateOf))
      const items = states.map((state, index) => ({
        service: state.service,
        outboxAgeSeconds: state.outboxSeconds,
        lagRecords: state.lag.reduce((sum, { records }) => sum + records, 0),
        parkedMessages: state.parked,
        relay: services[index]?.relay.leads() ? 'leading' : 'standing by',
      }))
      const degraded = items.some(
        (item) => item.outboxAgeSeconds > outboxSecondsDegraded || item.parkedMessages > 0,
      )
      return reply.send({ status: degraded ? 'degraded' : 'ready', services: items })
    } catch (error) {
      if (!isFault(error)) throw error
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable', services: [] })
    }
  })
}
