/**
 * GET /v1/traces/{traceId}: what one visit, or anything else that began with a request, did in all services, and what it
 * waited for. JSON or a page. Spans hold no person, so an operator sees all of them; a key of a practice sees a
 * trace in which its practice has a span, without the spans of others.
 */
import {
  answer,
  byAccept,
  installationRoute,
  instantOf,
  preferredType,
  printedPage,
  problem,
} from '@tally/platform'
import { z } from 'zod'
import { type Waterfall, waterfallOf } from '../domain/waterfall.ts'
import { waterfallPage } from '../domain/waterfall-page.ts'
import { spansOfTrace } from '../store/spans.ts'

/** A visit has some seventy spans; who sends the same traceparent for ever sees the first of them. */
const spansMax = 2_000

const placed = {
  startedAt: z.string(),
  /** Milliseconds after the trace began. */
  offsetMs: z.number(),
  ms: z.number(),
}

const stageShown = z
  .object({
    stage: z.string(),
    ...placed,
    outboxMs: z.number(),
    queueMs: z.number(),
    workMs: z.number(),
    services: z.array(z.string()),
    spans: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'TraceStage', description: 'A message with all who handled it, or work that was not one.' })

const spanShown = z
  .object({
    spanId: z.string(),
    parentId: z.string().nullable(),
    depth: z.int(),
    name: z.string(),
    service: z.string().nullable(),
    kind: z.string(),
    ...placed,
    failed: z.boolean(),
    says: z.string().nullable(),
    gaps: z.array(z.object({ kind: z.enum(['outbox wait', 'queue wait']), ...placed })),
    attributes: z.record(z.string(), z.unknown()),
    links: z.array(z.object({ traceId: z.string(), spanId: z.string() })),
  })
  .meta({ id: 'TraceSpan', description: 'A piece of work of one service, with what waited before it.' })

const traceShown = z.object({
  traceId: z.string(),
  startedAt: z.string(),
  ms: z.number(),
  workMs: z.number(),
  queueMs: z.number(),
  outboxMs: z.number(),
  elsewhereMs: z.number(),
  stages: z.array(stageShown),
  spans: z.array(spanShown),
  more: z.boolean(),
})

export const showTrace = installationRoute({
  method: 'GET',
  path: '/v1/traces/:traceId',
  summary:
    'The waterfall of a trace: its spans, what waited in outbox and queue, its stages. JSON, or `text/html` by Accept.',
  description:
    'A timeline names the trace of each of its events. Kept 24 hours, of the traces that TALLY_TRACES says. Each moment counts ' +
    'once, so `workMs`, `queueMs`, `outboxMs` and `elsewhereMs` add up to `ms`. A key of a practice sees its own spans and nobody’s.',
  roles: ['emr', 'clinician', 'biller', 'owner', 'auditor', 'operator'],
  params: z.object({
    traceId: z.string().regex(/^[0-9a-f]{32}$/, 'a trace id is 32 lower-case hexadecimal digits'),
  }),
  answers: { 200: traceShown },
  async handle({ params: { traceId }, practices, accept, work }) {
    const spans = await spansOfTrace(work, traceId, practices, spansMax + 1)
    if (spans.length === 0) return notKept
    const more = spans.length > spansMax
    const waterfall = waterfallOf(spans.slice(0, spansMax))
    if (preferredType(accept, ['application/json', 'text/html']) === 'text/html')
      return printedPage(
        waterfallPage({ traceId, more, startedAt: instantOf(waterfall.startedUs / 1_000), ...waterfall }),
      )
    return answer(200, { traceId, more, ...shownOf(waterfall) }, { headers: byAccept })
  },
})

const notKept = problem(
  404,
  'not-found',
  'no span of this trace is kept: they come within a second, stay 24 hours, and TALLY_TRACES says which are kept at all',
)

function shownOf(waterfall: Waterfall): Omit<z.infer<typeof traceShown>, 'traceId' | 'more'> {
  const at = ({ startedUs, durationUs }: { readonly startedUs: number; readonly durationUs: number }) => ({
    startedAt: instantOf(startedUs / 1_000),
    offsetMs: (startedUs - waterfall.startedUs) / 1_000,
    ms: durationUs / 1_000,
  })
  const { startedAt, ms } = at(waterfall)
  const { workUs, queueUs, outboxUs, elsewhereUs } = waterfall
  return {
    ...{ startedAt, ms, workMs: workUs / 1_000, queueMs: queueUs / 1_000, outboxMs: outboxUs / 1_000 },
    elsewhereMs: elsewhereUs / 1_000,
    stages: waterfall.stages.map(({ startedUs, durationUs, ...stage }) => {
      const { outboxUs: outbox, queueUs: queue, workUs: worked, ...rest } = stage
      return {
        ...at({ startedUs, durationUs }),
        ...{ ...rest, services: [...rest.services] },
        ...{ outboxMs: outbox / 1_000, queueMs: queue / 1_000, workMs: worked / 1_000 },
      }
    }),
    spans: waterfall.spans.map(({ startedUs, durationUs, gaps, links, ...span }) => ({
      ...at({ startedUs, durationUs }),
      ...span,
      ...{ gaps: gaps.map((gap) => ({ kind: gap.kind, ...at(gap) })), links: [...links] },
    })),
  }
}
