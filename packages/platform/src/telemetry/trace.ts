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
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { KeptSpans } from './kept-spans.ts'
import type { SpanAttributes } from './span-attributes.ts'

export interface SpanHandle {
  /** W3C: what a message or an answer carries on. */
  readonly traceparent: string
  readonly traceId: string
  /** `failed` is a word of ours: such a span is kept, sampled or not. */
  end(outcome?: { readonly failed?: string; readonly attributes?: SpanAttributes }): void
}

export interface SpanOptions {
  readonly kind?: 'server' | 'internal' | 'producer' | 'consumer'
  /** A traceparent; none or an unreadable one begins a trace. */
  readonly parent?: string | undefined
  /** Traceparents of what a batch carries; the first 64. */
  readonly links?: readonly string[]
  /** Whose work it is; '' and null: nobody's alone. */
  readonly practice?: string | null
  readonly attributes?: SpanAttributes
  /** Milliseconds since 1970. */
  readonly startedAt?: number
}

export interface Tracing {
  start(name: string, options?: SpanOptions): SpanHandle
  /** The same; its spans name the service. */
  of(service: string): Tracing
  /** What waits for the table; absent where no span is kept in one. */
  readonly kept?: KeptSpans | undefined
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

export interface Recorder {
  readonly tracer: Tracer
  readonly kept?: KeptSpans | undefined
  stop(): Promise<void>
}

export function tracingWith(recorder: Recorder, service?: string): Tracing {
  const { tracer, kept, stop } = recorder
  const own: SpanAttributes = service === undefined ? {} : { 'tally.service': service }
  return {
    start(name, { kind = 'internal', parent, links = [], practice, attributes, startedAt } = {}) {
      const above = readTraceparent(parent)
      const spanLinks = links.slice(0, linksMax).flatMap((link) => {
        const linked = readTraceparent(link)
        return linked ? [{ context: linked }] : []
      })
      const said: Attributes = { ...own, ...attributes }
      if (practice) said['tally.practice'] = practice
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[kind],
          attributes: said,
          links: spanLinks,
          ...(startedAt === undefined ? {} : { startTime: startedAt }),
        },
        above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT,
      )
      return handle(span, kept)
    },
    of: (name) => tracingWith(recorder, name),
    ...{ kept, stop },
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

export function traceparentOf({ traceId, spanId, traceFlags }: ReturnType<Span['spanContext']>): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

function handle(span: Span, kept: KeptSpans | undefined): SpanHandle {
  const placed = span.spanContext()
  return {
    traceId: placed.traceId,
    traceparent: traceparentOf(placed),
    end({ failed, attributes } = {}) {
      if (attributes) span.setAttributes({ ...attributes })
      if (failed !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: failed })
        // Exporters leave out what is not sampled. What was handed on says as before that the trace is not.
        placed.traceFlags |= TraceFlags.SAMPLED
      }
      const recorded = span.isRecording()
      context.with(ROOT_CONTEXT, () => span.end())
      if (kept && recorded && isReadable(span) && (placed.traceFlags & TraceFlags.SAMPLED) !== 0)
        kept.add(span)
    },
  }
}

/** A span of the SDK is both; one that records nothing is not. */
function isReadable(span: Span): span is Span & ReadableSpan {
  return 'duration' in span
}
