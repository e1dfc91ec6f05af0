/**
 * Writes finished spans into the table `span`: one statement a second, or as soon as 512 wait, on one connection of its
 * own. Nobody waits for it and nothing fails with it: a batch that the database cannot take now is tried again while
 * there is room in memory, one that it refuses is dropped and counted. What is older than a day goes by truncating:
 * 524,000 spans in 91 ms, where deleting 500,000 in pieces of 5,000 took 12.9 s (measured).
 */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { openPool, queryOn } from '../database/pool.ts'
import { isFault } from '../fault.ts'
import { repeatingLoop } from '../messaging/repeating-loop.ts'
import { batchMax, type KeptSpans } from './kept-spans.ts'
import type { Log } from './log.ts'
import type { Meters } from './meters.ts'

export interface SpanWriterSettings {
  readonly kept: KeptSpans
  /** Connection of any service's `_worker` role. */
  readonly url: string
  readonly log: Log
  readonly meters: Meters
}

export interface SpanWriter {
  /** Writes what waits, and ends. */
  stop(): Promise<void>
}

const everyMs = 1_000
const forgetMs = 3_600_000

export function startSpanWriter({ kept, url, log, meters }: SpanWriterSettings): SpanWriter {
  const pool = openPool({ url, connections: 1, applicationName: 'tally spans' })
  const query = queryOn(pool)
  let nextForget = 0
  const loop = repeatingLoop({
    everyMs,
    async pass() {
      if (performance.now() >= nextForget) {
        nextForget = performance.now() + forgetMs
        await forget()
      }
      await flush()
      return false
    },
    // A flush tells and counts by itself what it fails with.
    failed: () => undefined,
  })
  kept.whenFull(loop.ring)
  return {
    async stop() {
      await loop.stop()
      await flush().catch(() => undefined)
      const lost = kept.next().length
      if (lost > 0) log.warn('spans were not written before the end', { count: lost })
      await pool.end()
    },
  }

  /** Writes all that waits; throws when the database does not take it now. */
  async function flush(): Promise<void> {
    meters.spansDropped.inc({ reason: 'no room' }, kept.takeDropped())
    for (let batch = kept.next(); batch.length > 0; batch = kept.next()) {
      try {
        await query(putSpans, columnsOf(batch))
      } catch (error) {
        meters.spanFlushesFailed.inc()
        log.debug('spans were not written', { count: batch.length, error })
        if (isFault(error)) throw error
        meters.spansDropped.inc({ reason: 'refused' }, batch.length)
      }
      kept.remove(batch.length)
      if (batch.length < batchMax) break
    }
  }

  async function forget(): Promise<void> {
    try {
      await query(forgetSpans)
    } catch (error) {
      log.warn('old spans were not removed; they are looked at again in an hour', { error })
    }
  }
}

const kinds = {
  [SpanKind.INTERNAL]: 'internal',
  [SpanKind.SERVER]: 'server',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'producer',
  [SpanKind.CONSUMER]: 'consumer',
}

/** A column each, as `put_spans` takes them. */
function columnsOf(spans: readonly ReadableSpan[]): unknown[][] {
  const rows = spans.map(rowOf)
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]))
}

function rowOf(span: ReadableSpan): unknown[] {
  const { 'tally.service': service, 'tally.practice': practice, ...attributes } = span.attributes
  const { traceId, spanId } = span.spanContext()
  const { code, message } = span.status
  const failed = code === SpanStatusCode.ERROR
  const links = span.links.map(({ context }) => ({ traceId: context.traceId, spanId: context.spanId }))
  return [
    ...[traceId, spanId, span.parentSpanContext?.spanId ?? null, span.name, service ?? null],
    ...[kinds[span.kind], microseconds(span.startTime), microseconds(span.duration)],
    ...[failed ? 'failed' : 'ok', failed ? (message ?? null) : null, practice ?? null],
    ...[JSON.stringify(attributes), JSON.stringify(links)],
  ]
}

function microseconds([seconds, nanoseconds]: ReadableSpan['startTime']): number {
  return seconds * 1_000_000 + Math.round(nanoseconds / 1_000)
}

const putSpans = {
  name: 'spans-put',
  text: `select platform.put_spans($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                                   $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])`,
}

const forgetSpans = { name: 'spans-forget', text: 'select platform.forget_spans()' }
