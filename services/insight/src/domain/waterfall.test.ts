/** A trace as a tree: who stands under whom, what waited, and to what the time went. */
import { describe, expect, it } from 'vitest'
import type { KeptSpan } from './kept-span.ts'
import { heard, momentMs, span } from './sample-spans.ts'
import { waterfallOf } from './waterfall.ts'

/** Gaps as [outbox, queue] of [from, lasts] in milliseconds after the moment. */
const gapsOf = (spans: readonly KeptSpan[], spanId: string) =>
  waterfallOf(spans)
    .spans.find((each) => each.spanId === spanId)
    ?.gaps.map(({ startedUs, durationUs }) => [startedUs / 1_000 - momentMs, durationUs / 1_000])

const request = span('request', 'of-the-caller', [0, 11], { kind: 'server' })
const transaction = span('transaction', 'request', [1, 10])
const said = { id: 'M1', saidMs: 2, publishedMs: 15 }
const handled = heard('hear', 'transaction', [22, 30], said)

describe('the tree', () => {
  it('has each span under its parent, siblings by their beginnings, the caller’s own left out', () => {
    const early = heard('early', 'transaction', [20, 21], said)
    const commit = span('commit', 'hear', [28, 30])
    const { spans } = waterfallOf([commit, handled, early, transaction, request])
    expect(spans.map(({ spanId, depth }) => [spanId, depth])).toEqual([
      ['request', 0],
      ['transaction', 1],
      ['early', 2],
      ['hear', 2],
      ['commit', 3],
    ])
  })

  it('leaves nothing out where the parent was not kept, nor where two are each other’s parents', () => {
    const ring = [span('a', 'b', [1, 2]), span('b', 'a', [2, 3])]
    const { spans } = waterfallOf([...ring, span('alone', 'gone', [5, 6])])
    expect(spans.map(({ spanId, depth }) => [spanId, depth])).toEqual([
      ['alone', 0],
      ['a', 0],
      ['b', 1],
    ])
  })
})

describe('what waited', () => {
  it('is the outbox from the commit of what said it, then the queue until it was handled', () => {
    expect(gapsOf([request, transaction, handled], 'hear')).toEqual([
      [10, 5],
      [15, 7],
    ])
  })

  it('counts from the message’s own time where its span ended long before, or was not kept', () => {
    const later = heard('later', 'transaction', [5022, 5030], { id: 'M2', saidMs: 5000, publishedMs: 5015 })
    expect(gapsOf([transaction, later], 'later')).toEqual([
      [5000, 15],
      [5015, 7],
    ])
    expect(gapsOf([handled], 'hear')).toEqual([
      [2, 13],
      [15, 7],
    ])
  })

  it('is never less than nothing, however far the clocks of two machines are apart', () => {
    const ahead = heard('ahead', 'transaction', [22, 30], { id: 'M1', saidMs: 90, publishedMs: 80 })
    expect(gapsOf([transaction, ahead], 'ahead')).toEqual([
      [22, 0],
      [22, 0],
    ])
  })

  it('is nothing before what was handled already, and before what is no message', () => {
    const again = heard('again', 'transaction', [9000, 9001], { ...said, duplicate: true })
    expect(gapsOf([transaction, again], 'again')).toEqual([])
    expect(gapsOf([transaction], 'transaction')).toEqual([])
  })
})

describe('the time of a trace', () => {
  it('goes to work, else queues, else outboxes, else elsewhere, and adds up', () => {
    const posted = span('post claim', 'hear', [100, 105])
    const { durationUs, workUs, outboxUs, queueUs, elsewhereUs } = waterfallOf([
      ...[request, transaction, handled, posted],
    ])
    // Work 0-11, 22-30, 100-105; the outbox 10-15 of which 11-15 counts; the queue 15-22.
    expect({ workUs, outboxUs, queueUs, elsewhereUs }).toEqual({
      ...{ workUs: 24_000, outboxUs: 4_000, queueUs: 7_000, elsewhereUs: 70_000 },
    })
    expect(workUs + outboxUs + queueUs + elsewhereUs).toBe(durationUs)
  })
})

describe('stages', () => {
  it('are the request with what ran in it, each message with all who handled it, and what began later', () => {
    const other = heard('other', 'transaction', [40, 60], said, { service: 'era-posting', failed: true })
    const commit = span('commit', 'hear', [28, 30])
    const posted = span('post claim', 'hear', [100, 105], { service: 'era-posting' })
    const { stages } = waterfallOf([posted, commit, other, handled, transaction, request])
    const shown = stages.map(({ startedUs, durationUs, outboxUs, queueUs, workUs, ...stage }) => ({
      ...stage,
      ms: [startedUs - momentMs * 1_000, durationUs, outboxUs, queueUs, workUs].map((us) => us / 1_000),
    }))
    expect(shown).toEqual([
      { stage: 'request', services: ['charge-capture'], spans: 2, failed: 0, ms: [0, 11, 0, 0, 11] },
      {
        ...{ stage: 'charge.captured', services: ['eligibility', 'charge-capture', 'era-posting'] },
        ...{ spans: 3, failed: 1, ms: [10, 50, 5, 25, 20] },
      },
      { stage: 'post claim', services: ['era-posting'], spans: 1, failed: 0, ms: [100, 5, 0, 0, 5] },
    ])
  })
})
