/**
 * One POST to a URL that a practice named, which may be a trap: a name is resolved once, for this connection, and the
 * connection goes to an address of that answer which is public, so that a second answer cannot differ from the one that was
 * checked. No redirect is followed, no proxy asked, at most 64 KB of the answer are read and none of it is kept.
 */
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { guardedLookup, type Resolve, resolveByDns } from './guarded-lookup.ts'
import { refusalOfUrl, standsForLoopback } from './outside-url.ts'
import { isLoopback, isPublicAddress } from './public-address.ts'

export interface OutsidePost {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Ends the attempt, which is then `stopped`. */
  readonly signal: AbortSignal
}

export type OutsideAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null }
  /** `code` is a slug of ours or a socket's, never a message: `timeout`, `stopped`, `closed`, `address-refused`, `ECONNREFUSED`. */
  | { readonly kind: 'no-answer'; readonly code: string }

export type PostOutside = (post: OutsidePost) => Promise<OutsideAnswer>

export interface OutsideSettings {
  /** Plain http to this machine is let through, where the URL says so itself. */
  readonly toLoopback: boolean
  readonly resolve?: Resolve
  readonly timeoutMs?: number
}

/** Standard Webhooks 1.0 asks for 15 to 30 s. */
const answerMsMax = 15_000
const answerBytesMax = 65_536
/** Without a body, and by Node without an end. */
const switchesProtocol = 101

export function postOutside({
  toLoopback,
  resolve = resolveByDns,
  timeoutMs = answerMsMax,
}: OutsideSettings): PostOutside {
  return async ({ url: text, headers, body, signal }) => {
    // It was checked when it was set; what the installation lets through may have changed.
    if (refusalOfUrl(text, toLoopback)) return { kind: 'no-answer', code: 'address-refused' }
    const url = new URL(text)
    const mayReach = toLoopback && standsForLoopback(url) ? isLoopback : isPublicAddress
    const late = AbortSignal.timeout(timeoutMs)
    try {
      const answer = await asked(url, headers, body, {
        lookup: guardedLookup(resolve, mayReach),
        signal: AbortSignal.any([late, signal]),
      })
      const { statusCode = 0, headers: told } = answer
      if (statusCode !== switchesProtocol) await readAway(answer)
      return { kind: 'answered', status: statusCode, retryAfter: told['retry-after'] ?? null }
    } catch (error) {
      if (signal.aborted) return { kind: 'no-answer', code: 'stopped' }
      return { kind: 'no-answer', code: late.aborted ? 'timeout' : codeOf(error) }
    }
  }
}

interface Guards {
  readonly lookup: LookupFunction
  readonly signal: AbortSignal
}

function asked(
  url: URL,
  headers: OutsidePost['headers'],
  body: string,
  { lookup, signal }: Guards,
): Promise<IncomingMessage> {
  const bytes = Buffer.from(body)
  const options = {
    ...{ method: 'POST', lookup, signal, agent: false, rejectUnauthorized: true },
    headers: { ...headers, 'content-length': bytes.length },
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? tlsRequest(url, options) : plainRequest(url, options)
    request.once('response', resolve)
    // Nobody asked for another protocol: its status refuses it. Node tells it here alone, and neither as an answer nor as an error.
    request.once('upgrade', (answer, socket) => {
      socket.destroy()
      resolve(answer)
    })
    // Also after the answer began: an error event that nobody hears would end the process.
    request.on('error', reject)
    // Whatever else ends it, the caller waits no longer.
    request.once('close', () =>
      reject(Object.assign(new Error('closed without an answer'), { code: 'closed' })),
    )
    request.end(bytes)
  })
}

/** Reads politely to the end, so that the receiver sees no broken connection. Where it breaks off, the status has been told. */
function readAway(answer: IncomingMessage): Promise<void> {
  let bytes = 0
  return new Promise((resolve) => {
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > answerBytesMax) answer.destroy()
    })
    answer.on('error', () => resolve())
    answer.once('close', resolve)
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected'
}
