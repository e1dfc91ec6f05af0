/**
 * A trace as a tree on paper: its spans each under the one that led to it, with what a message waited in between, and
 * the stages of the visit. A span whose parent was not kept, or is a caller's own, stands at the left.
 */
import { endOf, type KeptSpan } from './kept-span.ts'
import { type Gap, gapsBefore } from './message-gaps.ts'
import { type Shares, type Stretch, sharesOf } from './shares-of-time.ts'
import { type Stage, stagesOf } from './trace-stages.ts'

export interface PlacedSpan extends KeptSpan {
  readonly depth: number
  /** Waited before it. */
  readonly gaps: readonly Gap[]
}

export interface Waterfall extends Shares {
  readonly startedUs: number
  readonly durationUs: number
  readonly stages: readonly Stage[]
  /** Each under its parent, by their beginnings. */
  readonly spans: readonly PlacedSpan[]
  readonly stretches: readonly Stretch[]
}

/** Of at least one span. */
export function waterfallOf(spans: readonly KeptSpan[]): Waterfall {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const placed = inOrder(spans, byId).map(({ span, depth }) => ({
    ...span,
    depth,
    gaps: gapsBefore(span, byId.get(span.parentId ?? '')),
  }))
  const stretches = placed.flatMap(stretchesOf)
  const startedUs = stretches.reduce(
    (first, each) => Math.min(first, each.startedUs),
    Number.POSITIVE_INFINITY,
  )
  const endedUs = stretches.reduce((last, each) => Math.max(last, endOf(each)), Number.NEGATIVE_INFINITY)
  return {
    ...{ startedUs, durationUs: endedUs - startedUs, stages: stagesOf(placed), spans: placed, stretches },
    ...sharesOf(stretches),
  }
}

function stretchesOf({ startedUs, durationUs, gaps }: PlacedSpan): Stretch[] {
  return [
    ...gaps.map((gap) => ({
      ...gap,
      of: gap.kind === 'queue wait' ? ('queue' as const) : ('outbox' as const),
    })),
    { of: 'work', startedUs, durationUs },
  ]
}

/** Depth first. What is reached from no root, which should not be, stands at the left as well: nothing is left out. */
function inOrder(
  spans: readonly KeptSpan[],
  byId: ReadonlyMap<string, KeptSpan>,
): { readonly span: KeptSpan; readonly depth: number }[] {
  const sorted = [...spans].sort((a, b) => a.startedUs - b.startedUs || b.durationUs - a.durationUs)
  const under = Map.groupBy(sorted, ({ parentId }) =>
    parentId !== null && byId.has(parentId) ? parentId : '',
  )
  const order = new Map<KeptSpan, number>()
  const walk = (first: KeptSpan) => {
    const waiting = [{ span: first, depth: 0 }]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { span, depth } = next
      if (order.has(span)) continue
      order.set(span, depth)
      const below = under.get(span.spanId) ?? []
      waiting.push(...below.map((each) => ({ span: each, depth: depth + 1 })).reverse())
    }
  }
  for (const root of under.get('') ?? []) walk(root)
  for (const span of sorted) walk(span)
  return [...order].map(([span, depth]) => ({ span, depth }))
}
