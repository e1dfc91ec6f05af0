/**
 * Bytes that Node's parser cannot read as HTTP, headers without end, a request that never ends: there is no
 * request to answer yet, so the problem is written on the socket as it is, and nothing that came is in it.
 */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { NewId } from '@tally/kernel'
import { documentOf, type Problem, problem } from './problem.ts'
import { type Recording, unknown } from './record-request.ts'

/** For Fastify's `clientErrorHandler`. */
export function refuseUnreadable({ log, meters, newId }: Recording & { readonly newId: NewId }) {
  return (error: { readonly code?: string }, socket: Socket & { _httpMessage?: ServerResponse }): void => {
    // Reset by the other side: nobody is there to be told.
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    const refusal = refusalOfBytes(error.code)
    const requestId = newId()
    // An answer that has begun on this connection is not written into.
    if (socket.writable && !socket._httpMessage?.headersSent) socket.write(answerOf(refusal, requestId))
    socket.destroy()
    const labels = { service: 'platform', method: unknown, route: unknown }
    meters.requests.inc({ ...labels, status: String(refusal.status) })
    log.info('answered', { ...labels, status: refusal.status, requestId })
  }
}

function refusalOfBytes(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem(431, 'headers/too-large', 'send fewer or shorter headers')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem(408, 'request/too-slow', 'the request did not arrive in time; send it again')
    default:
      return problem(
        400,
        'request/not-http',
        'these bytes are not HTTP/1.1: look at the client, or at the proxy before it',
      )
  }
}

function answerOf(refusal: Problem, requestId: string): string {
  const body = JSON.stringify(documentOf(refusal, requestId))
  return [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'cache-control: no-store',
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
