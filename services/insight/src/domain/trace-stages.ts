/**
 * The stages of a trace: each message with all who handled it, and each piece of work that was not one, such as the
 * request that began it. What begins while its parent runs belongs to the parent's stage.
 */
import { eventOf } from './fact.ts'
import { endOf } from './kept-span.ts'
import type { PlacedSpan } from './waterfall.ts'

export interface Stage {
  /** The event, or the name of the work. */
  readonly stage: string
  /** With its waits. */
  readonly startedUs: number
  readonly durationUs: number
  readonly outboxUs: number
  /** Of the one that waited longest: each service has a queue of its own. */
  readonly queueUs: number
  /** Of the one that took longest. */
  readonly workUs: number
  readonly services: readonly string[]
  readonly spans: number
  readonly failed: number
}

/** A span begins on a whole millisecond and ends on a part of one: what follows at once may seem to begin before or after. */
const grainUs = 2_000

/** In the order in which they began. `spans`: each behind its parent. */
export function stagesOf(spans: readonly PlacedSpan[]): Stage[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const keyOf = new Map<string, string>()
  for (const span of spans) {
    const above = byId.get(span.parentId ?? '')
    const message = span.kind === 'consumer' ? span.attributes['tally.message'] : undefined
    const within = above !== undefined && span.startedUs <= endOf(above) + grainUs
    keyOf.set(
      span.spanId,
      typeof message === 'string' ? message : (within && keyOf.get(above.spanId)) || span.spanId,
    )
  }
  return [...Map.groupBy(spans, ({ spanId }) => keyOf.get(spanId) ?? spanId).values()]
    .map(stageOf)
    .sort((a, b) => a.startedUs - b.startedUs || (a.stage < b.stage ? -1 : 1))
}

function stageOf(spans: readonly PlacedSpan[]): Stage {
  const gaps = spans.flatMap((span) => span.gaps)
  const startedUs = Math.min(...[...spans, ...gaps].map((each) => each.startedUs))
  const longest = (all: readonly { readonly durationUs: number }[]) =>
    all.reduce((most, { durationUs }) => Math.max(most, durationUs), 0)
  return {
    stage: nameOf(spans[0]),
    startedUs,
    durationUs: Math.max(...spans.map(endOf)) - startedUs,
    outboxUs: longest(gaps.filter(({ kind }) => kind === 'outbox wait')),
    queueUs: longest(gaps.filter(({ kind }) => kind === 'queue wait')),
    workUs: longest(spans),
    services: [...new Set(spans.flatMap(({ service }) => (service === null ? [] : [service])))],
    spans: spans.length,
    failed: spans.filter(({ failed }) => failed).length,
  }
}

/** A consumer's span is named `<feature> <event>.v1`. */
function nameOf(span: PlacedSpan | undefined): string {
  if (span?.kind !== 'consumer') return span?.name ?? ''
  return eventOf(span.name.slice(span.name.indexOf(' ') + 1))
}
