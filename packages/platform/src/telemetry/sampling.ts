/**
 * Which traces are recorded. `all` takes every one, whatever the caller's traceparent says. A share is decided by the
 * trace id where a trace begins, so that every process decides alike, and by the flag of the traceparent after that.
 * What is not taken is recorded all the same until it ends: a span that fails is kept, whatever became of its trace.
 */
import {
  AlwaysOnSampler,
  createAlwaysRecordSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'

/** As `TALLY_TRACES` says it; a number is a share, over 0 and at most 1. */
export type Traces = 'off' | 'all' | number

/** Null: it is none of them. */
export function tracesNamed(text: string): Traces | null {
  if (text === 'off' || text === 'all') return text
  const share = /^(0?\.\d{1,6}|1(\.0+)?|0)$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(share)) return null
  return share === 0 ? 'off' : share
}

export function samplerOf(traces: Exclude<Traces, 'off'>): Sampler {
  if (traces === 'all') return new AlwaysOnSampler()
  const root = new TraceIdRatioBasedSampler(traces)
  return createAlwaysRecordSampler(new ParentBasedSampler({ root }))
}
