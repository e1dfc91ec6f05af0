/**
 * Work that a file or a job does for one of many visits belongs in the trace of that visit: a span under the one that
 * is kept beside it, linked to the work that came upon it (DESIGN.md 5).
 */
import { readTraceparent } from '../telemetry/trace.ts'
import type { Work } from './work.ts'

/**
 * Does `does` in the trace of `traceparent`; null: in that of `work`. What is in that trace already, or in one that
 * nobody records, gets no span.
 */
export async function underTrace<T>(
  work: Work,
  name: string,
  traceparent: string | null,
  does: (work: Work) => Promise<T>,
): Promise<T> {
  const above = readTraceparent(traceparent ?? undefined)
  if (traceparent === null || !above || above.traceId === readTraceparent(work.traceparent)?.traceId)
    return does(work)
  if ((above.traceFlags & sampled) === 0) return does({ ...work, traceparent })
  const links = work.traceparent === undefined ? [] : [work.traceparent]
  const span = work.tracing.start(name, { parent: traceparent, links, practice: work.practiceId })
  try {
    const done = await does({ ...work, traceparent: span.traceparent })
    span.end()
    return done
  } catch (error) {
    span.end({ failed: 'not done' })
    throw error
  }
}

const sampled = 1
