/**
 * Spans by hand, on OpenTelemetry. The context travels as a `traceparent` string in the outbox row and the
 * message: instrumentation-kafkajs overwrites the one already on a message, so that every event would join
 * the relay's trace instead of its request's (measured). Nothing is patched, nothing is ambient: a parent is
 * handed in.
 */
import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'

export interface SpanHandle {
  /** W3C: what a message or an answer carries on. */
  readonly traceparent: string
  readonly traceId: string
  end(outcome?: { readonly failed?: string; readonly attributes?: Attributes }): void
}

export interface SpanOptions {
  readonly kind?: 'server' | 'internal' | 'producer' | 'consumer'
  /** A traceparent; none or an unreadable one begins a trace. */
  readonly parent?: string | undefined
  /** Traceparents of what a batch carries; the first 64. */
  readonly links?: readonly string[]
  /** Ids, codes and counts; never a path, a body or a name. */
  readonly attributes?: Attributes
  /** Milliseconds since 1970. */
  readonly startedAt?: number
}

export interface Tracing {
  start(name: string, options?: SpanOptions): SpanHandle
  /** Sends what is still held. */
  stop(): Promise<void>
}

const kinds = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
}
const linksMax = 64

export function tracingWith(tracer: Tracer, stop: () => Promise<void>): Tracing {
  return {
    start(name, { kind = 'internal', parent, links = [], attributes = {}, startedAt } = {}) {
      const above = readTraceparent(parent)
      const spanLinks = links.slice(0, linksMax).flatMap((link) => {
        const linked = readTraceparent(link)
        return linked ? [{ context: linked }] : []
      })
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[kind],
          attributes,
          links: spanLinks,
          ...(startedAt === undefined ? {} : { startTime: startedAt }),
        },
        above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT,
      )
      return handle(span)
    },
    stop,
  }
}

/** The context of a version 00 `traceparent`, or nothing when it is none. */
export function readTraceparent(text: string | undefined) {
  const parts = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? '')
  if (!parts?.[1] || !parts[2] || !parts[3] || /^0+$/.test(parts[1]) || /^0+$/.test(parts[2]))
    return undefined
  return {
    traceId: parts[1],
    spanId: parts[2],
    traceFlags: Number.parseInt(parts[3], 16) & 1,
    isRemote: true,
  }
}

function handle(span: Span): SpanHandle {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return {
    traceId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    end({ failed, attributes } = {}) {
      if (attributes) span.setAttributes(attributes)
      if (failed !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failed })
      context.with(ROOT_CONTEXT, () => span.end())
    },
  }
}
