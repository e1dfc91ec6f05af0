import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoomLeft } from '../database/room-left.ts'
import { bounds } from './pressure.ts'
import type { HttpFeature } from './route.ts'

let app: ReturnType<typeof fastify>
let behindMs = 0
let unpublishedMs = 0
let room: RoomLeft = 'enough'
beforeEach(async () => {
  app = fastify()
  room = 'enough'
  const behind = { ms: () => behindMs, unpublishedMs: () => unpublishedMs }
  const pressure = await bounds(app, behind, { room: () => room })
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const refusal = pressure.late(request)
    if (refusal)
      await reply
        .code(refusal.status)
        .headers(refusal.headers ?? {})
        .send()
  })
  const route = (method: 'GET' | 'POST', url: string, access: HttpFeature['access']) =>
    // Of a feature it asks for nothing but its access.
    app.route({ method, url, config: { feature: { access } as HttpFeature }, handler: () => 'taken' })
  route('POST', '/work', 'practice')
  route('GET', '/read', 'practice')
  route('POST', '/webhook', 'signed')
  route('POST', '/operate', 'operator')
})
afterEach(() => app.close())

it.each<[method: 'GET' | 'POST', path: string, behind: number, unpublished: number, status: number]>([
  ['POST', '/work', 5_000, 600_000, 200],
  ['POST', '/work', 5_001, 0, 503],
  ['POST', '/work', 0, 600_001, 503],
  ['GET', '/read', 5_001, 600_001, 200],
  ['POST', '/webhook', 5_001, 600_001, 200],
  ['POST', '/operate', 5_001, 600_001, 200],
])(
  '%s %s, with the consumers %d ms behind and nothing published for %d ms, is answered %d',
  async (...given) => {
    const [method, url, behind, unpublished, status] = given
    behindMs = behind
    unpublishedMs = unpublished
    const answer = await app.inject({ method, url })
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([
      status,
      status === 503 ? '2' : undefined,
    ])
  },
)

it.each<[method: 'GET' | 'POST', path: string, room: RoomLeft, status: number]>([
  ['POST', '/work', 'enough', 200],
  ['POST', '/work', 'scarce', 503],
  ['POST', '/work', 'none', 503],
  ['GET', '/read', 'none', 200],
  ['POST', '/webhook', 'scarce', 200],
  ['POST', '/webhook', 'none', 503],
  ['POST', '/operate', 'none', 200],
])('%s %s, where the database’s disk has room: %s, is answered %d', async (method, url, left, status) => {
  behindMs = 0
  unpublishedMs = 0
  room = left
  const answer = await app.inject({ method, url })
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([
    status,
    status === 503 ? '60' : undefined,
  ])
})

describe('files at once', () => {
  const mb = 1_048_576
  const longest = { '/webhook': 128 * mb, '/work': 64 * mb }
  type Path = keyof typeof longest
  /** Its bytes, or that it does not say them. */
  type Length = number | 'unsaid'

  let edge: ReturnType<typeof fastify>
  let answers: () => void
  let taken: number

  beforeEach(async () => {
    taken = 0
    const answered = new Promise<void>((resolve) => {
      answers = resolve
    })
    edge = fastify()
    const behind = { ms: () => 0, unpublishedMs: () => 0 }
    const pressure = await bounds(edge, behind, { room: () => 'enough' })
    edge.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      if (pressure.take(request, reply)) return reply.code(503).send()
      taken += 1
      await answered
      return reply.code(202).send()
    })
    for (const [url, access] of [
      ['/webhook', 'signed'],
      ['/work', 'practice'],
    ] as const) {
      // Of a feature it asks for its access and its longest body.
      const feature = { access, raw: { types: ['*'], bytesMax: longest[url] } } as unknown as HttpFeature
      edge.route({ method: 'POST', url, config: { feature }, handler: () => 'never' })
    }
  })
  afterEach(() => edge.close())

  const post = async (url: Path, bytes: Length) => {
    const headers =
      bytes === 'unsaid' ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(bytes) }
    return (await edge.inject({ method: 'POST', url, headers })).statusCode
  }

  it.each<[path: Path, before: readonly Length[], bytes: Length, status: number]>([
    ['/webhook', [], 128 * mb, 202],
    ['/webhook', [60 * mb], 4 * mb, 202],
    ['/webhook', [60 * mb], 4 * mb + 1, 503],
    ['/webhook', [128 * mb], 65_537, 503],
    // No file: as many as there is room for.
    ['/webhook', [128 * mb], 65_536, 202],
    // Refused for its length, which costs nothing.
    ['/webhook', [60 * mb], 128 * mb + 1, 202],
    ['/webhook', ['unsaid'], 65_537, 503],
    ['/webhook', [65_537], 'unsaid', 503],
    ['/work', [60 * mb], 5 * mb, 503],
  ])('%s, while it holds %j, of %j bytes is answered %d', async (path, before, bytes, status) => {
    const held = before.map((each) => post(path, each))
    await expect.poll(() => taken).toBe(before.length)
    const answer = post(path, bytes)
    if (status === 202) await expect.poll(() => taken).toBe(before.length + 1)
    else expect(await answer).toBe(503)
    answers()
    expect(await Promise.all([...held, answer])).toEqual([...held.map(() => 202), status])
  })

  it('webhooks and requests take none of each other’s room', async () => {
    const held = [post('/webhook', 128 * mb), post('/work', 64 * mb)]
    await expect.poll(() => taken).toBe(2)
    answers()
    expect(await Promise.all(held)).toEqual([202, 202])
  })

  it('what is answered gives its room back', async () => {
    answers()
    expect([await post('/webhook', 128 * mb), await post('/webhook', 128 * mb)]).toEqual([202, 202])
  })
})
