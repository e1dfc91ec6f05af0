/**
 * A path that is there, asked with a method that it does not take: 405 with what it takes in `Allow`, before
 * the body is read. OPTIONS answers the same list. Made from the routes themselves, once all are registered.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from './problem.ts'
import { send } from './serve-route.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the path takes, on the routes that refuse all else. */
    readonly allow?: string
  }
}

interface Path {
  readonly url: string
  readonly methods: Set<string>
}

/** Notes each path of `app` from here on; to be called before any route is registered. */
export function notePaths(app: FastifyInstance): ReadonlyMap<string, Path> {
  const paths = new Map<string, Path>()
  app.addHook('onRoute', ({ url, method }) => {
    // Two methods of one path may name its ids differently.
    const shape = url.replaceAll(/\/:\w+/g, '/:')
    const path = paths.get(shape) ?? { url, methods: new Set() }
    paths.set(shape, path)
    for (const each of [method].flat()) path.methods.add(each)
  })
  return paths
}

export function refuseOtherMethods(app: FastifyInstance, paths: ReadonlyMap<string, Path>): void {
  for (const { url, methods } of paths.values()) {
    // A plugin may take `/docs/` beside `/docs` without telling the hook of both.
    const taken = app.supportedMethods.filter(
      (method) => methods.has(method) || app.hasRoute({ method, url }),
    )
    const allow = [...taken, 'OPTIONS'].sort().join(', ')
    const others = app.supportedMethods.filter((method) => !taken.includes(method))
    // Refused before the body is read; a route must have a handler all the same.
    app.route({ method: others, url, config: { allow }, onRequest: refuse, handler: refuse })
  }
}

async function refuse(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const allow = request.routeOptions.config.allow ?? ''
  if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send()
  const detail = `this path takes ${allow}; GET /openapi.json says what each does`
  return send(request, reply, problem(405, 'method/not-allowed', detail, { headers: { allow } }))
}
