/** Whether to send again, and after how long. Sent again is only what does the same twice, or what surely did nothing. */
import type { Asked } from './call.ts'

export interface Patience {
  /** How often a request is sent at most. */
  readonly tries: number
  /** Longer than this it does not wait between two tries: the refusal is told instead. */
  readonly longestWaitMs: number
}

/** A second one does nothing more: it reads, names the whole new state, or has a key. */
export function isRepeatable({ method, keyed }: Asked): boolean {
  return method !== 'POST' || keyed === true
}

/** Tally stored nothing and says to come back. */
export function saysLater(status: number, code: string): boolean {
  return status === 429 || status === 503 || code === 'idempotency/still-running'
}

/**
 * Milliseconds until the next try; null: no more. What Retry-After says, else a quarter of a second, doubling, of which `chance`
 * (0 to 1) takes up to half away so that many clients do not come back at once.
 */
export function waitBefore(
  { tries, longestWaitMs }: Patience,
  tried: number,
  retryAfter: number | null,
  chance: number,
): number | null {
  if (tried >= tries) return null
  const wait = retryAfter === null ? 250 * 2 ** (tried - 1) * (1 - chance / 2) : retryAfter * 1_000
  if (retryAfter === null) return Math.min(wait, longestWaitMs)
  return wait > longestWaitMs ? null : wait
}

/** In seconds. A proxy may say a date, which counts as nothing said. */
export function retryAfterIn(headers: Headers): number | null {
  const said = headers.get('retry-after') ?? ''
  return /^\d{1,9}$/.test(said) ? Number(said) : null
}
