/**
 * Routes that every service has, one each for all services of the process: health, metrics, lag, parked
 * messages, events, the audit log, docs.
 */
import { readFile } from 'node:fs/promises'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Directory } from '../http/authenticate.ts'
import { openapiOf, openapiOfAll, type Routes } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import { send, serveRoute, serveShared } from '../http/serve-route.ts'
import type { Meters } from '../telemetry/meters.ts'
import { auditLog } from './audit-log.ts'
import { eventsFeed } from './events-feed.ts'
import { serveHealth } from './health.ts'
import { operatorFeatures } from './operator-features.ts'
import type { RunningService } from './running-service.ts'
import { metricsOf } from './serve-metrics.ts'

/** It is read when asked for. */
const guide = new URL('../../../../docs/integrate.md', import.meta.url)

export async function serveOperating(
  app: FastifyInstance,
  services: readonly RunningService[],
  directory: Directory,
  meters: Meters,
): Promise<void> {
  const first = services[0]
  if (!first) return
  serveHealth(app, services)
  for (const feature of operatorFeatures(services)) serveRoute(app, first.shell, directory, feature)
  serveRoute(app, first.shell, directory, auditLog(services))
  const shells = services.map(({ shell }) => shell)
  serveShared(app, shells, directory, eventsFeed)
  serveRoute(app, first.shell, directory, metricsOf(services, meters))
  await serveDocuments(app, services)
}

/** The routes of every service that the host itself answers; they stand in each service's document. */
export const sharedRoutes: Routes = {
  features: [eventsFeed, ...operatorFeatures([]), auditLog([])],
  areas: [
    {
      name: 'Events',
      says: 'Everything that was said of the practice, to follow by position.',
      paths: ['/v1/events'],
    },
    {
      name: 'Audit log',
      says: 'Who changed or saw what of the practice, and what came of it.',
      paths: ['/v1/audit'],
    },
    {
      name: 'Operation',
      says: 'How far behind the services are, and what could not be handled.',
      paths: ['/v1/lag', '/v1/parked-messages'],
    },
  ],
}

/**
 * `/openapi.json` has all routes, `?service=` those of one, each made when first asked for; `/docs` shows them, and
 * `/integrate.md` is the guide.
 */
async function serveDocuments(app: FastifyInstance, running: readonly RunningService[]): Promise<void> {
  const services = running.map(({ service }) => service)
  const made = new Map<string, Promise<object>>()
  app.get('/openapi.json', async (request, reply) => {
    const asked = (request.query as { readonly service?: unknown }).service
    const service = services.find(({ name }) => name === asked)
    if (asked !== undefined && !service) {
      return send(request, reply, problem(404, 'not-found', 'there is no such service here'))
    }
    const name = service?.name ?? ''
    const document =
      made.get(name) ?? (service ? openapiOf(service, sharedRoutes) : openapiOfAll(services, sharedRoutes))
    made.set(name, document)
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(await document))
  })
  app.get('/integrate.md', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(await readFile(guide, 'utf8')),
  )
  await app.register((docs, _options, done) => {
    const info = { title: 'Tally', version: '1' }
    docs.register(swagger, {
      mode: 'static',
      specification: { document: { openapi: '3.1.0', info, paths: {} } },
    })
    const urls = [
      { name: 'everything', url: '/openapi.json' },
      ...services.map(({ name }) => ({ name, url: `/openapi.json?service=${name}` })),
    ]
    docs.register(swaggerUi, { routePrefix: '/docs', uiConfig: { urls, docExpansion: 'none' } })
    done()
  })
}
