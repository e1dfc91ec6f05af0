/** Loops: a segment that begins one and all up to the next that does. */
import type { Segment } from './segment.ts'

export type Loop = readonly [Segment, ...Segment[]]

/** What stands before the first beginning is left out. */
export function splitAt(segments: readonly Segment[], beginnings: readonly string[]): Loop[] {
  const loops: [Segment, ...Segment[]][] = []
  for (const segment of segments) {
    if (beginnings.includes(segment.tag)) loops.push([segment])
    else loops.at(-1)?.push(segment)
  }
  return loops
}

/** What stands before the first beginning. */
export function beforeFirst(segments: readonly Segment[], beginnings: readonly string[]): readonly Segment[] {
  const first = segments.findIndex(({ tag }) => beginnings.includes(tag))
  return first < 0 ? segments : segments.slice(0, first)
}
