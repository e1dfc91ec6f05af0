import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bounds } from './pressure.ts'
import type { HttpFeature } from './route.ts'

let app: ReturnType<typeof fastify>
let behindMs = 0
let unpublishedMs = 0
beforeEach(async () => {
  app = fastify()
  const pressure = await bounds(app, { ms: () => behindMs, unpublishedMs: () => unpublishedMs })
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
