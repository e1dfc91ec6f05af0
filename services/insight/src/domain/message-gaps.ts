/**
 * What a message waited before it was handled: in the outbox from its commit until the broker had it, then in its queue
 * until its batch was begun. Clocks of two machines differ, and a message's own times are whole milliseconds: a wait
 * that would end before it began is none.
 */
import { endOf, type KeptSpan } from './kept-span.ts'

export interface Gap {
  readonly kind: 'outbox wait' | 'queue wait'
  readonly startedUs: number
  readonly durationUs: number
}

/**
 * The gaps before `span`, in order; none where it handled no message, or one that was handled before. `above` is the
 * span in which the message was said: its end is the commit, which the message's own time, that of the work's
 * beginning, lies before. Where its span ended earlier, such as a claim's that goes out at night, that time tells.
 */
export function gapsBefore(span: KeptSpan, above: KeptSpan | undefined): Gap[] {
  const saidUs = microsecondsIn(span, 'tally.said_ms')
  const publishedUs = microsecondsIn(span, 'tally.published_ms')
  if (saidUs === null || publishedUs === null || span.attributes['tally.duplicate'] === true) return []
  const queuedUs = Math.min(publishedUs, span.startedUs)
  const committedUs = Math.min(queuedUs, Math.max(saidUs, above ? endOf(above) : saidUs))
  return [
    { kind: 'outbox wait', startedUs: committedUs, durationUs: queuedUs - committedUs },
    { kind: 'queue wait', startedUs: queuedUs, durationUs: span.startedUs - queuedUs },
  ]
}

function microsecondsIn({ attributes }: KeptSpan, name: string): number | null {
  const value = attributes[name]
  return typeof value === 'number' ? value * 1_000 : null
}
