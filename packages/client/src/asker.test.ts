import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TallySettings, tallyClient } from './index.ts'
import { TallyProblem, TallyUnreachable } from './refusals.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

interface Sent {
  readonly url: string
  readonly headers: Headers
  readonly body: unknown
  readonly atMs: number
}

/** A client whose network answers one after the other; the last one for ever. */
function against(
  answers: readonly (() => Response | Promise<Response>)[],
  settings: Partial<TallySettings> = {},
) {
  const sent: Sent[] = []
  const began = Date.now()
  const network: typeof fetch = async (input, init) => {
    const { signal } = init ?? {}
    sent.push({
      ...{ url: String(input), headers: new Headers(init?.headers), body: init?.body },
      atMs: Date.now() - began,
    })
    const next = answers[Math.min(sent.length, answers.length) - 1]
    const ended = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason)),
    )
    return await Promise.race([next?.() ?? Response.error(), ended])
  }
  const tally = tallyClient({ address: 'http://tally.test/', key: 'k', fetch: network, ...settings })
  return { tally, sent }
}

const page = (ids: readonly string[], nextCursor: string | null) => () =>
  Response.json({ items: ids.map((id) => ({ id })), nextCursor }, { headers: { 'x-request-id': 'req_1' } })

const refused =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  () =>
    Response.json(
      {
        ...{
          type: `urn:tally:problem:${code}`,
          title: '',
          status,
          detail: 'why',
          instance: '',
          requestId: 'req_9',
        },
        problems: [{ pointer: '/services/0', code: 'x', says: 'no minutes', severity: 'reject' }],
      },
      { status, headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers } },
    )
const lost = () => Promise.reject(new TypeError('fetch failed'))
const silence = () => new Promise<Response>(() => undefined)

/** Settles a call while the time it waits for passes. */
async function inTime<T>(call: Promise<T>): Promise<T | Error> {
  const settled = call.catch((error: Error) => error)
  await vi.runAllTimersAsync()
  return settled
}

describe('a request', () => {
  it('carries key, query, practice, trace and version, and names ids whatever stands in them', async () => {
    const { tally, sent } = against([page([], null)], { practice: 'prc_1' })
    await tally.getClaims({ query: { unanswered: true, limit: 5 }, traceparent: '00-a-b-01' })
    await tally.getEncounter('VISIT/1 ?', { practice: 'prc_2' })
    await tally.putEpisode('EP-1', {} as never, { ifMatch: 3 })
    expect(sent.map(({ url }) => url)).toEqual([
      'http://tally.test/v1/claims?unanswered=true&limit=5',
      'http://tally.test/v1/encounters/VISIT%2F1%20%3F',
      'http://tally.test/v1/episodes/EP-1',
    ])
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      ...{ authorization: 'Bearer k', 'tally-practice': 'prc_1', traceparent: '00-a-b-01' },
    })
    expect(sent[1]?.headers.get('tally-practice')).toBe('prc_2')
    expect(sent[2]?.headers.get('if-match')).toBe('"3"')
  })

  it('of a route that honours one has an Idempotency-Key: its own, or one made for all of its tries', async () => {
    const { tally, sent } = against([lost, lost, page([], null)])
    await inTime(tally.postEncounters({} as never))
    await inTime(tally.postEncounters({} as never, { idempotencyKey: 'VISIT-1' }))
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'))
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(keys).toEqual([keys[0], keys[0], keys[0], 'VISIT-1'])
  })
})

describe('an answer', () => {
  it('has status, body, version, request id and tries', async () => {
    const { tally } = against([
      () =>
        Response.json({ id: 'enc_1' }, { status: 201, headers: { etag: '"1"', 'x-request-id': 'req_1' } }),
    ])
    const answer = await tally.postEncounters({} as never)
    const told = { status: 201, body: { id: 'enc_1' }, version: 1, requestId: 'req_1', tries: 1 }
    expect(answer).toEqual(told)
  })

  it('that is no JSON is text', async () => {
    const headers = { 'content-type': 'application/edi-x12' }
    const { tally } = against([() => new Response('ISA*00~', { headers })])
    expect((await tally.getClaim837('clm_1')).body).toBe('ISA*00~')
  })

  it('of a list goes on through its pages', async () => {
    const { tally, sent } = against([page(['a', 'b'], 'b'), page(['c'], null)])
    const ids: unknown[] = []
    for await (const { id } of tally.getClaims.each({ query: { status: 'held' } })) ids.push(id)
    expect(ids).toEqual(['a', 'b', 'c'])
    expect(sent[1]?.url).toBe('http://tally.test/v1/claims?status=held&cursor=b')
  })
})

