import { connect } from 'node:net'
import { chargeCapture } from '@tally/charge-capture'
import { demoKey, operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const problemType = 'application/problem+json; charset=utf-8'
const secret = 'JANE-DOE-1950'

let tally: TestHost
let port: number
beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)] })
  port = Number(new URL(await tally.host.app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => tally.stop())

/** Sends `bytes` as they are and reads to the end of the connection. */
function raw(bytes: string): Promise<{ readonly head: string; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n')
      resolve({ head, body })
    })
  })
}

const line = (start: string, more = '') =>
  `${start} HTTP/1.1\r\nhost: tally\r\nauthorization: Bearer ${demoKey}\r\nconnection: close\r\n${more}\r\n`
const lastLogged = () => JSON.parse(tally.logLines.findLast((each) => each.includes('"answered"')) ?? '{}')

describe('what reaches no route is a problem that repeats nothing', () => {
  it.each([
    ['a broken escape', `/v1/encounters/${secret}%zz`, 400, 'path/not-readable'],
    ['half an escape', `/v1/encounters/${secret}%`, 400, 'path/not-readable'],
    ['bytes that are no UTF-8', `/v1/encounters/${secret}%ff`, 400, 'path/not-readable'],
    ['a broken escape where nothing is', `/${secret}/%zz`, 400, 'path/not-readable'],
    ['an id that is too long', `/v1/encounters/${secret.repeat(20)}`, 414, 'path/too-long'],
    ['a path that is not there', `/v1/${secret}`, 404, 'not-found'],
  ])('%s', async (_, path, status, code) => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { head, body } = await raw(line(`${method} ${path}`))
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      expect(head).toContain(`content-type: ${problemType}`)
      expect(head).not.toContain(secret)
      expect(body).not.toContain(secret)
      const problem = JSON.parse(body)
      expect(problem).toMatchObject({ status, problems: [{ code }] })
      expect(head).toContain(`x-request-id: ${problem.requestId}`)
      expect(head).toMatch(/ratelimit-remaining: \d+/)
      expect(lastLogged()).toMatchObject({ method, route: 'unknown', status, requestId: problem.requestId })
    }
  })

  it.each([
    ['no HTTP at all', `${secret}\r\n\r\n`, 400, 'request/not-http'],
    [
      'a header that is none',
      line('GET /v1/encounters', `${secret} is no header\r\n`),
      400,
      'request/not-http',
    ],
    ['a method nobody knows', line(`${secret} /`), 400, 'request/not-http'],
    ['headers without end', line('GET /', `x: ${secret.repeat(2_000)}\r\n`), 431, 'headers/too-large'],
  ])('%s', async (_, bytes, status, code) => {
    const { head, body } = await raw(bytes)
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head).toContain(`content-type: ${problemType}`)
    const problem = JSON.parse(body)
    expect(problem).toMatchObject({ status, problems: [{ code }] })
    expect(head).toContain(`x-request-id: ${problem.requestId}`)
    expect(`${head}${body}`).not.toContain(secret)
    expect(lastLogged()).toMatchObject({ route: 'unknown', status, requestId: problem.requestId })
  })

  it('is metered as unknown, and stands in no log line, span or meter', async () => {
    const metrics = await tally.call('GET', '/metrics', { key: operatorKey })
    for (const status of [400, 404, 414, 431]) {
      expect(metrics.text).toMatch(
        new RegExp(
          `tally_http_requests_total{service="platform",method="\\w+",route="unknown",status="${status}"}`,
        ),
      )
    }
    const spans = tally.spans.getFinishedSpans().map(({ name, attributes }) => [name, attributes])
    expect(spans).toContainEqual([
      'PUT unknown',
      expect.objectContaining({ 'http.response.status_code': 414 }),
    ])
    expect(`${tally.logLines.join()}${metrics.text}${JSON.stringify(spans)}`).not.toContain(secret)
  })

  // Node by itself looks for what is over every 30 s.
  it('a request that does not end is told so soon after its time', { timeout: 15_000 }, async () => {
    const { server } = tally.host.app
    const { requestTimeout, headersTimeout } = server
    expect([requestTimeout, headersTimeout]).toEqual([120_000, 30_000])
    Object.assign(server, { requestTimeout: 500, headersTimeout: 500 })
    const headers = 'content-type: application/json\r\nidempotency-key: endless\r\ncontent-length: 10\r\n'
    const { head, body } = await raw(`${line('POST /v1/encounters', headers)}{`)
    Object.assign(server, { requestTimeout, headersTimeout })
    expect(head).toMatch(/^HTTP\/1.1 408 /)
    expect(JSON.parse(body)).toMatchObject({ status: 408, problems: [{ code: 'request/too-slow' }] })
  })

  it('does not stop what comes after it on the same server', async () => {
    expect((await tally.call('GET', '/v1/encounters')).status).toBe(200)
    expect((await raw(line('GET /v1/encounters'))).head).toMatch(/^HTTP\/1.1 200 /)
  })
})

