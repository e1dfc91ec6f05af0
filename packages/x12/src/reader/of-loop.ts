/**
 * What was read out of a loop keeps the loop's segments beside it, so that a finding can name the element of
 * each value; they are not enumerable and so stand in no JSON and in no comparison. A spread loses them.
 */
import type { Segment } from './segment.ts'

export interface OfLoop {
  /** All of the loop in the file's order, the loops below it included. */
  readonly segments: readonly Segment[]
}

export function ofLoop<Value extends object>(value: Value, segments: readonly Segment[]): Value & OfLoop {
  return Object.defineProperty(value, 'segments', { value: segments, enumerable: false }) as Value & OfLoop
}

/** A segment that no field carries: as it stands, tag first, for whoever writes the claim again. */
export interface UnreadSegment {
  readonly segment: number
  readonly elements: readonly string[]
}

export function unread({ ordinal, elements }: Segment): UnreadSegment {
  return { segment: ordinal, elements }
}