describe('a refusal', () => {
  it('is thrown with the whole problem document, at once', async () => {
    const { tally, sent } = against([refused(409, 'encounter/other-content', { etag: '"2"' })])
    const error = await inTime(tally.postEncounters({} as never))
    expect(error).toBeInstanceOf(TallyProblem)
    expect(error).toMatchObject({
      status: 409,
      code: 'encounter/other-content',
      version: 2,
      requestId: 'req_9',
    })
    expect((error as TallyProblem).problem.problems).toHaveLength(1)
    expect((error as TallyProblem).message).toBe('409 why; /services/0: no minutes (request req_9)')
    expect(sent).toHaveLength(1)
  })

  it.each([
    [429, 'rate/too-many'],
    [503, 'fault/unavailable'],
    [409, 'idempotency/still-running'],
  ])('%i %s is waited out as Retry-After says', async (status, code) => {
    const { tally, sent } = against([refused(status, code, { 'retry-after': '7' }), page([], null)])
    expect(await inTime(tally.postClaimHold('clm_1', { reason: 'why' }))).toMatchObject({
      status: 200,
      tries: 2,
    })
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 7_000])
  })

  it('that wants a longer wait than was allowed is told', async () => {
    const { tally, sent } = against([refused(429, 'rate/too-many', { 'retry-after': '61' })])
    expect(await inTime(tally.getClaims())).toMatchObject({ status: 429, retryAfter: 61, tries: 1 })
    expect(sent).toHaveLength(1)
  })

  it('that comes again and again is told after the last try', async () => {
    const { tally, sent } = against([refused(503, 'fault/unavailable', { 'retry-after': '2' })], { tries: 3 })
    expect(await inTime(tally.getClaims())).toMatchObject({ status: 503, tries: 3 })
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 2_000, 4_000])
  })
})

describe('no answer', () => {
  it('is tried again where that is safe, waiting longer each time, and told with the key in the end', async () => {
    const { tally, sent } = against([lost])
    const error = await inTime(tally.postEncounters({} as never, { idempotencyKey: 'VISIT-1' }))
    expect(error).toBeInstanceOf(TallyUnreachable)
    expect(error).toMatchObject({ tries: 5, idempotencyKey: 'VISIT-1', cause: { message: 'fetch failed' } })
    const waits = sent.slice(1).map(({ atMs }, place) => atMs - (sent[place]?.atMs ?? 0))
    for (const [place, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(125 * 2 ** place)
      expect(wait).toBeLessThanOrEqual(251 * 2 ** place)
    }
  })

  it('to what might happen twice is told at once', async () => {
    const { tally, sent } = against([lost])
    const error = await inTime(tally.postClaimHold('clm_1', { reason: 'why' }))
    expect(error).toMatchObject({ tries: 1, idempotencyKey: null })
    expect(sent).toHaveLength(1)
  })

  it('within the time of a try ends the try', async () => {
    const { tally, sent } = against([silence, page([], null)], { timeoutMs: 4_000 })
    expect(await inTime(tally.getClaims())).toMatchObject({ tries: 2 })
    expect(sent[1]?.atMs).toBeGreaterThanOrEqual(4_000)
  })

  it.each([
    ['a page of a proxy', () => new Response('<html>', { status: 502 })],
    ['half an answer', () => new Response('{"items":[', { headers: { 'content-type': 'application/json' } })],
  ])('but %s is none either', async (_what, answer) => {
    const { tally } = against([answer], { tries: 2 })
    expect(await inTime(tally.getClaims())).toBeInstanceOf(TallyUnreachable)
  })

  it('is not waited for once the caller ends the call', async () => {
    const control = new AbortController()
    const { tally, sent } = against([lost])
    const call = inTime(tally.getClaims({ signal: control.signal }))
    control.abort(new Error('the page was closed'))
    expect(await call).toMatchObject({ message: 'the page was closed' })
    expect(sent.length).toBeLessThanOrEqual(1)
    const waiting = against([silence])
    const later = new AbortController()
    const second = waiting.tally.getClaims({ signal: later.signal }).catch((error: Error) => error)
    later.abort(new Error('so was this one'))
    expect(await second).toMatchObject({ message: 'so was this one' })
    expect(waiting.sent).toHaveLength(1)
  })
})
