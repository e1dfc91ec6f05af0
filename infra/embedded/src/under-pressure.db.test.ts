import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import {
  demoKey,
  operatorKey,
  sampleEncounter,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { refusingBroker } from './refusing-broker.ts'

/** As many as a process takes at once. */
const requestsAtOnce = 100

let tally: TestHost
beforeEach(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), claimSubmission] })
  // Keys that were seen are told apart from memory.
  await Promise.all([demoKey, operatorKey].map((key) => tally.call('GET', '/v1/lag', { key })))
})
afterEach(() => tally.stop())

const post = async (nth: number) =>
  await tally.host.app.inject({
    method: 'POST',
    url: '/v1/encounters',
    headers: {
      authorization: `Bearer ${demoKey}`,
      'content-type': 'application/json',
      'idempotency-key': `FLOOD-${nth}`,
    },
    payload: JSON.stringify(sampleEncounter({ externalId: `FLOOD-${nth}` })),
  })

/** No visit is stored while `during` runs: they stand at the table's lock. */
async function whileVisitsStand(during: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: tally.database.url })
  await client.connect()
  try {
    await client.query('begin; lock table charge_capture.encounter in access exclusive mode')
    await during()
  } finally {
    await client.end()
  }
}

/** A hundred that wait, and what the one is told that has no room beside them. */
async function aHundred() {
  const taken = Array.from({ length: requestsAtOnce }, (_, nth) => post(nth))
  const refused = await vi.waitFor(async () => {
    const answer = await post(999)
    expect(answer.json()).toMatchObject({ type: 'urn:tally:problem:fault/under-pressure', status: 503 })
    return answer
  }, 10_000)
  return { taken, refused }
}

it('beyond a hundred at once a request is told to come again, and none is lost', async () => {
  let taken: ReturnType<typeof post>[] = []
  await whileVisitsStand(async () => {
    const hundred = await aHundred()
    taken = hundred.taken
    const { refused } = hundred
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  })
  await Promise.all(taken)
  // A busy machine may have told some of the hundred too: asked again, each is stored, and once.
  for (const nth of [...taken.keys(), 999]) {
    await expect.poll(() => post(nth).then(({ statusCode }) => statusCode)).toBe(201)
  }
  expect(await tally.sql('select count(*)::int from charge_capture.encounter')).toEqual([
    { count: requestsAtOnce + 1 },
  ])
})

