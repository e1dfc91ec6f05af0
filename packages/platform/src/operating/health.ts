/**
 * `/health/live` and `/health/ready`, open to a load balancer; ready tells outbox age, lag and parked
 * messages, and what of the world does not answer, of all services or of the one that `?service=` names.
 */
import type { FastifyInstance } from 'fastify'
import { isFault } from '../fault.ts'
import { send } from '../http/serve-route.ts'
import { type RunningService, type ServiceState, servicesAsked, stateOf } from './running-service.ts'

/** Beyond this age of the oldest unpublished row the service still answers, but an operator should look. */
const outboxSecondsDegraded = 120

export function serveHealth(app: FastifyInstance, services: readonly RunningService[]): void {
  app.get('/health/live', (_request, reply) => reply.send({ status: 'live' }))
  app.get('/health/ready', async (request, reply) => {
    const { service } = request.query as { readonly service?: unknown }
    const asked = service === undefined ? services : servicesAsked(services, String(service))
    if ('kind' in asked) return send(request, reply, asked)
    try {
      const states = await Promise.all(asked.map(stateOf))
      const items = states.map((state, index) => itemOf(state, asked[index]?.relay.leads() === true))
      if (states.every(({ lag }) => lag !== null)) {
        const status = states.some(isDegraded) ? 'degraded' : 'ready'
        return reply.send({ status, services: items })
      }
      const says = 'the broker does not answer; what is posted is stored and goes out when it does'
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable', says, services: items })
    } catch (error) {
      if (!isFault(error)) throw error
      const says = 'the database does not answer'
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable', says, services: [] })
    }
  })
}

function itemOf(state: ServiceState, leads: boolean) {
  return {
    service: state.service,
    outboxAgeSeconds: state.outboxSeconds,
    lagRecords: state.lag?.reduce((sum, { records }) => sum + records, 0) ?? null,
    parkedMessages: state.parked,
    unknownProcesses: state.unknownProcesses,
    relay: leads ? 'leading' : 'standing by',
    ...(state.selfCheck ? { selfCheck: state.selfCheck } : {}),
  }
}

/** A deadline of an unknown process counts among what is parked. */
function isDegraded({ outboxSeconds, parked, selfCheck }: ServiceState): boolean {
  return outboxSeconds > outboxSecondsDegraded || parked > 0 || selfCheck?.holds === false
}
