/**
 * Bounds on what a process takes at once, so that a flood costs answers and not memory: beyond them 503 with Retry-After, before a
 * byte of a body is read. Partners' webhooks are the last to be refused: to store one needs only Postgres, and a partner that is
 * refused comes again late. Health, documents and operators never are: they ask when a process is busy.
 */
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RoomRead } from '../database/room-left.ts'
import type { BehindRead } from '../messaging/behind.ts'
import { type Problem, problem } from './problem.ts'
import { bodyBytesMax } from './refusal-of-error.ts'

/** Of one process, all its services together. */
export interface Bounds {
  /** A refusal where the process is late already; it costs nothing, so it is asked first. */
  late(request: FastifyRequest): Problem | null
  /**
   * Takes a place until the request is answered or broken off, or refuses it; where none is left, one that comes too slowly gives way.
   * After the key check: strangers take none.
   */
  take(request: FastifyRequest, reply: FastifyReply): Problem | null
}

/**
 * Requests at once. A service has three connections for them: of a hundred the last one waits for some thirty others, which is half
 * a second at 15 ms each; more of them would wait longer and be answered no sooner.
 */
const atOnceMax = { request: 100, webhook: 400 }
/**
 * Bytes of files at once, webhooks and requests each: a process grows by twice and a half of a file until it has come, and a container has
 * 512 MB. A longer one goes when it is alone. What is no file is bounded by how many there are.
 */
const fileBytesAtOnceMax = 64 * 1_048_576
/** Milliseconds that a request may take to arrive, then Node breaks it off: 64 MB over 5 Mbit/s are 107 s. */
export const arrivalMsMax = 120_000
/** Milliseconds within which it must come, at its pace so far, to keep its place when another one needs it. */
const arrivalMsUnderPressure = 30_000
/** So long nobody is called slow: a body may come a moment after its headers. */
const graceMs = 1_000
/** Milliseconds that the event loop is late, over the last second: what is taken now is answered late. */
const lateMsMax = { request: 500, webhook: 5_000 }
/** Milliseconds that the consumers may be behind while more work is taken; a day's peak has them one behind. What reads goes on. */
const behindMsMax = 5_000
/** Milliseconds that the outbox may wait for the broker: then nobody hears any more of what is taken (reliability-security.md 5.5). */
const unpublishedMsMax = 600_000

export async function bounds(app: FastifyInstance, behind: BehindRead, { room }: RoomRead): Promise<Bounds> {
  await app.register(underPressure)
  const atOnce = { request: new Map<FastifyRequest, Taken>(), webhook: new Map<FastifyRequest, Taken>() }
  /** Breaks late ones off, whose files have so many bytes at least, until there is a place; false: there is none. */
  const madePlace = (held: Map<FastifyRequest, Taken>, bytesMin: number, isPlace: () => boolean): boolean => {
    for (const [request, taken] of held) {
      if (taken.bytes < bytesMin || !isLate(request, taken)) continue
      held.delete(request)
      // As Node does it with one that took too long.
      const tooSlow = { code: 'ERR_HTTP_REQUEST_TIMEOUT' }
      app.server.emit(
        'clientError',
        Object.assign(new Error('it came too slowly'), tooSlow),
        request.raw.socket,
      )
      if (isPlace()) return true
    }
    return false
  }
  app.addHook('onResponse', (request, _reply, done) => {
    const kind = kindOf(request)
    if (kind !== null) atOnce[kind].delete(request)
    done()
  })
  return {
    late(request) {
      const kind = kindOf(request)
      if (kind === null) return null
      const brings = kind === 'request' && request.method !== 'GET'
      if (brings ? room() !== 'enough' : kind === 'webhook' && room() === 'none') return noRoom
      const tooMuch = brings && (behind.ms() > behindMsMax || behind.unpublishedMs() > unpublishedMsMax)
      return tooMuch || app.memoryUsage().eventLoopDelay > lateMsMax[kind] ? tooBusy : null
    },
    take(request, reply) {
      const kind = kindOf(request)
      if (kind === null) return null
      const held = atOnce[kind]
      const bytes = fileBytesOf(request)
      const isFull = () => held.size >= atOnceMax[kind]
      const isPlace = () => !isFull() && (bytes === 0 || hasRoom(held, bytes))
      if (!(isPlace() || madePlace(held, isFull() ? 0 : 1, isPlace))) return tooBusy
      held.set(request, { bytes, at: performance.now(), read: request.raw.socket.bytesRead })
      // One that is broken off is not always answered.
      reply.raw.once('close', () => held.delete(request))
      return null
    },
  }
}

interface Taken {
  /** Of its file; 0 where it brings none. */
  readonly bytes: number
  /** Milliseconds, and what had been read on its connection by then. */
  readonly at: number
  readonly read: number
}

/** At the pace so far its body comes too late: it holds a place that another one could use. */
function isLate(request: FastifyRequest, { at, read }: Taken): boolean {
  const { raw } = request
  const ms = performance.now() - at
  if (raw.complete || ms < graceMs) return false
  return raw.socket.bytesRead - read < (bytesNamedBy(request) * ms) / arrivalMsUnderPressure
}

/** Null: never refused. */
function kindOf({ is404, routeOptions: { config } }: FastifyRequest): 'request' | 'webhook' | null {
  if (is404 || !config.feature || config.feature.access === 'operator') return null
  return config.feature.access === 'signed' ? 'webhook' : 'request'
}

/** 0: it brings no file, or one that is refused for its length. */
function fileBytesOf(request: FastifyRequest): number {
  const bytes = bytesNamedBy(request)
  return bytes > bodyBytesMax && bytes <= longestOf(request) ? bytes : 0
}

/** By what it says of its length, before the first of them is read; one that says none counts as the longest that its route takes. */
function bytesNamedBy(request: FastifyRequest): number {
  const { 'transfer-encoding': coding, 'content-length': length = 0 } = request.headers
  return coding === undefined ? Number(length) : longestOf(request)
}

function longestOf({ routeOptions: { config } }: FastifyRequest): number {
  return config.feature?.raw?.bytesMax ?? bodyBytesMax
}

function hasRoom(held: ReadonlyMap<FastifyRequest, Taken>, bytes: number): boolean {
  let sum = 0
  for (const each of held.values()) sum += each.bytes
  return sum === 0 || sum + bytes <= fileBytesAtOnceMax
}

const noRoom = problem(
  503,
  'fault/no-room',
  'the database’s disk is nearly full; nothing was stored, ask again after Retry-After seconds with the same Idempotency-Key',
  { headers: { 'retry-after': '60' } },
)

const tooBusy = problem(
  503,
  'fault/under-pressure',
  'too busy; nothing was stored, ask again after Retry-After seconds with the same Idempotency-Key',
  { headers: { 'retry-after': '2' } },
)
