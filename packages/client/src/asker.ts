/** Sends what a route asks, again where that is safe, and reads the answer or the refusal. */
import type { Answer, Ask, Asked } from './call.ts'
import type { Problem } from './generated/schemas.ts'
import { TallyProblem, TallyUnreachable } from './refusals.ts'
import { isRepeatable, type Patience, retryAfterIn, saysLater, waitBefore } from './retry.ts'
import { newIdempotencyKey } from './web-crypto.ts'

export interface TallySettings extends Partial<Patience> {
  /** Where Tally is, such as `https://tally.example`. */
  readonly address: string
  readonly key: string
  /** For every call that names none itself. */
  readonly practice?: string
  /** For one try; 30,000 when left out. */
  readonly timeoutMs?: number
  /** Another way to the network, a test's or a proxy's. */
  readonly fetch?: typeof fetch
}

type Settings = Required<Omit<TallySettings, 'practice'>> & Pick<TallySettings, 'practice'>

export function asker(given: TallySettings): Ask {
  const settings = { tries: 5, longestWaitMs: 60_000, timeoutMs: 30_000, fetch: globalThis.fetch, ...given }
  return async <A extends Answer<number, unknown>>(asked: Asked) => (await sent(settings, asked)) as A
}

async function sent(settings: Settings, asked: Asked): Promise<Answer<number, unknown>> {
  const { more = {} } = asked
  const idempotencyKey = asked.keyed ? (more.idempotencyKey ?? (await newIdempotencyKey())) : null
  const request = requestOf(settings, asked, idempotencyKey)
  for (let tries = 1; ; tries += 1) {
    more.signal?.throwIfAborted()
    const outcome = await tryOnce(settings, request, more.signal)
    if (outcome.kind === 'answer') return { ...outcome.answer, tries }
    more.signal?.throwIfAborted()
    const refusal = refusalOf(outcome, tries, idempotencyKey)
    const again = outcome.kind === 'problem' ? outcome.later : isRepeatable(asked)
    const wait = again ? waitBefore(settings, tries, outcome.retryAfter, Math.random()) : null
    if (wait === null) throw refusal
    await passed(wait, more.signal)
  }
}

type Outcome =
  | { readonly kind: 'answer'; readonly answer: Omit<Answer<number, unknown>, 'tries'> }
  | {
      readonly kind: 'problem'
      readonly problem: Problem
      readonly later: boolean
      readonly retryAfter: number | null
      readonly version: number | null
    }
  | {
      readonly kind: 'nothing'
      readonly why: string
      readonly cause: unknown
      readonly retryAfter: number | null
    }

interface Request {
  readonly url: URL
  readonly init: RequestInit
}

async function tryOnce(
  { fetch, timeoutMs }: Settings,
  { url, init }: Request,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const control = new AbortController()
  const end = () => control.abort(signal?.reason)
  const timer = setTimeout(() => control.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  signal?.addEventListener('abort', end, { once: true })
  try {
    return await outcomeOf(await fetch(url, { ...init, signal: control.signal }))
  } catch (cause) {
    const why = control.signal.aborted
      ? `Tally did not answer within ${timeoutMs} ms`
      : 'Tally was not reached'
    return { kind: 'nothing', why, cause, retryAfter: null }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

function requestOf(
  { address, key, practice }: Settings,
  asked: Asked,
  idempotencyKey: string | null,
): Request {
  const { method, path, body, contentType, more = {} } = asked
  const url = new URL(address.replace(/\/+$/, '') + path)
  for (const [name, value] of Object.entries(more.query ?? {})) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  }
  const named = more.practice ?? practice
  return {
    url,
    init: {
      method,
      // The key is for this address alone.
      redirect: 'error',
      headers: {
        authorization: `Bearer ${key}`,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
        ...(more.ifMatch === undefined ? {} : { 'if-match': `"${more.ifMatch}"` }),
        ...(named === undefined ? {} : { 'tally-practice': named }),
        ...(more.traceparent === undefined ? {} : { traceparent: more.traceparent }),
      },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
    },
  }
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body)
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const { status, headers } = response
  const text = await response.text()
  const type = headers.get('content-type') ?? ''
  const retryAfter = retryAfterIn(headers)
  const version = versionIn(headers)
  if (response.ok) {
    const body: unknown = /json\b/.test(type) && !type.includes('ndjson') ? JSON.parse(text) : text
    return { kind: 'answer', answer: { status, body, version, requestId: headers.get('x-request-id') } }
  }
  const problem = type.startsWith('application/problem+json') ? problemIn(text) : null
  if (problem) {
    const later = saysLater(status, problem.type.replace(/^urn:tally:problem:/, ''))
    return { kind: 'problem', problem, later, retryAfter, version }
  }
  return {
    kind: 'nothing',
    why: `something before Tally answered ${status}`,
    cause: text.slice(0, 500),
    retryAfter,
  }
}

function problemIn(text: string): Problem | null {
  const read: unknown = JSON.parse(text)
  return typeof read === 'object' && read !== null && 'problems' in read ? (read as Problem) : null
}

function versionIn(headers: Headers): number | null {
  const version = /^"(\d{1,9})"$/.exec(headers.get('etag') ?? '')?.[1]
  return version === undefined ? null : Number(version)
}

function refusalOf(
  outcome: Exclude<Outcome, { kind: 'answer' }>,
  tries: number,
  idempotencyKey: string | null,
): Error {
  if (outcome.kind === 'nothing') {
    return new TallyUnreachable(outcome.why, { tries, idempotencyKey }, outcome.cause)
  }
  return new TallyProblem(outcome.problem, { ...outcome, tries })
}

/** Ends early when `signal` does. */
function passed(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
