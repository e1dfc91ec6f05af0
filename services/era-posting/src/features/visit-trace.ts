/** A payment is told in the trace of the visit that it is for: one span a sampled claim (DESIGN.md 5). */
import { underTrace, type Work } from '@tally/platform'
import type { Claim } from '../domain/claim.ts'

export function inVisitTrace(
  work: Work,
  { traceparent }: Pick<Claim, 'traceparent'>,
  tell: (work: Work) => Promise<void>,
): Promise<void> {
  return underTrace(work, 'post claim', traceparent, tell)
}
