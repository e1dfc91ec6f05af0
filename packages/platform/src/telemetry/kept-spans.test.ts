/** Spans that wait for their table: bounded, in order, and never in anybody's way. */
import { describe, expect, it } from 'vitest'
import { batchMax, keptSpans } from './kept-spans.ts'
import { type Traces, tracesNamed } from './sampling.ts'
import { startTracing } from './start-tracing.ts'

const spans = (count: number) => {
  const tracing = startTracing({ otlp: false, traces: 'all' })
  for (let each = 0; each < count; each += 1) tracing.start(`span ${each}`).end()
  return tracing
}

describe('spans on their way to the table', () => {
  it('wait in order, a batch at a time, until they are removed', () => {
    const { kept } = spans(batchMax + 2)
    const names = () => kept?.next().map(({ name }) => name) ?? []
    expect([names().length, names()[0], names().at(-1)]).toEqual([512, 'span 0', 'span 511'])
    kept?.remove(batchMax)
    expect(names()).toEqual(['span 512', 'span 513'])
  })

  it('are 8,192 at most: what finds no room is dropped and counted once', () => {
    const { kept } = spans(8_192 + 3)
    expect([kept?.takeDropped(), kept?.takeDropped()]).toEqual([3, 0])
    kept?.remove(8_192)
    expect(kept?.next()).toEqual([])
  })

  it('ring when a whole batch waits', () => {
    const kept = keptSpans()
    let rung = 0
    kept.whenFull(() => {
      rung += 1
    })
    const batch = spans(batchMax).kept?.next() ?? []
    for (const span of batch.slice(1)) kept.add(span)
    expect(rung).toBe(0)
    for (const span of batch.slice(0, 1)) kept.add(span)
    expect(rung).toBe(1)
  })
})

it.each([
  ['off', 'off'],
  ['all', 'all'],
  ['0.1', 0.1],
  ['.25', 0.25],
  ['1', 1],
  ['0', 'off'],
  ['0.0', 'off'],
  ['1.5', null],
  ['-1', null],
  ['ten', null],
  ['', null],
])('TALLY_TRACES=%s is %s', (text, traces) => {
  expect(tracesNamed(text)).toBe(traces)
})

describe('which traces are recorded', () => {
  const traceparent = (flag: '00' | '01') => `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flag}`
  const below = (traces: Traces, flag: '00' | '01') => {
    const tracing = startTracing({ otlp: false, traces })
    const span = tracing.start('below', { parent: traceparent(flag) })
    span.end()
    return [span.traceparent.slice(-2), tracing.kept?.next().length ?? 'no table']
  }

  it.each([
    ['all', '01', ['01', 1]],
    ['all', '00', ['01', 1]],
    [0.000_001, '01', ['01', 1]],
    [0.999_999, '00', ['00', 0]],
    ['off', '01', ['01', 'no table']],
    ['off', '00', ['00', 'no table']],
  ] as const)('of TALLY_TRACES %s and a caller’s flag %s', (traces, flag, seen) => {
    expect(below(traces, flag)).toEqual(seen)
  })

  it('is a share, alike in every process, and what was left out is kept all the same where it fails', () => {
    const taken = (traces: number) => {
      const tracing = startTracing({ otlp: false, traces })
      for (let each = 0; each < 400; each += 1) tracing.start('root').end()
      return tracing.kept?.next().length ?? 0
    }
    // Of 400 by chance: five standard deviations are 50.
    expect(Math.abs(taken(0.5) - 200)).toBeLessThan(50)
    const tracing = startTracing({ otlp: false, traces: 0.000_001 })
    const failing = tracing.start('failing')
    failing.end({ failed: 'not committed' })
    expect([failing.traceparent.slice(-2), tracing.kept?.next().length]).toEqual(['00', 1])
  })

  it('keeps the ids of a trace where nobody records', () => {
    const off = startTracing({ otlp: false })
    const first = off.start('first')
    const second = off.start('second', { parent: first.traceparent })
    expect(second.traceId).toBe(first.traceId)
    expect(second.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
    expect(second.traceparent).not.toBe(first.traceparent)
  })
})
