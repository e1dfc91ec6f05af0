import { chargeCapture } from '@tally/charge-capture'
import { demoKey, operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterEach, expect, it, vi } from 'vitest'

const services = [chargeCapture(testKeyManagement)]
/** What api.md and reliability-security.md 4.6 promise: so many a minute from one address without a good key. */
const strangersPerMinute = 300

let tally: TestHost
afterEach(() => tally.stop())

const ask = (headers: Record<string, string>, remoteAddress = '192.0.2.1', url = '/v1/encounters') =>
  tally.host.app.inject({ method: 'GET', url, headers, remoteAddress })
const withKey = (key: string, ...where: string[]) => ask({ authorization: `Bearer ${key}` }, ...where)
const flood = (request: (nth: number) => ReturnType<typeof ask>) =>
  Promise.all(Array.from({ length: strangersPerMinute }, (_, nth) => request(nth)))

/** How often the database was asked for a key so far. */
function lookups(): () => number {
  const asked = vi.spyOn(tally.host.services[0]?.shell.api ?? expect.fail('no service'), 'query')
  return () => asked.mock.calls.filter(([query]) => Object(query).name === 'authenticate').length
}

it.each<[string, (nth: number) => Record<string, string>]>([
  ['no key', () => ({})],
  ['the same wrong key', () => ({ authorization: 'Bearer nobody' })],
  ['ever new keys', (nth) => ({ authorization: `Bearer nobody-${nth}` })],
  ['another scheme', () => ({ authorization: 'Basic ZGVtbzpkZW1v' })],
])('requests with %s are limited by address', async (_, headers) => {
  tally = await startTestHost({ services })
  const first = await ask(headers(0))
  expect([first.statusCode, first.headers['ratelimit-limit'], first.headers['ratelimit-remaining']]).toEqual([
    401,
    '300',
    '299',
  ])
  await flood((nth) => ask(headers(nth)))
  const over = await ask(headers(999))
  expect([over.statusCode, over.headers['content-type']]).toEqual([
    429,
    'application/problem+json; charset=utf-8',
  ])
  expect(over.json()).toMatchObject({ status: 429, requestId: over.headers['x-request-id'] })
  const wait = Number(over.headers['retry-after'])
  expect([wait > 0 && wait <= 60, over.headers['ratelimit-remaining']]).toEqual([true, '0'])
  expect((await ask(headers(0), '192.0.2.2')).statusCode).toBe(401)
})

it('once over the limit they reach the database no more, and at once no more than the limit', async () => {
  tally = await startTestHost({ services })
  const asked = lookups()
  await Promise.all([0, 1, 2].map((part) => flood((nth) => withKey(`nobody-${part}-${nth}`))))
  expect(asked()).toBeLessThanOrEqual(strangersPerMinute)
  const before = asked()
  expect((await withKey('nobody-at-all')).statusCode).toBe(429)
  expect(asked()).toBe(before)
})

it('a good key from the same address works, whether it was seen before or not; a revoked one does not', async () => {
  tally = await startTestHost({ services })
  const body = { label: 'late', role: 'auditor', practices: ['prc_demo'] }
  const make = async () => (await tally.call('POST', '/v1/api-keys', { key: operatorKey, body })).json
  const [late, gone] = [await make(), await make()]
  await tally.call('DELETE', `/v1/api-keys/${gone.id}`, { key: operatorKey })
  expect((await withKey(demoKey)).statusCode).toBe(200)
  await flood(() => ask({}))
  expect((await ask({})).statusCode).toBe(429)
  expect((await withKey(demoKey)).statusCode).toBe(200)
  expect((await withKey(gone.key)).statusCode).toBe(429)
  const answer = await withKey(late.key)
  expect([answer.statusCode, answer.headers['ratelimit-limit'], answer.headers['retry-after']]).toEqual([
    200,
    '60000',
    undefined,
  ])
})

it('a good key is limited by itself, wherever it comes from', async () => {
  tally = await startTestHost({ services, requestsPerMinute: 3 })
  const answers = [
    await withKey(demoKey),
    await withKey(demoKey, '192.0.2.2'),
    await withKey(demoKey, '192.0.2.3', '/nothing'),
  ]
  expect(answers.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['2', '1', '0'])
  const over = await withKey(demoKey, '192.0.2.4')
  expect([over.statusCode, over.json().status]).toEqual([429, 429])
  expect((await withKey(operatorKey, '192.0.2.4', '/v1/practices')).statusCode).toBe(200)
})

it('paths that are not there count, health does not', async () => {
  tally = await startTestHost({ services })
  const paths = ['/nothing', '/v1/encounters/%zz', '/v1/encounters']
  await flood((nth) => ask({}, '192.0.2.1', paths[nth % 3]))
  const over = await Promise.all(paths.map((path) => ask({}, '192.0.2.1', path)))
  expect(over.map(({ statusCode }) => statusCode)).toEqual([429, 429, 429])
  const health = await ask({}, '192.0.2.1', '/health/live')
  expect([health.statusCode, health.headers['ratelimit-limit']]).toEqual([200, '60000'])
})

it('behind a proxy that is trusted strangers are counted by the address that it saw, and by no other’s word', async () => {
  tally = await startTestHost({ services, trustedProxies: '10.0.0.0/8' })
  const left = async (from: string, forwardedFor: string) => {
    const answer = await ask({ 'x-forwarded-for': forwardedFor }, from)
    return answer.headers['ratelimit-remaining']
  }
  expect(await left('10.1.1.1', '192.0.2.1')).toBe('299')
  expect(await left('10.1.1.1', '192.0.2.2')).toBe('299')
  expect(await left('10.1.1.1', '192.0.2.1')).toBe('298')
  // What a stranger claims to have forwarded is not believed.
  expect(await left('198.51.100.1', '192.0.2.7')).toBe('299')
  expect(await left('198.51.100.1', '192.0.2.8')).toBe('298')
  expect(await left('10.1.1.1', '203.0.113.9, 192.0.2.2')).toBe('298')
})
