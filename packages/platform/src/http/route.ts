/**
 * A route as data: who may ask, what comes in, what goes out, and a handler that works inside one
 * transaction. Everything that surrounds it (key, role, practice, shape, idempotency, versions, trace, log)
 * is done once, in serve-route.ts.
 */
import type { z } from 'zod'
import type { Work } from '../messaging/work.ts'
import type { Shell } from '../shell.ts'
import type { Actor, Practice, Role } from './authenticate.ts'
import type { Problem } from './problem.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** A dry run: everything was computed, nothing is kept. */
  readonly undo?: boolean
  /** With it `body` is text and sent as it is; JSON otherwise. */
  readonly contentType?: string
  /** Our ids of the patients whose data it shows, where neither path, request nor answer names them: for the audit log. */
  readonly shows?: readonly string[]
}

export function answer(
  status: number,
  body: unknown,
  more: Pick<Answer, 'headers' | 'undo' | 'contentType' | 'shows'> = {},
): Answer {
  return { kind: 'answer', status, body, ...more }
}

export interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The bytes as they came, on a route that takes them raw; empty on any other. */
  readonly raw: Uint8Array
  readonly actor: Actor
  readonly requestId: string
  /** The versions of If-Match, unquoted; null when the header is absent. */
  readonly ifMatch: string | null
  /** The header Accept, for a route that answers in several content types; '' when absent. */
  readonly accept: string
}

export interface OfPractice<Params, Query, Body> extends Asked<Params, Query, Body> {
  readonly practice: Practice
  /** The open transaction, as the service's `_api` role: it sees this practice and no other. */
  readonly work: Work
}

export interface OfOperator<Params, Query, Body> extends Asked<Params, Query, Body> {
  readonly shell: Shell
}

export interface OfInstallation<Params, Query, Body> extends Asked<Params, Query, Body> {
  /** Those that the asker may act for; null: all, an operator asks. */
  readonly practices: readonly string[] | null
  /** The open transaction, as the service's `_worker` role, with the keys of the installation. */
  readonly work: Work
}

/** What a partner's request brings: nobody's key, but a signature that the handler checks over the bytes. */
export interface Signed<Params> {
  readonly params: Params
  readonly raw: Uint8Array
  /** Of Standard Webhooks. */
  readonly headers: {
    readonly id: string | undefined
    readonly timestamp: string | undefined
    readonly signature: string | undefined
  }
  readonly requestId: string
  readonly shell: Shell
}

/** A body that is taken as bytes: which content types, and how many bytes at most. */
export interface RawBody {
  readonly types: readonly string[]
  readonly bytesMax: number
}

/**
 * Whether an Idempotency-Key is asked for: every route that creates honours one, and some must have it.
 * `ignored` is for a request of such a route that stores nothing.
 */
export type Idempotency = 'required' | 'optional' | 'ignored'

interface RouteBase<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: Method
  /** Fastify's notation: `:id`; a colon that is meant is written twice. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Answers by status; problem documents are added to each route. */
  readonly answers: Readonly<Record<number, z.ZodType>>
  /** Content type of the answers; JSON without it. */
  readonly answersAs?: string
  /** Instead of `body`. */
  readonly raw?: RawBody
  readonly ifMatch?: 'required' | 'optional'
  readonly idempotent?: Idempotency | ((query: z.output<Query>) => Idempotency)
  readonly example?: Example<z.input<Body>>
}

/** One request and its answer, for those who read the documents; a test holds both against the schemas. */
export interface Example<Body = unknown> {
  readonly body?: Body
  readonly answer?: unknown
}

export interface PracticeRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends RouteBase<Params, Query, Body> {
  readonly roles: readonly Role[]
  handle(asked: OfPractice<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer | Problem>
}

/** It has no transaction of its own, so that it may ask the broker, and for the same reason no Idempotency-Key. */
export interface OperatorRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends Omit<RouteBase<Params, Query, Body>, 'idempotent'> {
  handle(asked: OfOperator<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer | Problem>
}

/** `practices` says of whose the answer may be: the work sees everybody's. */
export interface InstallationRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends RouteBase<Params, Query, Body> {
  readonly roles: readonly Role[]
  handle(asked: OfInstallation<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer | Problem>
}

export interface HttpFeature {
  readonly kind: 'http'
  readonly access: 'practice' | 'operator' | 'installation' | 'signed'
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly answers: Readonly<Record<number, z.ZodType>>
  readonly answersAs?: string
  readonly raw?: RawBody
  readonly ifMatch?: 'required' | 'optional'
  readonly roles: readonly Role[]
  readonly idempotent?: Idempotency | ((query: never) => Idempotency)
  readonly example?: Example
  readonly handle: (asked: never) => Promise<Answer | Problem>
}

/** A route of one practice's people and systems. */
export function route<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: PracticeRoute<Params, Query, Body>): HttpFeature {
  return { kind: 'http', access: 'practice', ...definition }
}

/** A route of those who run the system: no practice, no patient's data. */
export function operatorRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: OperatorRoute<Params, Query, Body>): HttpFeature {
  return { kind: 'http', access: 'operator', roles: ['operator'], ...definition }
}

/** A route that changes or shows what the installation keeps for its practices, in one transaction. */
export function installationRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: InstallationRoute<Params, Query, Body>): HttpFeature {
  return { kind: 'http', access: 'installation', ...definition }
}

export interface SignedRoute<Params extends z.ZodType>
  extends Pick<RouteBase<Params, z.ZodUndefined, z.ZodUndefined>, 'path' | 'summary' | 'params' | 'answers'> {
  readonly method: 'POST'
  readonly bytesMax: number
  handle(asked: Signed<z.output<Params>>): Promise<Answer | Problem>
}

/** A door for partners, who have no key: the handler checks the signature and works in transactions of its own. */
export function signedRoute<Params extends z.ZodType>({
  bytesMax,
  ...definition
}: SignedRoute<Params>): HttpFeature {
  return { kind: 'http', access: 'signed', roles: [], raw: { types: ['*'], bytesMax }, ...definition }
}

/** What `feature` says of an Idempotency-Key for a request with this query. */
export function idempotencyOf({ idempotent = 'ignored' }: HttpFeature, query: unknown): Idempotency {
  return typeof idempotent === 'string' ? idempotent : idempotent(query as never)
}
