/** Spans for tests: a request that says an event, and one service that hears it. Times are milliseconds after a moment. */
import type { KeptSpan } from './kept-span.ts'

export const momentMs = 1_790_000_000_000

export function span(
  spanId: string,
  parentId: string | null,
  [fromMs, toMs]: readonly [number, number],
  more: Partial<KeptSpan> = {},
): KeptSpan {
  return {
    ...{
      spanId,
      parentId,
      name: spanId,
      service: 'charge-capture',
      kind: 'internal',
      failed: false,
      says: null,
    },
    ...{ startedUs: (momentMs + fromMs) * 1_000, durationUs: Math.round((toMs - fromMs) * 1_000) },
    ...{ attributes: {}, links: [], ...more },
  }
}

/** A span that handles `message`. */
export function heard(
  spanId: string,
  parentId: string | null,
  times: readonly [number, number],
  message: {
    readonly id: string
    readonly saidMs: number
    readonly publishedMs: number
    readonly duplicate?: true
  },
  more: Partial<KeptSpan> = {},
): KeptSpan {
  return span(spanId, parentId, times, {
    ...{ kind: 'consumer', name: `${spanId} charge.captured.v1`, service: 'eligibility' },
    attributes: {
      ...{ 'tally.message': message.id, 'tally.said_ms': momentMs + message.saidMs },
      'tally.published_ms': momentMs + message.publishedMs,
      ...(message.duplicate ? { 'tally.duplicate': true } : {}),
    },
    ...more,
  })
}
