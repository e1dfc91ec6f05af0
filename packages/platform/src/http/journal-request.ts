/** A request as the journal keeps it: everything that its handler was given, but for a file's bytes. */
import { digestOfFile, type Unit } from '../messaging/journal.ts'
import type { Actor, Practice } from './authenticate.ts'
import type { Asked, HttpFeature } from './route.ts'

export interface JournaledRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly ifMatch: string | null
  readonly accept: string
  readonly actor: Actor
  /** As it was at that time. */
  readonly practice: Practice | null
  /** Idempotency-Key. */
  readonly key: string | null
  /** Of a body that is a file: it lies among the practice's stored bytes. */
  readonly file: string | null
}

export function nameOfRoute({ method, path }: HttpFeature): string {
  return `${method} ${path}`
}

export function unitOfRequest(
  feature: HttpFeature,
  asked: Asked<unknown, unknown, unknown>,
  practice: Practice | null,
  key: unknown,
): Unit {
  const { params, query, body, raw, ifMatch, accept, actor } = asked
  const input = (): JournaledRequest => ({
    ...{ params, query, body, ifMatch, accept, actor, practice },
    key: typeof key === 'string' ? key : null,
    file: raw.length > 0 ? digestOfFile(raw) : null,
  })
  return { kind: 'request', name: nameOfRoute(feature), input, ...(raw.length > 0 ? { file: raw } : {}) }
}
