/**
 * Finished spans on their way to the table, in memory: at most 8,192 (some 8 MB), then the newest are dropped and
 * counted. Who ends a span waits for nothing.
 */
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

export interface KeptSpans {
  add(span: ReadableSpan): void
  /** The oldest `batchMax`; they stay until they are removed. */
  next(): readonly ReadableSpan[]
  /** The oldest `count` are written, or given up. */
  remove(count: number): void
  /** How many found no room, since it was last asked. */
  takeDropped(): number
  /** Called when a whole batch waits. */
  whenFull(ring: () => void): void
}

export const batchMax = 512
const waitingMax = 8_192

export function keptSpans(): KeptSpans {
  const waiting: ReadableSpan[] = []
  let dropped = 0
  let ring: () => void = () => undefined
  return {
    add(span) {
      if (waiting.length >= waitingMax) {
        dropped += 1
        return
      }
      waiting.push(span)
      if (waiting.length % batchMax === 0) ring()
    },
    next: () => waiting.slice(0, batchMax),
    remove: (count) => void waiting.splice(0, count),
    takeDropped() {
      const count = dropped
      dropped = 0
      return count
    },
    whenFull(called) {
      ring = called
    },
  }
}