it('then health, operators and partners are answered all the same', async () => {
  let taken: ReturnType<typeof post>[] = []
  await whileVisitsStand(async () => {
    taken = (await aHundred()).taken
    const get = (url: string, key: string) =>
      tally.host.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${key}` } })
    expect((await get('/health/live', demoKey)).statusCode).toBe(200)
    expect((await get('/v1/lag', operatorKey)).statusCode).toBe(200)
    const hook = await tally.host.app.inject({
      method: 'POST',
      url: '/v1/webhooks/clearinghouse',
      headers: { 'content-type': 'application/edi-x12' },
      payload: 'ISA',
    })
    // Not signed: heard, and refused for that.
    expect(hook.statusCode).toBe(401)
  })
  await Promise.all(taken)
})

it('what the broker has not taken for ten minutes is not added to, and goes on when it takes it', async () => {
  const broker = refusingBroker()
  const other = await startTestHost({ services: [chargeCapture(testKeyManagement)], broker })
  const call = async (method: 'GET' | 'POST', nth: number) =>
    await other.call(method, '/v1/encounters', {
      ...(method === 'POST' ? { body: sampleEncounter({ externalId: `OUTAGE-${nth}` }) } : {}),
      headers: { 'idempotency-key': `OUTAGE-${nth}` },
      once: true,
    })
  try {
    const minutesAgo = async (minutes: number) =>
      await other.sql(`update charge_capture.outbox set created_at = now() - $1 * interval '1 minute'`, [
        minutes,
      ])
    expect((await call('POST', 0)).status).toBe(201)
    await minutesAgo(9)
    await expect.poll(() => broker.askedAt.length).toBeGreaterThan(3)
    expect((await call('POST', 1)).status).toBe(201)
    await minutesAgo(11)
    await expect.poll(async () => (await call('POST', 2)).status).toBe(503)
    expect((await call('GET', 3)).status).toBe(200)
    broker.refuses = false
    await expect.poll(async () => (await call('POST', 4)).status).toBe(201)
  } finally {
    await other.stop()
  }
})

it('a process whose relay does not lead refuses too, and goes on when the other has published', async () => {
  const broker = refusingBroker()
  const leads = await startTestHost({ services: [chargeCapture(testKeyManagement)], broker })
  await expect.poll(() => leads.host.services[0]?.relay.leads()).toBe(true)
  const standsBy = await startTestHost({
    services: [chargeCapture(testKeyManagement)],
    database: { ...leads.database, drop: async () => undefined },
  })
  let nth = 0
  const post = async () => {
    const externalId = `STANDBY-${nth++}`
    const [body, headers] = [sampleEncounter({ externalId }), { 'idempotency-key': externalId }]
    return (await standsBy.call('POST', '/v1/encounters', { body, headers, once: true })).status
  }
  try {
    expect(await post()).toBe(201)
    await leads.sql(`update charge_capture.outbox set created_at = now() - interval '11 minutes'`)
    await expect.poll(post, { timeout: 20_000 }).toBe(503)
    expect(standsBy.host.services[0]?.relay.leads()).toBe(false)
    broker.refuses = false
    await expect.poll(post, { timeout: 20_000 }).toBe(201)
  } finally {
    await standsBy.stop()
    await leads.stop()
  }
})

it('a relay that leads no more leaves nothing behind that refuses visits', async () => {
  const broker = refusingBroker()
  const other = await startTestHost({ services: [chargeCapture(testKeyManagement)], broker })
  const successor = new pg.Client({ connectionString: other.database.url })
  await successor.connect()
  const post = async (nth: number) => {
    const [body, headers] = [
      sampleEncounter({ externalId: `LED-${nth}` }),
      { 'idempotency-key': `LED-${nth}` },
    ]
    return (await other.call('POST', '/v1/encounters', { body, headers, once: true })).status
  }
  try {
    expect(await post(0)).toBe(201)
    await other.sql(`update charge_capture.outbox set created_at = now() - interval '11 minutes'`)
    await expect.poll(() => post(1)).toBe(503)
    // Another process stands by, and the one that leads loses its connection.
    const leads = successor.query(`select pg_advisory_lock(7261002, hashtext('charge-capture'))`)
    await expect
      .poll(
        async () =>
          (
            await other.sql(
              `select from pg_locks where locktype = 'advisory' and not granted
               and database = (select oid from pg_database where datname = current_database())`,
            )
          ).length,
      )
      .toBe(1)
    await other.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'tally charge-capture relay' and datname = current_database()`,
    )
    await leads
    await other.sql('update charge_capture.outbox set published_at = now(), position = id')
    let nth = 2
    await expect.poll(() => post(nth++), { timeout: 20_000 }).toBe(201)
  } finally {
    await successor.end()
    await other.stop()
  }
})

/** The host asks Postgres how large its database is when it starts. */
const withVolume = async (share: number, does: (tally: TestHost) => Promise<void>) => {
  const [size] = await tally.sql<{ bytes: string }>('select pg_database_size(current_database()) as bytes')
  const services = [chargeCapture(testKeyManagement), claimSubmission]
  const database = tally.database
  const databaseRoom = Math.round(Number(size?.bytes) / share)
  const other = await startTestHost({ services, database, databaseRoom })
  try {
    await does(other)
  } finally {
    await other.stop()
  }
}

const visit = async (tally: TestHost) => {
  const [body, headers] = [sampleEncounter({ externalId: 'FULL' }), { 'idempotency-key': 'FULL' }]
  return await tally.call('POST', '/v1/encounters', { body, headers })
}

const webhook = async (tally: TestHost) => {
  const headers = { 'content-type': 'application/edi-x12' }
  const url = '/v1/webhooks/clearinghouse'
  return (await tally.host.app.inject({ method: 'POST', url, headers, payload: 'ISA' })).statusCode
}

it('a database that has nine tenths of its volume takes no visits, and is read; webhooks are heard', async () => {
  await withVolume(0.92, async (full) => {
    await expect.poll(async () => (await visit(full)).status).toBe(503)
    const refused = await visit(full)
    expect(refused.json).toMatchObject({ type: 'urn:tally:problem:fault/no-room' })
    expect(refused.headers['retry-after']).toBe('60')
    expect((await full.call('GET', '/v1/claims')).status).toBe(200)
    // Not signed: heard, and refused for that.
    expect(await webhook(full)).toBe(401)
    const { text } = await full.call('GET', '/metrics', { key: operatorKey })
    expect(text).toMatch(/^tally_database_scarce 1$/m)
  })
})

it('one that fills it hears no partner either', async () => {
  await withVolume(1, async (full) => {
    await expect.poll(() => webhook(full)).toBe(503)
  })
})

it('one that has half of it takes visits', async () => {
  await withVolume(0.5, async (half) => {
    // It was asked: the one before said 1.
    const metrics = async () => (await half.call('GET', '/metrics', { key: operatorKey })).text
    await expect.poll(metrics).toMatch(/^tally_database_scarce 0$/m)
    expect((await visit(half)).status).toBe(201)
  })
})
