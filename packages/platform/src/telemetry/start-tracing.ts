/**
 * Where spans go: by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT is set (the SDK reads the rest of its settings
 * from the environment), to a given exporter in tests, else nowhere; ids are made in every case, so that a
 * trace can be followed in events and logs. The SDK costs 200 ms to load, so it is loaded only when it is
 * asked for (measured).
 */
import { createRequire } from 'node:module'
import { trace } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { type Tracing, tracingWith } from './trace.ts'

const require = createRequire(import.meta.url)

export interface TracingSettings {
  readonly otlp: boolean
  readonly exporter?: SpanExporter | undefined
}

export function startTracing({ otlp, exporter }: TracingSettings): Tracing {
  if (otlp) {
    const { NodeSDK }: typeof import('@opentelemetry/sdk-node') = require('@opentelemetry/sdk-node')
    const sdk = new NodeSDK({ serviceName: 'tally', instrumentations: [] })
    sdk.start()
    return tracingWith(trace.getTracer('tally'), () => sdk.shutdown())
  }
  const provider = new TracerProvider(
    exporter ? { spanProcessors: [new SimpleSpanProcessor({ exporter })] } : {},
  )
  return tracingWith(provider.getTracer('tally'), () => provider.shutdown())
}
