/**
 * What surrounds every handler, in order: key, role, practice, shape, idempotency, one transaction, the
 * answer.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { inTransaction, RollBack } from '../database/transaction.ts'
import { failpoint } from '../failpoint.ts'
import { isFault } from '../fault.ts'
import { writeOutbox } from '../messaging/outbox.ts'
import type { Work } from '../messaging/work.ts'
import type { Shell } from '../shell.ts'
import type { SpanHandle } from '../telemetry/trace.ts'
import type { Actor, Directory, Practice } from './authenticate.ts'
import { answeredBefore, type IdempotencyKey, idempotencyKey, remember } from './idempotency-key.ts'
import { documentOf, item, type Problem, type ProblemItem, problem } from './problem.ts'
import type { Answer, HttpFeature, OfOperator, OfPractice } from './route.ts'
import { shapeProblems } from './shape-problems.ts'
import { parseStrictJson } from './strict-json.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    span: SpanHandle | null
    practiceId: string | null
  }
  interface FastifyContextConfig {
    readonly service?: string
    readonly feature?: HttpFeature
  }
}

interface Parts {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly ifMatch: string | null
}

/**
 * Registers `feature` of the service whose `shell` is given. The actor was found before the body was read.
 */
export function serveRoute(
  app: FastifyInstance,
  shell: Shell,
  directory: Directory,
  feature: HttpFeature,
): void {
  serveShared(app, [shell], directory, feature)
}

/**
 * Registers a route that several services have: `?service=` picks one, and may be left out where there is
 * one.
 */
export function serveShared(
  app: FastifyInstance,
  shells: readonly Shell[],
  directory: Directory,
  feature: HttpFeature,
): void {
  app.route({
    method: feature.method,
    url: feature.path,
    config: { service: shells.length === 1 ? (shells[0]?.service ?? '') : 'platform', feature },
    handler: async (request, reply) => {
      const shell = chosen(shells, request)
      return send(
        request,
        reply,
        'kind' in shell ? shell : await outcomeOf(shell, directory, feature, request),
      )
    },
  })
}

function chosen(shells: readonly Shell[], request: FastifyRequest): Shell | Problem {
  const [only] = shells
  if (shells.length === 1 && only) return only
  const { service } = request.query as { readonly service?: unknown }
  const names = shells.map((shell) => shell.service).join(', ')
  const found = shells.find((shell) => shell.service === service)
  return found ?? problem(400, 'service/not-named', `name one of the services with ?service=: ${names}`)
}

export function send(request: FastifyRequest, reply: FastifyReply, outcome: Answer | Problem): FastifyReply {
  for (const [name, value] of Object.entries(outcome.headers ?? {})) reply.header(name, value)
  if (outcome.kind === 'problem') {
    return reply
      .code(outcome.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(documentOf(outcome, request.id)))
  }
  if (outcome.status >= 400) reply.type('application/problem+json; charset=utf-8')
  else reply.type('application/json; charset=utf-8')
  return reply.code(outcome.status).send(JSON.stringify(outcome.body))
}

async function outcomeOf(
  shell: Shell,
  directory: Directory,
  feature: HttpFeature,
  request: FastifyRequest,
): Promise<Answer | Problem> {
  const actor = request.actor
  if (!actor) throw new Error('a route was served without a key check')
  if (!feature.roles.includes(actor.role)) {
    return problem(
      403,
      'role/not-allowed',
      `a key of role ${actor.role} may not do this; roles: ${feature.roles.join(', ')}`,
    )
  }
  const practice =
    feature.access === 'practice' ? await directory.practiceOf(actor, practiceHeader(request)) : null
  if (practice && 'kind' in practice) return practice
  request.practiceId = practice?.id ?? null
  const read = partsOf(feature, request)
  if ('kind' in read) return read
  const asked = { ...read, actor, requestId: request.id }
  try {
    if (practice) return await inPractice(shell, feature, request, practice, asked)
    const handle = feature.handle as (
      asked: OfOperator<unknown, unknown, unknown>,
    ) => Promise<Answer | Problem>
    return await handle({ ...asked, shell })
  } catch (error) {
    if (!isFault(error)) throw error
    shell.log.warn('a request failed with the world', {
      service: shell.service,
      requestId: request.id,
      error,
    })
    const detail = 'the database does not answer; nothing was stored, ask again with the same Idempotency-Key'
    return problem(503, 'fault/unavailable', detail, { headers: { 'retry-after': '2' } })
  }
}

function practiceHeader(request: FastifyRequest): string | undefined {
  const named = request.headers['tally-practice']
  return typeof named === 'string' ? named : undefined
}

