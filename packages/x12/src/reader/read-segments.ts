/** A whole file as segments, one part of it after the other. */
import { type FilePart, SegmentCutter } from './cut-segments.ts'

import { collectFindings, type Finding, type Report } from './finding.ts'
import type { Segment } from './segment.ts'

export interface SegmentsRead {
  readonly segments: readonly Segment[]
  readonly findings: readonly Finding[]
}

export function readSegments(input: string | Uint8Array): SegmentsRead {
  const { findings, report } = collectFindings()
  return { segments: [...segmentsIn(input, report)], findings }
}

/** One segment after the other, whatever the length of the file. */
export function* segmentsIn(input: string | Uint8Array, report: Report): Generator<Segment> {
  const cutter = new SegmentCutter(report)
  for (const { part, last } of partsOf(input)) yield* cutter.cut(part, last)
}

const partLength = 65_536

/** One at least, also of an empty file. */
export function* partsOf(
  input: string | Uint8Array,
): Generator<{ readonly part: FilePart; readonly last: boolean }> {
  for (let at = 0; at === 0 || at < input.length; at += partLength) {
    const part =
      typeof input === 'string' ? input.slice(at, at + partLength) : input.subarray(at, at + partLength)
    yield { part, last: at + partLength >= input.length }
  }
}
