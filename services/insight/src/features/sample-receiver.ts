/** Somebody's receiver, for the tests of this service: a server that keeps what it was sent and answers as it is told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'

export interface Taken {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface SampleReceiver {
  readonly url: string
  readonly taken: Taken[]
  /** How the next ones are answered; those after them 200. */
  readonly answers: ((response: ServerResponse) => void)[]
  ids(): (string | undefined)[]
  stop(): Promise<void>
}

export async function startSampleReceiver(): Promise<SampleReceiver> {
  const taken: Taken[] = []
  const answers: SampleReceiver['answers'] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      taken.push({ headers: request.headers, body })
      const answer = answers.shift()
      if (answer) answer(response)
      else response.end('taken')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...{ url: `http://127.0.0.1:${port}/hooks`, taken, answers },
    ids: () => taken.map(({ headers }) => headers['webhook-id'] as string | undefined),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(code, headers).end()
  }

/** By the library that receivers use, at the moment that the message says: its tolerance is of the machine's clock. */
export function opened(secret: string, { headers, body }: Taken): Record<string, unknown> {
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1_000 })
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>
  } finally {
    vi.useRealTimers()
  }
}
