/**
 * What surrounds every handler, in order: key, role, practice, shape, idempotency, one transaction, the
 * answer.
 */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AuditedRequest, entriesOfRequest, entryOfAsking } from '../auditing/audited-request.ts'
import { isFault } from '../fault.ts'
import { installation } from '../keys/key-vault.ts'
import type { Work } from '../messaging/work.ts'
import type { Shell } from '../shell.ts'
import type { SpanHandle } from '../telemetry/trace.ts'
import type { Actor, Directory, Practice } from './authenticate.ts'
import { idempotencyKey } from './idempotency-key.ts'
import { nameOfRoute, unitOfRequest } from './journal-request.ts'
import { inOneTransaction } from './one-transaction.ts'
import { checked, partsOf, rawOf } from './parts-of-request.ts'
import { documentOf, noSuchService, type Problem, type ProblemItem, problem } from './problem.ts'
import { readFileBody } from './read-file-body.ts'
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

/**
 * Registers `feature` of the service whose `shell` is given. The actor was found before the body was read.
 */
export function serveRoute(
  app: FastifyInstance,
  shell: Shell,
  directory: Directory,
  feature: HttpFeature,
): void {
  serve(app, shell.service, () => shell, directory, feature)
}

/**
 * Registers a route that several services have: `?service=` picks one, and may be left out where there is
 * one; named, it is that one or nobody, so that the route's path to another process cannot be wrong unseen.
 */
export function serveShared(
  app: FastifyInstance,
  shells: readonly Shell[],
  directory: Directory,
  feature: HttpFeature,
): void {
  const [only] = shells
  const service = shells.length === 1 && only ? only.service : 'platform'
  serve(app, service, (request) => chosen(shells, request), directory, feature)
}