/** Everything that came in, or every problem with it at once. */
function partsOf(feature: HttpFeature, request: FastifyRequest): Parts | Problem {
  const problems: ProblemItem[] = []
  const params = checked(feature.params, request.params, 'path:', problems)
  const query = checked(feature.query ?? z.strictObject({}), request.query, 'query:', problems)
  const body = bodyOf(feature, request, problems)
  const key = request.headers['idempotency-key']
  if (problems.length === 0 && feature.idempotent?.(query as never)) {
    const usable = typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)
    if (!usable) {
      const says = 'this request needs an Idempotency-Key of 1 to 255 printable characters'
      problems.push(
        item('header:Idempotency-Key', 'idempotency/missing', says, 'send a new one for each visit'),
      )
    }
  }
  if (problems.length > 0) {
    return problem(400, problems[0]?.code ?? 'shape/invalid', 'the request is not what this route takes', {
      problems,
    })
  }
  const ifMatch = request.headers['if-match']
  if (feature.ifMatch === 'required' && ifMatch === undefined) {
    return problem(428, 'version/not-named', 'send the version you correct as `If-Match: "<version>"`')
  }
  const version = ifMatch === undefined ? null : /^"([1-9]\d{0,8})"$/.exec(ifMatch)?.[1]
  if (version === undefined) {
    const problems = [
      item('header:If-Match', 'version/format', 'If-Match holds one quoted version, such as "1"'),
    ]
    return problem(400, 'version/format', 'If-Match holds one quoted version, such as "1"', { problems })
  }
  return { params, query, body, ifMatch: version }
}

function checked(
  schema: z.ZodType | undefined,
  value: unknown,
  place: string,
  problems: ProblemItem[],
): unknown {
  if (!schema) return undefined
  // Postgres text cannot hold NUL; a body's is found while it is parsed.
  if (JSON.stringify(value)?.includes('\\u0000')) {
    if (place !== '') problems.push(item(place, 'shape/nul', 'a NUL character cannot be looked for'))
    return undefined
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  problems.push(...shapeProblems(result.error, place))
  return undefined
}

function bodyOf(feature: HttpFeature, request: FastifyRequest, problems: ProblemItem[]): unknown {
  if (!feature.body) return undefined
  const bytes = request.body
  if (!(bytes instanceof Uint8Array)) {
    problems.push(item('', 'json/missing', 'a JSON body is required', 'send it as application/json'))
    return undefined
  }
  const json = parseStrictJson(bytes)
  if (json.ok) return checked(feature.body, json.value, '', problems)
  problems.push(...json.problems)
  return undefined
}

async function inPractice(
  shell: Shell,
  feature: HttpFeature,
  request: FastifyRequest,
  practice: Practice,
  asked: Parts & { readonly actor: Actor; readonly requestId: string },
): Promise<Answer | Problem> {
  const keys = await shell.vault.of(practice.id)
  const handle = feature.handle as (asked: OfPractice<unknown, unknown, unknown>) => Promise<Answer | Problem>
  const span = shell.tracing.start(`transaction ${shell.service}`, { parent: request.span?.traceparent })
  try {
    const outcome = await inTransaction(
      shell.api,
      practice.id,
      async (query) => {
        const work: Work = {
          ...{
            service: shell.service,
            query,
            practiceId: practice.id,
            keys,
            newId: shell.newId,
            outgoing: [],
          },
          now: shell.clock.now(),
          causationId: request.id,
          traceparent: span.traceparent,
        }
        const header = request.headers['idempotency-key']
        const key =
          feature.idempotent?.(asked.query as never) && typeof header === 'string'
            ? idempotencyKey(work, header, feature.path, [asked.params, asked.query, asked.body])
            : null
        const before = key ? await answeredBefore(work, key) : null
        if (before) throw new RollBack(before)
        return finish(work, key, await handle({ ...asked, practice, work }), request.id)
      },
      feature.method === 'GET' ? 'snapshot' : 'write',
    )
    span.end()
    if (feature.method !== 'GET') {
      failpoint('after-commit-before-answer')
      shell.wake()
    }
    return outcome
  } catch (error) {
    span.end({ failed: 'not committed' })
    throw error
  }
}

/**
 * Keeps what is to be kept: a problem or a dry run undoes everything, but for a problem that is remembered.
 */
async function finish(
  work: Work,
  key: IdempotencyKey | null,
  outcome: Answer | Problem,
  requestId: string,
): Promise<Answer | Problem> {
  if (outcome.kind === 'problem') {
    if (!outcome.remembered || !key) throw new RollBack(outcome)
    await remember(work, key, outcome.status, documentOf(outcome, requestId), outcome.headers ?? {})
    return outcome
  }
  if (outcome.undo) throw new RollBack(outcome)
  await writeOutbox(work.query, work.outgoing)
  if (key) await remember(work, key, outcome.status, outcome.body, outcome.headers ?? {})
  return outcome
}
