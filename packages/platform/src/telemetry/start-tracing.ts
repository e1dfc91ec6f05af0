/**
 * Where spans go: by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT is set (the SDK reads the rest of its settings from the
 * environment), into the table `span` when TALLY_TRACES says of which traces, into both when both are asked for, to a
 * given exporter in tests, else nowhere; ids are made in every case, so that a trace can be followed in events and
 * logs. The SDK costs 200 ms to load, so it is loaded only when it is asked for (measured).
 */
import { createRequire } from 'node:module'
import { trace } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { idsAlone } from './ids-alone.ts'
import { keptSpans } from './kept-spans.ts'
import { samplerOf, type Traces } from './sampling.ts'
import { type Tracing, tracingWith } from './trace.ts'

const require = createRequire(import.meta.url)

export interface TracingSettings {
  readonly otlp: boolean
  /** What spans that leave by OTLP call this process; `tally` without one. */
  readonly serviceName?: string | null
  /** Which traces the table keeps; `off` without it. With OTLP the same share goes there, at `off` what OTEL_TRACES_SAMPLER says. */
  readonly traces?: Traces | undefined
  readonly exporter?: SpanExporter | undefined
}

export function startTracing({ otlp, serviceName, traces = 'off', exporter }: TracingSettings): Tracing {
  const kept = traces === 'off' ? undefined : keptSpans()
  const sampling = traces === 'off' ? {} : { sampler: samplerOf(traces) }
  if (otlp) {
    const { NodeSDK }: typeof import('@opentelemetry/sdk-node') = require('@opentelemetry/sdk-node')
    const sdk = new NodeSDK({ serviceName: serviceName ?? 'tally', instrumentations: [], ...sampling })
    sdk.start()
    return tracingWith({ tracer: trace.getTracer('tally'), kept, stop: () => sdk.shutdown() })
  }
  if (!kept && !exporter) return idsAlone
  const spanProcessors = exporter ? [new SimpleSpanProcessor({ exporter })] : []
  const provider = new TracerProvider({ spanProcessors, ...sampling })
  return tracingWith({ tracer: provider.getTracer('tally'), kept, stop: () => provider.shutdown() })
}
