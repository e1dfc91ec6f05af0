/** Needs sockets, not Postgres: a pure test reaches no network. */
import { connect, type Socket } from 'node:net'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bounds } from './pressure.ts'
import type { HttpFeature } from './route.ts'

const mb = 1_048_576
/** As many requests as a process takes at once. */
const requestsAtOnce = 100

let app: FastifyInstance
let port: number
let taken: number
const opened: Socket[] = []

beforeEach(async () => {
  taken = 0
  app = fastify({ bodyLimit: 128 * mb })
  const behind = { ms: () => 0, unpublishedMs: () => 0 }
  const pressure = await bounds(app, behind, { room: () => 'enough' })
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const refusal = pressure.take(request, reply)
    if (refusal) return reply.code(refusal.status).send()
    taken += 1
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  for (const [url, access] of [
    ['/webhook', 'signed'],
    ['/work', 'practice'],
  ] as const) {
    // Of a feature it asks for its access and its longest body.
    const feature = { access, raw: { types: ['*'], bytesMax: 128 * mb } } as unknown as HttpFeature
    app.post(url, { config: { feature } }, ({ body }) => String((body as Buffer).length))
  }
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
})

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy()
  await app.close()
})

const post = async (path: string, bytes: number) => {
  const body = new Uint8Array(bytes)
  return (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body })).status
}

/** Names a length and sends so many bytes of it; the rest when it is told to. */
function sender(path: string, bytes: number, atFirst: number) {
  const socket = connect(port, '127.0.0.1')
  opened.push(socket)
  let heard = ''
  socket.setEncoding('utf8').on('data', (text) => {
    heard += text
  })
  socket.on('error', () => undefined)
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: tally\r\ncontent-type: a/b\r\ncontent-length: ${bytes}\r\n\r\n`,
  )
  socket.write(Buffer.alloc(atFirst))
  const heardStatus = () => Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1] ?? 0)
  return { heardStatus, sendRest: () => socket.write(Buffer.alloc(bytes - atFirst)) }
}

it('a file that will not have come in time gives its room to the next one; one that will does not', async () => {
  const small = sender('/webhook', 1_000, 1)
  const late = sender('/webhook', 40 * mb, 1)
  const onTime = sender('/webhook', 20 * mb, 15 * mb)
  await expect.poll(() => taken).toBe(3)
  await expect.poll(() => post('/webhook', 5 * mb)).toBe(200)
  await expect.poll(late.heardStatus).toBe(408)
  onTime.sendRest()
  await expect.poll(onTime.heardStatus).toBe(200)
  // It is as late, and has no room to give.
  small.sendRest()
  await expect.poll(small.heardStatus).toBe(200)
})

it('a request that comes byte by byte gives its place to the next one', async () => {
  const slow = Array.from({ length: requestsAtOnce }, () => sender('/work', 1_000, 1))
  await expect.poll(() => taken).toBe(requestsAtOnce)
  await expect.poll(() => post('/work', 10)).toBe(200)
  // No more than had to, and the others are heard to the end.
  const told = () => slow.filter(({ heardStatus }) => heardStatus() === 408).length
  await expect.poll(told).toBe(1)
  for (const { sendRest } of slow) sendRest()
  await expect
    .poll(() => slow.filter(({ heardStatus }) => heardStatus() === 200).length)
    .toBe(requestsAtOnce - 1)
})
