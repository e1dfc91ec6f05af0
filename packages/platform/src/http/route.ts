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
}

export function answer(status: number, body: unknown, more: Pick<Answer, 'headers' | 'undo'> = {}): Answer {
  return { kind: 'answer', status, body, ...more }
}

export interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly actor: Actor
  readonly requestId: string
  /** The versions of If-Match, unquoted; null when the header is absent. */
  readonly ifMatch: string | null
}

export interface OfPractice<Params, Query, Body> extends Asked<Params, Query, Body> {
  readonly practice: Practice
  /** The open transaction, as the service's `_api` role: it sees this practice and no other. */
  readonly work: Work
}

export interface OfOperator<Params, Query, Body> extends Asked<Params, Query, Body> {
  readonly shell: Shell
}

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
  readonly ifMatch?: 'required'
}

export interface PracticeRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends RouteBase<Params, Query, Body> {
  readonly roles: readonly Role[]
  /** Whether an Idempotency-Key is required for this query. */
  readonly idempotent?: (query: z.output<Query>) => boolean
  handle(asked: OfPractice<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer | Problem>
}

export interface OperatorRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends RouteBase<Params, Query, Body> {
  handle(asked: OfOperator<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer | Problem>
}

export interface HttpFeature {
  readonly kind: 'http'
  readonly access: 'practice' | 'operator'
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly answers: Readonly<Record<number, z.ZodType>>
  readonly ifMatch?: 'required'
  readonly roles: readonly Role[]
  readonly idempotent?: (query: never) => boolean
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
