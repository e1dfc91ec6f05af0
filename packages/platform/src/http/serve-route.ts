/**
 * What surrounds every handler, in order: key, role, practice, shape, idempotency, one transaction, the
 * answer.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isFault } from '../fault.ts'
import { installation } from '../keys/key-vault.ts'
import type { Work } from '../messaging/work.ts'
import type { Shell } from '../shell.ts'
import type { SpanHandle } from '../telemetry/trace.ts'
import type { Actor, Directory, Practice } from './authenticate.ts'
import { idempotencyKey } from './idempotency-key.ts'
import { unitOfRequest } from './journal-request.ts'
import { inOneTransaction } from './one-transaction.ts'
import { documentOf, item, type Problem, type ProblemItem, problem, problemAt } from './problem.ts'
import {
  type Answer,
  type Asked,
  type HttpFeature,
  idempotencyOf,
  type OfInstallation,
  type OfOperator,
  type OfPractice,
  type Signed,
} from './route.ts'
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

type Outcome = Promise<Answer | Problem>
type Parts = Omit<Asked<unknown, unknown, unknown>, 'actor' | 'requestId'>

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
  // A plugin of its own, so that what one route takes raw no other does.
  app.register((plugin, _options, done) => {
    for (const type of feature.raw?.types ?? []) {
      plugin.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    }
    plugin.route({
      method: feature.method,
      url: feature.path,
      ...(feature.raw ? { bodyLimit: feature.raw.bytesMax } : {}),
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
    done()
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
  if (outcome.contentType) return reply.code(outcome.status).type(outcome.contentType).send(outcome.body)
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
  if (feature.access === 'signed') return unlessFaulty(shell, request, () => signed(shell, feature, request))
  const actor = request.actor
  if (!actor) throw new Error('a route was served without a key check')
  if (!feature.roles.includes(actor.role)) {
    return problem(
      403,
      'role/not-allowed',
      `a key of role ${actor.role} may not do this; roles: ${feature.roles.join(', ')}`,
    )
  }
  const named = practiceHeader(request)
  const ofOne = feature.access === 'practice' || (actor.role !== 'operator' && named !== undefined)
  const practice = ofOne ? await directory.practiceOf(actor, named) : null
  if (practice && 'kind' in practice) return practice
  request.practiceId = practice?.id ?? null
  const read = partsOf(feature, request)
  if ('kind' in read) return read
  const asked = { ...read, actor, requestId: request.id }
  return unlessFaulty(shell, request, () => handled(shell, feature, request, asked, practice))
}

async function unlessFaulty(shell: Shell, request: FastifyRequest, handle: () => Outcome): Outcome {
  try {
    return await handle()
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

/** A partner's request: its bytes and what signs them. */
async function signed(shell: Shell, feature: HttpFeature, request: FastifyRequest): Outcome {
  const problems: ProblemItem[] = []
  const params = checked(feature.params, request.params, 'path:', problems)
  if (problems.length > 0)
    return problem(400, 'shape/invalid', 'the path is not one of this route', { problems })
  const handle = feature.handle as (asked: Signed<unknown>) => Outcome
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers
  const headers = { id: text(id), timestamp: text(timestamp), signature: text(signature) }
  return handle({ params, headers, raw: rawOf(request), requestId: request.id, shell })
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}

function rawOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}

/** Hands what was asked to the feature, with what its kind of route works on. */
async function handled(
  shell: Shell,
  feature: HttpFeature,
  request: FastifyRequest,
  asked: Asked<unknown, unknown, unknown>,
  practice: Practice | null,
): Outcome {
  const { params, query, body, actor, requestId } = asked
  const owner = feature.access === 'practice' ? null : actor.keyId
  const header = idempotencyOf(feature, query) === 'ignored' ? undefined : request.headers['idempotency-key']
  const transaction = {
    mode: feature.method === 'GET' ? 'read' : 'write',
    requestId,
    parent: request.span?.traceparent,
    unit: unitOfRequest(feature, asked, practice, header),
    idempotencyKey: (work: Work) =>
      typeof header === 'string'
        ? idempotencyKey(work, owner, header, feature.path, [params, query, body])
        : null,
  } as const
  if (feature.access === 'operator') {
    const handle = feature.handle as (asked: OfOperator<unknown, unknown, unknown>) => Outcome
    return handle({ ...asked, shell })
  }
  if (feature.access === 'installation') {
    const handle = feature.handle as (asked: OfInstallation<unknown, unknown, unknown>) => Outcome
    const own = practice ? [practice.id] : actor.practices
    const practices = actor.role === 'operator' ? null : own
    const keys = await shell.vault.of(installation)
    return inOneTransaction(shell, { ...transaction, pool: shell.worker, sees: null, keys }, (work) =>
      handle({ ...asked, practices, work }),
    )
  }
  if (!practice) throw new Error('a route of a practice was asked for without one')
  const handle = feature.handle as (asked: OfPractice<unknown, unknown, unknown>) => Outcome
  const keys = await shell.vault.of(practice.id)
  return inOneTransaction(shell, { ...transaction, pool: shell.api, sees: practice.id, keys }, (work) =>
    handle({ ...asked, practice, work }),
  )
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
  const raw = feature.raw ? rawOf(request) : new Uint8Array()
  if (feature.raw && raw.length === 0) {
    problems.push(item('', 'body/missing', `a body is required: ${feature.raw.types.join(', ')}`))
  }
  if (problems.length === 0) problems.push(...keyProblems(feature, query, request))
  if (problems.length > 0) {
    return problem(400, problems[0]?.code ?? 'shape/invalid', 'the request is not what this route takes', {
      problems,
    })
  }
  const named = request.headers['if-match']
  const wanted = feature.ifMatch === 'required' || (feature.ifMatch === 'optional' && named !== undefined)
  const ifMatch = wanted ? versionNamed(named) : null
  const accept = request.headers.accept ?? ''
  return ifMatch !== null && typeof ifMatch === 'object'
    ? ifMatch
    : { params, query, body, raw, ifMatch, accept }
}

function keyProblems(feature: HttpFeature, query: unknown, request: FastifyRequest): ProblemItem[] {
  const wanted = idempotencyOf(feature, query)
  const key = request.headers['idempotency-key']
  if (wanted === 'ignored' || (wanted === 'optional' && key === undefined)) return []
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return []
  const [code, says] =
    key === undefined
      ? ['idempotency/missing', 'this request needs an Idempotency-Key of 1 to 255 printable characters']
      : ['idempotency/format', 'an Idempotency-Key has 1 to 255 printable characters']
  return [item('header:Idempotency-Key', code, says, 'send a new one for each thing created')]
}

/** The version that If-Match names, unquoted. */
function versionNamed(header: string | undefined): string | Problem {
  if (header === undefined) {
    return problem(428, 'version/not-named', 'send the version you correct as `If-Match: "<version>"`')
  }
  const version = /^"([1-9]\d{0,8})"$/.exec(header)?.[1]
  if (version !== undefined) return version
  const says = 'If-Match holds one quoted version, such as "1"'
  return problemAt(400, 'header:If-Match', 'version/format', says)
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