describe('a path that is there, with another method', () => {
  it.each([
    ['DELETE', '/v1/encounters', 'GET, HEAD, OPTIONS, POST'],
    ['PATCH', '/v1/encounters/V-1', 'GET, HEAD, OPTIONS, PUT'],
    ['GET', '/v1/encounters/V-1/void', 'OPTIONS, POST'],
    ['HEAD', '/v1/encounters/V-1/void', 'OPTIONS, POST'],
    ['TRACE', '/v1/events', 'GET, HEAD, OPTIONS'],
    ['POST', '/v1/practices/prc_demo', 'OPTIONS, PUT'],
    ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
    ['PUT', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const payload = ['GET', 'HEAD', 'TRACE'].includes(method) ? {} : { payload: 'no JSON' }
    const answer = await tally.host.app.inject({ method: method as 'PATCH', url: path, ...payload })
    expect([answer.statusCode, answer.headers.allow, answer.headers['content-type']]).toEqual([
      ...[405, allow, problemType],
    ])
    if (method === 'HEAD') expect(answer.body).toBe('')
    else expect(answer.json()).toMatchObject({ status: 405, requestId: answer.headers['x-request-id'] })
    expect(lastLogged()).toMatchObject({ method, status: 405, route: expect.stringMatching(/^\/[a-z]/) })
  })

  it('OPTIONS tells it, HEAD is GET without the body', async () => {
    const options = await tally.host.app.inject({ method: 'OPTIONS', url: '/v1/encounters' })
    expect([options.statusCode, options.headers.allow, options.body]).toEqual([
      ...[204, 'GET, HEAD, OPTIONS, POST', ''],
    ])
    expect(Object.keys(options.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    const ask = (key: string) =>
      tally.host.app.inject({
        method: 'HEAD',
        url: '/v1/encounters',
        headers: { authorization: `Bearer ${key}` },
      })
    const head = await ask(demoKey)
    expect([head.statusCode, head.body, Number(head.headers['content-length']) > 0]).toEqual([200, '', true])
    expect((await ask('nobody')).statusCode).toBe(401)
  })

  it('is no way past a key: what is not there stays 404', async () => {
    expect((await tally.host.app.inject({ method: 'DELETE', url: '/v1/nothing' })).statusCode).toBe(404)
  })
})

describe('If-Match', () => {
  const malformed = { 'if-match': 'W/"x"' }

  it('is not looked at where no version is corrected', async () => {
    const get = await tally.call('GET', '/v1/encounters', { headers: malformed })
    expect(get.status).toBe(200)
    const events = await tally.call('GET', '/v1/events', { headers: malformed })
    expect(events.status).toBe(200)
    const keys = await tally.call('GET', '/v1/api-keys', { key: operatorKey, headers: malformed })
    expect(keys.status).toBe(200)
  })
})
