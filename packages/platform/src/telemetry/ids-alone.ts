/**
 * Tracing where nobody records: ids are made and handed on, so that events and log lines of one visit share a trace id,
 * and a caller's flag travels on to whoever does record.
 */
import { RandomIdGenerator } from '@opentelemetry/sdk-trace'
import { readTraceparent, type SpanHandle, type Tracing, traceparentOf } from './trace.ts'

const ids = new RandomIdGenerator()

export const idsAlone: Tracing = {
  start(_name, { parent } = {}): SpanHandle {
    const above = readTraceparent(parent)
    const traceId = above?.traceId ?? ids.generateTraceId()
    const traceFlags = above?.traceFlags ?? 0
    return {
      traceId,
      traceparent: traceparentOf({ traceId, spanId: ids.generateSpanId(), traceFlags }),
      end: () => undefined,
    }
  },
  of: () => idsAlone,
  stop: () => Promise.resolve(),
}
