/**
 * Who gets in, before a byte of a body is read: the key, and how many requests a minute. A good key is limited
 * by itself. Everybody else is counted by address and, once over, not even looked for in the database: a good
 * key that was never seen before is still told apart by what is in memory, so that an office keeps working
 * beside a program of its own that sends an old key in a loop.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Directory } from './authenticate.ts'
import { type Problem, problem } from './problem.ts'

/** Sets the request's actor, or says why there is none: 401 without a good key, 429 over a limit. */
export type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<Problem | null>

export interface Limits {
  readonly directory: Directory
  /** Requests a minute one key may send. */
  readonly requestsPerMinute: number
}

/** Requests a minute from one address without a good key. */
const strangersPerMinute = 300

type Limit = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>

/** Needs @fastify/rate-limit, registered on `app`. */
export function admission(app: FastifyInstance, { directory, requestsPerMinute }: Limits): Admit {
  const ofStrangers = app.createRateLimit({ max: strangersPerMinute })
  // A load balancer asks for health from the same address as strangers come from, and must not be refused for them.
  const ofOpenRoutes = app.createRateLimit({ max: requestsPerMinute })
  const ofKeys = app.createRateLimit({
    max: requestsPerMinute,
    keyGenerator: ({ actor }) => actor?.keyId ?? '',
  })
  return async (request, reply) => {
    if (isOpen(request)) return counted(reply, await ofOpenRoutes(request))
    const { authorization } = request.headers
    const familiar = directory.isFamiliar(authorization)
    // Counted before the lookup: of many at once, no more than the limit reach the database.
    const tooMany = familiar ? null : counted(reply, await ofStrangers(request))
    if (tooMany && !(await directory.mayBeGood(authorization))) return tooMany
    const actor = await directory.actorOf(authorization)
    if ('kind' in actor)
      return tooMany ?? (familiar ? counted(reply, await ofStrangers(request)) : null) ?? actor
    request.actor = actor
    return counted(reply, await ofKeys(request))
  }
}

/**
 * Health and documents, which want no key, and partners' doors, which want a signature: a burst of remittances
 * must not wait for strangers.
 */
function isOpen({ is404, routeOptions: { config } }: FastifyRequest): boolean {
  return !is404 && (!config.feature || config.feature.access === 'signed') && config.allow === undefined
}

function counted(reply: FastifyReply, limit: Limit): Problem | null {
  if (limit.isAllowed) return null
  const { max, remaining, ttlInSeconds, isExceeded } = limit
  reply.header('ratelimit-limit', max)
  reply.header('ratelimit-remaining', remaining)
  reply.header('ratelimit-reset', ttlInSeconds)
  if (!isExceeded) return null
  return problem(429, 'rate/too-many', 'slow down; Retry-After says for how long', {
    headers: { 'retry-after': String(ttlInSeconds) },
  })
}
