/** Work for one of many visits: in the visit's trace, with a span where somebody records it. */
import { describe, expect, it } from 'vitest'
import { startTracing } from '../telemetry/start-tracing.ts'
import { underTrace } from './under-trace.ts'
import type { Work } from './work.ts'

const visit = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
const file = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`

function begun(traceparent: string | undefined) {
  const tracing = startTracing({ otlp: false, traces: 'all' })
  const work: Pick<Work, 'tracing' | 'traceparent' | 'practiceId'> = {
    ...{ tracing, traceparent, practiceId: 'prc_one' },
  }
  const spans = () => tracing.kept?.next() ?? []
  // Of a work it reads these three.
  return { work: work as Work, spans }
}

describe('work under the trace of a visit', () => {
  it('has a span there, of the practice, linked to what came upon it', async () => {
    const { work, spans } = begun(file)
    const told = await underTrace(work, 'acknowledge claim', visit, async (inTrace) => inTrace.traceparent)
    const [span] = spans()
    expect([span?.name, span?.parentSpanContext?.spanId]).toEqual(['acknowledge claim', 'b'.repeat(16)])
    expect(span?.links.map(({ context }) => context.spanId)).toEqual(['d'.repeat(16)])
    expect(span?.attributes['tally.practice']).toBe('prc_one')
    expect(told).toBe(`00-${'a'.repeat(32)}-${span?.spanContext().spanId}-01`)
  })

  it.each([
    ['keeps no trace: that of the file', null, file],
    ['is not recorded: the visit’s, as it is', visit.replace(/01$/, '00'), visit.replace(/01$/, '00')],
    ['is the one it is in already: the nearer parent', file.replace(/d{16}/, 'e'.repeat(16)), file],
  ])('has none where the visit %s', async (_, kept, carried) => {
    const { work, spans } = begun(file)
    expect(await underTrace(work, 'post claim', kept, async ({ traceparent }) => traceparent)).toBe(carried)
    expect(spans()).toEqual([])
  })

  it('says that it failed, and fails', async () => {
    const { work, spans } = begun(undefined)
    const failing = underTrace(work, 'submit claim', visit, () => Promise.reject(new Error('no row')))
    await expect(failing).rejects.toThrow('no row')
    expect(spans().map(({ status, links }) => [status.message, links])).toEqual([['not done', []]])
  })
})
