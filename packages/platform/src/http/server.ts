/**
 * The HTTP edge, as reliability-security.md 4.6 wants it from the first day: Fastify's own JSON handling
 * replaced (it drops unknown fields and coerces strings silently), limits on everything, one log line a
 * request with the route's template, problem documents for every error, and a key check before a byte of a
 * body is read.
 */
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { NewId } from '@tally/kernel'
import { type FastifyError, type FastifyInstance, type FastifyRequest, fastify } from 'fastify'
import { isFault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import type { Meters } from '../telemetry/meters.ts'
import type { Tracing } from '../telemetry/trace.ts'
import type { Directory } from './authenticate.ts'
import { type Problem, problem } from './problem.ts'
import { send } from './serve-route.ts'

export interface Edge {
  readonly directory: Directory
  readonly log: Log
  readonly meters: Meters
  readonly tracing: Tracing
  readonly newId: NewId
  /** Requests a minute one key may send. */
  readonly requestsPerMinute: number
}

/** One JSON body; an encounter of 50 lines has about 20 KB. */
const bodyBytesMax = 65_536
const strangersPerMinute = 300

export async function openServer(edge: Edge): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: edge.newId,
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    trustProxy: false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  app.decorateRequest('actor', null)
  app.decorateRequest('span', null)
  app.decorateRequest('practiceId', null)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('cache-control', 'no-store')
    request.span = edge.tracing.start(`${request.method} ${templateOf(request)}`, {
      kind: 'server',
      parent: traceparentOf(request),
      attributes: { 'http.request.method': request.method, 'http.route': templateOf(request) },
    })
    done()
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.feature) return
    const actor = await edge.directory.actorOf(request.headers.authorization)
    if ('kind' in actor) return send(request, reply, actor)
    request.actor = actor
  })
  await app.register(helmet, { contentSecurityPolicy: false })
  await app.register(underPressure, { maxEventLoopDelay: 1_000, retryAfter: 2 })
  await app.register(rateLimit, {
    enableDraftSpec: true,
    timeWindow: 60_000,
    keyGenerator: ({ actor, ip }) => actor?.keyId ?? `stranger ${ip}`,
    max: ({ actor, routeOptions }) =>
      actor || !routeOptions.config.feature ? edge.requestsPerMinute : strangersPerMinute,
  })
  app.addHook('onResponse', (request, reply, done) => {
    recordRequest(edge, request, reply.statusCode, reply.elapsedTime)
    done()
  })
  app.setNotFoundHandler((request, reply) => {
    return send(
      request,
      reply,
      problem(404, 'not-found', 'there is no such route; GET /openapi.json lists them'),
    )
  })
  app.setErrorHandler((error: FastifyError, request, reply) =>
    send(request, reply, refusalOf(edge, error, request)),
  )
  return app
}

function templateOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown'
}

function traceparentOf(request: FastifyRequest): string | undefined {
  const header = request.headers.traceparent
  return typeof header === 'string' ? header : undefined
}

function recordRequest({ log, meters }: Edge, request: FastifyRequest, status: number, ms: number): void {
  const service = request.routeOptions.config.service ?? 'platform'
  const { method } = request
  const route = templateOf(request)
  meters.requests.inc({ service, method, route, status: String(status) })
  meters.requestSeconds.observe({ service, method, route }, ms / 1_000)
  request.span?.end({
    attributes: { 'http.response.status_code': status },
    ...(status >= 500 ? { failed: String(status) } : {}),
  })
  log.info('answered', {
    ...{ service, method, route, status, ms: Math.round(ms), requestId: request.id },
    ...(request.span ? { traceId: request.span.traceId } : {}),
    ...(request.practiceId ? { practiceId: request.practiceId } : {}),
    ...(request.actor ? { keyId: request.actor.keyId } : {}),
  })
}

/** Fastify's own refusals by code; anything else is a defect and is told nothing of but its request id. */
function refusalOf({ log }: Edge, error: FastifyError, request: FastifyRequest): Problem {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem(413, 'body/too-large', `a body has at most ${bodyBytesMax} bytes`)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem(415, 'body/content-type', 'send application/json')
    case 'FST_UNDER_PRESSURE':
      return problem(503, 'fault/under-pressure', 'too busy; ask again shortly', {
        headers: { 'retry-after': '2' },
      })
  }
  if (error.statusCode === 429)
    return problem(429, 'rate/too-many', 'slow down; Retry-After says for how long')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return problem(error.statusCode, 'request/refused', 'the request could not be read')
  }
  if (isFault(error)) {
    const detail = 'the database does not answer; ask again with the same Idempotency-Key'
    return problem(503, 'fault/unavailable', detail, { headers: { 'retry-after': '2' } })
  }
  log.error('a request failed', { requestId: request.id, route: templateOf(request), error })
  return problem(500, 'defect', 'our mistake; name the request id when you tell us')
}
