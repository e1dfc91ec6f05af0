import { chargeCapture } from '@tally/charge-capture'
import { chargeVoided } from '@tally/contracts'
import { type Broker, defineService, hears, inProcessBroker, on } from '@tally/platform'
import { operatorKey, sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const listener = defineService({
  name: 'claim-submission',
  decides: 'nothing: it only hears, so that there is a lag',
  features: [hears('probe', [on(chargeVoided, async () => undefined)])],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})

/** Takes a question for the lag, and while it hangs never answers it: a process that is stopped does that. */
function hangingBroker(): Broker & { hangs: boolean } {
  const real = inProcessBroker()
  const broker = {
    ...{ ...real, hangs: false },
    lag: (group: string, topics: readonly string[]) =>
      broker.hangs ? new Promise<never>(() => undefined) : real.lag(group, topics),
  }
  return broker
}

let tally: TestHost
const broker = hangingBroker()

beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), listener], broker })
  await tally.call('GET', '/metrics', { key: operatorKey })
  broker.hangs = true
})
afterAll(() => tally.stop())

const asked = async (path: string) => {
  const began = performance.now()
  const reply = await tally.call('GET', path, { key: operatorKey })
  const { status, headers, text } = reply
  return { status, headers, text, seconds: (performance.now() - began) / 1_000 }
}

describe('while the broker takes questions and answers none', () => {
  it('/health/ready says so in a few seconds, with all that is known', async () => {
    const { status, text, seconds } = await asked('/health/ready')
    expect([status, seconds < 20]).toEqual([503, true])
    expect(JSON.parse(text)).toMatchObject({
      status: 'unavailable',
      says: expect.stringContaining('the broker does not answer'),
      services: [
        { service: 'charge-capture', outboxAgeSeconds: 0, parkedMessages: 0 },
        { service: 'claim-submission', lagRecords: null, outboxAgeSeconds: 0, parkedMessages: 0 },
      ],
    })
  })

  it('/v1/lag is a problem that says what to do', async () => {
    const { status, headers, text, seconds } = await asked('/v1/lag')
    expect([status, headers['retry-after'], seconds < 20]).toEqual([503, '2', true])
    expect(JSON.parse(text).problems[0]).toMatchObject({
      code: 'fault/unavailable',
      says: expect.stringContaining('the broker does not answer'),
    })
  })

  it('/metrics holds what is known, and no lag', async () => {
    const { status, text } = await asked('/metrics')
    expect(status).toBe(200)
    expect(text).toContain('tally_outbox_unpublished{service="claim-submission"} 0')
    expect(text).not.toMatch(/^tally_lag_(records|seconds)\{/m)
  })

  it('a visit is taken', async () => {
    const body = sampleEncounter({ externalId: 'HANGS' })
    const { status } = await tally.call('POST', '/v1/encounters', {
      body,
      headers: { 'idempotency-key': 'HANGS' },
    })
    expect(status).toBe(201)
  })

  it('and once it answers again, all is told again', async () => {
    broker.hangs = false
    await tally.settled()
    expect((await asked('/health/ready')).status).toBe(200)
    expect((await asked('/metrics')).text).toMatch(/^tally_lag_records\{service="claim-submission"/m)
    expect((await asked('/v1/lag')).status).toBe(200)
  })
})