function serve(
  app: FastifyInstance,
  service: string,
  shellOf: (request: FastifyRequest) => Shell | Problem,
  directory: Directory,
  feature: HttpFeature,
): void {
  // A plugin of its own, so that what one route takes raw no other does.
  app.register((plugin, _options, done) => {
    const { types, bytesMax } = feature.raw ?? { types: [], bytesMax: 0 }
    for (const type of types) {
      plugin.addContentTypeParser(type, (_: FastifyRequest, payload: IncomingMessage) =>
        readFileBody(payload, bytesMax),
      )
    }
    plugin.route({
      method: feature.method,
      url: feature.path,
      config: { service, feature },
      handler: async (request, reply) => {
        const shell = shellOf(request)
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
  const { service } = request.query as { readonly service?: unknown }
  const names = shells.map((shell) => shell.service)
  if (service !== undefined) return shells.find((shell) => shell.service === service) ?? noSuchService(names)
  if (shells.length === 1 && only) return only
  return problem(400, 'service/not-named', `name one of the services with ?service=: ${names.join(', ')}`)
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
  const { actor } = request
  if (!actor) throw new Error('a route was served without a key check')
  return unlessFaulty(shell, request, async () => {
    const asking = await practiceAsked(directory, feature, request, actor)
    const refused = asking !== null && 'kind' in asking
    const practice = refused ? await practiceOfRefused(directory, request, actor) : asking
    request.practiceId = practice?.id ?? null
    const read = refused ? asking : partsOf(feature, request)
    const audited: AuditedRequest = {
      ...{ feature, actor, requestId: request.id, practice, params: request.params, query: request.query },
      body: 'kind' in read ? null : read.body,
      keys: await shell.vault.of(practice?.id ?? installation),
      now: shell.clock.now(),
    }
    if ('kind' in read) {
      await shell.auditing.write(entriesOfRequest(audited, read, false))
      return read
    }
    return handled(shell, request, { ...read, actor, requestId: request.id }, audited)
  })
}

/** The practice that is asked for, null where none is; or why the actor may not ask. */
async function practiceAsked(
  directory: Directory,
  feature: HttpFeature,
  request: FastifyRequest,
  actor: Actor,
): Promise<Practice | Problem | null> {
  if (!feature.roles.includes(actor.role)) {
    const roles = feature.roles.join(', ')
    return problem(403, 'role/not-allowed', `a key of role ${actor.role} may not do this; roles: ${roles}`)
  }
  if (actor.role === 'operator' && feature.access === 'practice') return ofNoPractice
  const named = practiceHeader(request)
  const ofOne = feature.access === 'practice' || (actor.role !== 'operator' && named !== undefined)
  return ofOne ? directory.practiceOf(actor, named) : null
}

/** To an operator a route that lets him ask shows what is the installation's own, and no practice's. */
const ofNoPractice: Practice = { id: installation, timezone: 'UTC', npis: [] }

/** In whose log it stands that the actor may not ask: of the practice named, else of the only one; its keys give the subjects. */
async function practiceOfRefused(
  directory: Directory,
  request: FastifyRequest,
  actor: Actor,
): Promise<Practice | null> {
  const named = await directory.practiceOf(actor, practiceHeader(request))
  const found = 'kind' in named ? await directory.practiceOf(actor, undefined) : named
  return 'kind' in found ? null : found
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
  const doing = { kind: 'webhook', name: nameOfRoute(feature) } as const
  return handle({ params, headers, raw: rawOf(request), requestId: request.id, shell: { ...shell, doing } })
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}

/** Hands what was asked to the feature, with what its kind of route works on. */
async function handled(
  shell: Shell,
  request: FastifyRequest,
  asked: Asked<unknown, unknown, unknown>,
  audited: AuditedRequest,
): Outcome {
  const { params, query, body, actor, requestId } = asked
  const { feature, practice, keys } = audited
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
    entries: (outcome: Answer | Problem, kept: boolean) => entriesOfRequest(audited, outcome, kept),
  } as const
  if (feature.access === 'operator') return ofOperator(shell, asked, audited)
  if (feature.access === 'installation') {
    const handle = feature.handle as (asked: OfInstallation<unknown, unknown, unknown>) => Outcome
    const practices = actor.role === 'operator' ? null : practice ? [practice.id] : actor.practices
    const own = await shell.vault.of(installation)
    return inOneTransaction(shell, { ...transaction, pool: shell.worker, sees: null, keys: own }, (work) =>
      handle({ ...asked, practices, work }),
    )
  }
  if (!practice) throw new Error('a route of a practice was asked for without one')
  const handle = feature.handle as (asked: OfPractice<unknown, unknown, unknown>) => Outcome
  // No api role sees a row of the installation's.
  const isOwn = practice.id === installation
  const seen = isOwn ? { pool: shell.worker, sees: null } : { pool: shell.api, sees: practice.id }
  return inOneTransaction(shell, { ...transaction, ...seen, keys }, async (work) => {
    const outcome = await handle({ ...asked, practice, work })
    return outcome.kind === 'answer' && storesNothing(feature, query) ? { ...outcome, undo: true } : outcome
  })
}

/** A dry run, whatever its handler found there: it leaves nothing but the entry of a read. */
function storesNothing(feature: HttpFeature, query: unknown): boolean {
  return typeof feature.idempotent === 'function' && idempotencyOf(feature, query) === 'ignored'
}

/** It works in several transactions: that it is asked to change something is stored before it does. */
async function ofOperator(
  shell: Shell,
  asked: Asked<unknown, unknown, unknown>,
  audited: AuditedRequest,
): Outcome {
  const { method, handle } = audited.feature
  if (method !== 'GET') await shell.auditing.write([entryOfAsking(audited)])
  const outcome = await (handle as (asked: OfOperator<unknown, unknown, unknown>) => Outcome)({
    ...asked,
    shell,
  })
  await shell.auditing.write(entriesOfRequest(audited, outcome, outcome.kind === 'answer'))
  return outcome
}

function practiceHeader(request: FastifyRequest): string | undefined {
  const named = request.headers['tally-practice']
  return typeof named === 'string' ? named : undefined
}
