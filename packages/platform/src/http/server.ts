/**
 * The HTTP edge, as reliability-security.md 4.6 wants it from the first day: Fastify's own JSON handling
 * replaced (it drops unknown fields and coerces strings silently), limits on everything, one log line a
 * request with the route's template, problem documents for every error, and a key check before a byte of a
 * body is read.
 */
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { NewId } from '@tally/kernel'
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify'
import type { RoomRead } from '../database/room-left.ts'
import type { BehindRead } from '../messaging/behind.ts'
import { type Admit, admission, type Limits } from './admission.ts'
import { notePaths, refuseOtherMethods } from './other-methods.ts'
import { arrivalMsMax, bounds } from './pressure.ts'
import { problem } from './problem.ts'
import { beginRequest, type Recording, recordRequest } from './record-request.ts'
import { bodyBytesMax, idCharactersMax, refusalOfError } from './refusal-of-error.ts'
import { refuseUnreadable } from './refuse-unreadable.ts'
import { send } from './serve-route.ts'

export interface Edge extends Recording, Limits {
  readonly newId: NewId
  readonly behind: BehindRead
  readonly room: RoomRead
  /** Strangers are counted by the address that a proxy of ours gives, where one stands before us. */
  readonly trustedProxies: string | null
}

/** Headers come at once or from somebody who holds a connection for nothing. */
const headersMsMax = 30_000

/** Opens a server with the routes that `serve` registers; it is ready, and does not listen yet. */
export async function openServer(
  edge: Edge,
  serve: (app: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: edge.newId,
    bodyLimit: bodyBytesMax,
    requestTimeout: arrivalMsMax,
    // Node looks every 30 s by itself, so that 30 could be 60. (24.21 exchanges the two where headers have longer than the whole.)
    http: { headersTimeout: headersMsMax, connectionsCheckingInterval: 1_000 },
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    trustProxy: edge.trustedProxies ?? false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: idCharactersMax },
    clientErrorHandler: refuseUnreadable(edge),
    frameworkErrors: (error, request, reply) => void refuseUnrouted(edge, admit, error, request, reply),
  })
  const paths = notePaths(app)
  app.decorateRequest('actor', null)
  app.decorateRequest('span', null)
  app.decorateRequest('practiceId', null)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  app.addHook('onRequest', (request, reply, done) => {
    beginRequest(edge, request, reply)
    done()
  })
  await app.register(helmet, { contentSecurityPolicy: false })
  const pressure = await bounds(app, edge.behind, edge.room)
  await app.register(rateLimit, { global: false, timeWindow: 60_000 })
  const admit = admission(app, edge)
  app.addHook('onRequest', async (request, reply) => {
    const refusal = pressure.late(request) ?? (await admit(request, reply)) ?? pressure.take(request, reply)
    // What is not there is told without a key too, but counted.
    if (refusal && (refusal.status === 429 || request.routeOptions.config.feature))
      return send(request, reply, refusal)
  })
  app.addHook('onResponse', (request, reply, done) => {
    recordRequest(edge, request, reply)
    done()
  })
  app.setNotFoundHandler((request, reply) => {
    const detail = 'there is no such route; GET /openapi.json lists them'
    return send(request, reply, problem(404, 'not-found', detail))
  })
  app.setErrorHandler((error: FastifyError, request, reply) =>
    send(request, reply, refusalOfError(edge.log, error, request)),
  )
  await serve(app)
  refuseOtherMethods(app, paths)
  await app.ready()
  return app
}

/** Fastify runs no hook for a path that its router cannot read: what they do is done here. */
async function refuseUnrouted(
  edge: Edge,
  admit: Admit,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  beginRequest(edge, request, reply)
  try {
    const refusal = await admit(request, reply)
    send(request, reply, refusal?.status === 429 ? refusal : refusalOfError(edge.log, error, request))
  } catch (fault) {
    send(request, reply, refusalOfError(edge.log, fault as FastifyError, request))
  }
  recordRequest(edge, request, reply)
}
