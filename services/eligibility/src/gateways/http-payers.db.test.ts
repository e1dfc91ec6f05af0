import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { testPartner } from '@tally/testkit'
import { expect, it } from 'vitest'
import { httpPayers } from './http-payers.ts'

/** Asks a partner that answers as `listener` does. */
async function askOf(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    const partner = { ...testPartner, address: `http://127.0.0.1:${port}` }
    return await httpPayers.ask(partner, 'TRACE1', Buffer.from('ISA*270~'))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const answering =
  (status: number, body = ''): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(body)
  }

it('sends the 270 under its trace and gives the 271 back as it came', async () => {
  const came: unknown[] = []
  const reply = await askOf((request, response) => {
    const { method, url, headers } = request
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      came.push(method, url, headers['content-type'], headers['idempotency-key'], body)
      response.end('ISA*271~')
    })
  })
  expect(came).toEqual(['POST', '/eligibility', 'application/edi-x12', 'TRACE1', 'ISA*270~'])
  expect(reply.kind === 'replied' ? Buffer.from(reply.bytes).toString() : reply).toBe('ISA*271~')
})

it.each<[string, RequestListener, string]>([
  ['taken in for later', answering(202, '{"accepted":true}'), 'later'],
  ['taken without a word', answering(200), 'later'],
  ['not well formed', answering(400), 'refused'],
  ['not allowed', answering(401), 'refused'],
  ['too many at once', answering(429), 'no-answer'],
  ['broken inside', answering(500), 'no-answer'],
  ['cut off', (request) => request.socket.destroy(), 'no-answer'],
  [
    'cut off in the middle of its answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('ISA*271', () => request.socket.destroy())
    },
    'no-answer',
  ],
  [
    'far too long to be a 271',
    (_request, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(Buffer.alloc(8 * 1_048_576))
    },
    'refused',
  ],
])('%s', async (_, listener, kind) => {
  expect((await askOf(listener)).kind).toBe(kind)
})
