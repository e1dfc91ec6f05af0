/** The span, the log line and the meters of one request, by its route's template and never by its path. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../telemetry/log.ts'
import type { Meters } from '../telemetry/meters.ts'
import type { Tracing } from '../telemetry/trace.ts'

export interface Recording {
  readonly log: Log
  readonly meters: Meters
  readonly tracing: Tracing
}

/** The template of a request that reached no route, and its method where that could not be read. */
export const unknown = 'unknown'

export function templateOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? unknown
}

/** Begins the request's span and the answer's headers. */
export function beginRequest({ tracing }: Recording, request: FastifyRequest, reply: FastifyReply): void {
  const { traceparent } = request.headers
  reply.header('x-request-id', request.id).header('cache-control', 'no-store')
  request.span = tracing.start(`${request.method} ${templateOf(request)}`, {
    kind: 'server',
    parent: typeof traceparent === 'string' ? traceparent : undefined,
    attributes: { 'http.request.method': request.method, 'http.route': templateOf(request) },
  })
}

export function recordRequest(
  { log, meters }: Recording,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const service = request.routeOptions.config.service ?? 'platform'
  const { method } = request
  const { statusCode: status, elapsedTime: ms } = reply
  const route = templateOf(request)
  meters.requests.inc({ service, method, route, status: String(status) })
  meters.requestSeconds.observe({ service, method, route }, ms / 1_000)
  request.span?.end({
    attributes: {
      ...{ 'http.response.status_code': status, 'tally.service': service },
      ...(request.practiceId ? { 'tally.practice': request.practiceId } : {}),
    },
    ...(status >= 500 ? { failed: String(status) } : {}),
  })
  log.info('answered', {
    ...{ service, method, route, status, ms: Math.round(ms), requestId: request.id },
    ...(request.span ? { traceId: request.span.traceId } : {}),
    ...(request.practiceId ? { practiceId: request.practiceId } : {}),
    ...(request.actor ? { keyId: request.actor.keyId } : {}),
  })
}
