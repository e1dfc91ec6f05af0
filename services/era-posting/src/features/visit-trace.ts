/**
 * A payment is told in the trace of the visit that it is for: one span a sampled claim under the visit's,
 * linked to that of the file which brought it (DESIGN.md 5).
 */
import type { Tracing, Work } from '@tally/platform'
import type { Claim } from '../domain/claim.ts'

export async function inVisitTrace(
  tracing: Tracing | null,
  work: Work,
  { traceparent }: Pick<Claim, 'traceparent'>,
  tell: (work: Work) => Promise<void>,
): Promise<void> {
  if (traceparent === null) return tell(work)
  if (tracing === null || !traceparent.endsWith('-01')) return tell({ ...work, traceparent })
  const links = work.traceparent === undefined ? [] : [work.traceparent]
  const span = tracing.start('post claim', { parent: traceparent, links, practice: work.practiceId })
  try {
    await tell({ ...work, traceparent: span.traceparent })
  } finally {
    span.end()
  }
}
