/** One visit from its POST to its posted payment as a waterfall, out of the table, without a collector or Docker. */
import { systemClock } from '@tally/platform'
import { operatorKey, type Reply } from '@tally/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const traceId = 'aaaa2222333344445555666677778888'
const traceparent = `00-${traceId}-1234567890abcdef-01`
const patience = { timeout: 20_000, interval: 50 }

interface Shown {
  readonly name: string
  readonly kind: string
  readonly offsetMs: number
  readonly ms: number
  readonly depth: number
  readonly service: string
  readonly failed: boolean
  readonly gaps: readonly { readonly kind: string; readonly offsetMs: number; readonly ms: number }[]
  readonly attributes: Readonly<Record<string, unknown>>
}

let system: WholeSystem
let trace: Reply['json']

const ask = (more: { key?: string; headers?: Record<string, string> } = {}) =>
  system.tally.call('GET', `/v1/traces/${traceId}`, more)

beforeAll(async () => {
  // A wait is the difference of two clocks, so this one is the machine's.
  system = await startWholeSystem({ clock: { ...systemClock, advance: () => undefined }, traces: 'all' })
  const posted = await system.visit('SEEN', '1EG4TE5MK73', {}, 'SEEN', { traceparent })
  expect(posted.status, posted.text).toBe(201)
  await system.until('SEEN', ['claim.settled'])
  await system.tally.settled()
  // The table has them within a second.
  await vi.waitFor(async () => expect((await ask()).text).toContain('claim.settled'), patience)
  trace = (await ask()).json
})
afterAll(() => system.stop())

const isConsumer = ({ kind, attributes }: Shown) =>
  kind === 'consumer' && attributes['tally.duplicate'] !== true
const round = (ms: number) => Math.round(ms * 1_000) / 1_000

it('is one trace from the POST to the posted payment, stage by stage', () => {
  const named = trace.stages.map(({ stage }: { stage: string }) => stage)
  expect(named).toEqual(expect.arrayContaining(['coverage.verified', 'claim.settled']))
  const beside = ['coverage.verified', 'claim.settled']
  expect(named.filter((stage: string) => !beside.includes(stage))).toEqual([
    'POST /v1/encounters',
    'charge.captured',
    'treatment-day.cleared',
    'write claim',
    'submit claim',
    'claim.submitted',
    'acknowledge claim',
    'claim.acknowledged',
    'acknowledge claim',
    'claim.acknowledged',
    'post claim',
    'payment.posted',
  ])
  const captured = trace.stages.find(({ stage }: { stage: string }) => stage === 'charge.captured')
  expect([...captured.services].sort()).toEqual([
    ...['claim-submission', 'denial-management', 'eligibility', 'era-posting', 'insight'],
  ])
})

it('has the outbox’s wait and then the queue’s before each message, up to its handling', () => {
  const consumers: readonly Shown[] = trace.spans.filter(isConsumer)
  expect(consumers.length).toBeGreaterThan(25)
  for (const { gaps, offsetMs } of consumers) {
    expect(gaps.map(({ kind }) => kind)).toEqual(['outbox wait', 'queue wait'])
    const [outbox, queue] = gaps
    if (!outbox || !queue) throw new Error('there are two gaps')
    expect(Math.min(outbox.ms, queue.ms, outbox.offsetMs)).toBeGreaterThanOrEqual(0)
    expect(round(outbox.offsetMs + outbox.ms)).toBe(queue.offsetMs)
    expect(round(queue.offsetMs + queue.ms)).toBe(offsetMs)
  }
  // The relay waits a moment after a commit, so that its batches are larger.
  expect(consumers.some(({ gaps }) => gaps.every(({ ms }) => ms > 0))).toBe(true)
})

it('tells to what its time went, and that adds up', () => {
  const { ms, workMs, queueMs, outboxMs, elsewhereMs, spans } = trace
  expect(round(workMs + queueMs + outboxMs + elsewhereMs)).toBe(ms)
  // The payer takes some 3 s to pay.
  expect(elsewhereMs).toBeGreaterThan(1_000)
  expect(Math.min(workMs, queueMs, outboxMs)).toBeGreaterThan(0)
  for (const span of spans as readonly Shown[]) {
    expect(span.offsetMs).toBeGreaterThanOrEqual(0)
    expect(round(span.offsetMs + span.ms)).toBeLessThanOrEqual(ms)
    expect([span.failed, span.service !== null]).toEqual([false, true])
  }
})

it('is on the timeline, and is a page to read and to print', async () => {
  expect((await system.timeline('SEEN')).map((item) => item.traceId)).toContain(traceId)
  const { status, headers, text } = await ask({ headers: { accept: 'text/html' } })
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(text).toContain(`<h1>Trace ${traceId}</h1>`)
  expect(text).toContain('join-charges charge.captured.v1 <small>claim-submission</small>')
})

it('is whole to an operator', async () => {
  const { status, json } = await ask({ key: operatorKey })
  expect([status, json.spans.length]).toEqual([200, trace.spans.length])
})
