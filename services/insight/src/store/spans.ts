/** Spans of one trace, out of what every service keeps for a day (platform.span). */
import type { Work } from '@tally/platform'
import type { KeptSpan } from '../domain/kept-span.ts'

interface Row {
  readonly span_id: string
  readonly parent_id: string | null
  readonly name: string
  readonly service: string | null
  readonly kind: string
  readonly started_us: number
  readonly duration_us: number
  readonly status: 'ok' | 'failed'
  readonly says: string | null
  readonly attributes: KeptSpan['attributes']
  readonly links: KeptSpan['links']
}

/** The first `limit`. Of a trace in which `practices` have no span there are none; null sees all. */
export async function spansOfTrace(
  work: Work,
  traceId: string,
  practices: readonly string[] | null,
  limit: number,
): Promise<KeptSpan[]> {
  const rows = await work.query<Row>(ofTrace, [traceId, practices, limit])
  return rows.map(({ span_id, parent_id, started_us, duration_us, status, ...row }) => ({
    ...row,
    ...{ spanId: span_id, parentId: parent_id, startedUs: started_us, durationUs: duration_us },
    failed: status === 'failed',
  }))
}

const ofTrace = {
  name: 'spans-of-trace',
  text: `select span_id, parent_id, name, service, kind, started_us, duration_us, status, says, attributes, links
         from platform.spans_of_trace($1, $2::text[], $3)`,
}
