/** Needs sockets, not Postgres: a pure test reaches no network. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type OutsideSettings, postOutside } from './post-outside.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function receiver(answers: RequestListener): Promise<number> {
  const server = createServer(answers)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const never = new AbortController().signal
const post = (url: string, settings: Partial<OutsideSettings> = {}, signal = never) =>
  postOutside({ toLoopback: true, ...settings })({ url, headers: { 'x-a': 'b' }, body: 'é', signal })

describe('a name', () => {
  it.each([
    ['to a private address', ['10.0.0.1']],
    ['to this machine', ['127.0.0.1']],
    ['to this machine, in IPv6', ['::1']],
    ['to metadata', ['169.254.169.254']],
    ['to metadata, mapped', ['::ffff:169.254.169.254']],
    ['to nothing', []],
  ])('that leads %s is refused', async (_, addresses) => {
    const resolve = async () => addresses
    for (const toLoopback of [true, false]) {
      const answer = await post('https://hooks.example.com/', { toLoopback, resolve })
      expect(answer).toEqual({ kind: 'no-answer', code: 'address-refused' })
    }
  })

  it('is resolved once a connection and held to that answer: a second one that leads elsewhere is refused', async () => {
    const reached: string[] = []
    const port = await receiver((request, response) => {
      reached.push(String(request.headers.host))
      response.end()
    })
    const answers = [['10.0.0.1', '127.0.0.1'], ['10.0.0.1']]
    const resolve = vi.fn(async () => answers.shift() ?? [])
    const url = `http://localhost:${port}/`
    expect(await post(url, { resolve })).toMatchObject({ kind: 'answered', status: 200 })
    expect(resolve).toHaveBeenCalledTimes(1)
    expect(await post(url, { resolve })).toEqual({ kind: 'no-answer', code: 'address-refused' })
    expect([resolve.mock.calls.length, reached]).toEqual([2, [`localhost:${port}`]])
  })
})

it('asks nothing at a URL that is refused, also where it was let through when it was set', async () => {
  const asked: string[] = []
  const port = await receiver((request, response) => {
    asked.push(String(request.url))
    response.end()
  })
  const url = `http://localhost:${port}/`
  expect(await post(url)).toMatchObject({ kind: 'answered', status: 200 })
  expect(await post(url, { toLoopback: false })).toEqual({ kind: 'no-answer', code: 'address-refused' })
  expect(asked).toEqual(['/'])
})

it('sends the body with its headers, and follows no redirect', async () => {
  const asked: unknown[] = []
  const port = await receiver((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      asked.push([
        request.method,
        request.url,
        request.headers['x-a'],
        request.headers['content-length'],
        body,
      ])
      response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere`, 'retry-after': '9' }).end()
    })
  })
  expect(await post(`http://127.0.0.1:${port}/hooks?a=1`)).toEqual({
    ...{ kind: 'answered', status: 302, retryAfter: '9' },
  })
  expect(asked).toEqual([['POST', '/hooks?a=1', 'b', '2', 'é']])
})

it('reads at most 64 KB of an answer that does not end, and keeps its status', async () => {
  let written = 0
  const port = await receiver((_request, response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384))) written += 16_384
    }
    response.on('drain', more)
    more()
  })
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answered', status: 200 })
  // What sockets hold on both sides was written and not read.
  expect(written).toBeLessThan(20_000_000)
})

it('takes no other protocol: 101 is an answer like any other, told at once, and the connection is closed', async () => {
  let closed = false
  const port = await receiver(({ socket }) => {
    socket.on('close', () => {
      closed = true
    })
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
  })
  const answer = await post(`http://127.0.0.1:${port}/`)
  expect(answer).toEqual({ kind: 'answered', status: 101, retryAfter: null })
  await expect.poll(() => closed).toBe(true)
})

describe('no answer', () => {
  const silent = () => receiver(() => undefined)

  it('in time is a timeout', async () => {
    const answer = await post(`http://127.0.0.1:${await silent()}/`, { timeoutMs: 50 })
    expect(answer).toEqual({ kind: 'no-answer', code: 'timeout' })
  })

  it('because we stop is `stopped`', async () => {
    const stop = new AbortController()
    const port = await receiver(() => stop.abort())
    expect(await post(`http://127.0.0.1:${port}/`, {}, stop.signal)).toEqual({
      kind: 'no-answer',
      code: 'stopped',
    })
  })

  it.each([
    ['a door that is shut', async () => 1_024, 'ECONNREFUSED'],
    ['a connection that is cut', () => receiver((request) => request.socket.destroy()), 'ECONNRESET'],
  ])('from %s is told by the socket’s code', async (_, port, code) => {
    expect(await post(`http://127.0.0.1:${await port()}/`)).toEqual({ kind: 'no-answer', code })
  })

  it('by TLS where plain http answers is told by its code', async () => {
    const port = await receiver((_request, response) => response.end())
    expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({
      kind: 'no-answer',
      code: expect.stringMatching(/^(EPROTO|ERR_SSL)/),
    })
  })
})
