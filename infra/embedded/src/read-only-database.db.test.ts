/** After a failover connections lead to a server that only reads: none of them may be kept, whoever holds it. */
import { chargeCapture } from '@tally/charge-capture'
import { inTransaction, openPool, queryOn } from '@tally/platform'
import { sampleEncounter, startTestHost, testKeyManagement } from '@tally/testkit'
import pg from 'pg'
import { expect, inject, it, onTestFinished, vi } from 'vitest'

it('a database that only reads is a fault, and what met it connects anew', async () => {
  const tally = await startTestHost({ services: [chargeCapture(testKeyManagement)] })
  const { name, url } = tally.database
  // It is connected before and goes on writing.
  const writer = new pg.Client({ connectionString: url })
  await writer.connect()
  let nth = 0
  const post = async () => {
    const externalId = `FAILOVER-${nth++}`
    const [body, headers] = [sampleEncounter({ externalId }), { 'idempotency-key': externalId }]
    return (await tally.call('POST', '/v1/encounters', { body, headers })).status
  }
  const unsaid = async () =>
    (await tally.sql('select from charge_capture.outbox where published_at is null')).length
  expect(await post()).toBe(201)

  await writer.query(`alter database ${name} set default_transaction_read_only = on`)
  await writer.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'tally %'`,
  )
  const met = (who: string, what: string) =>
    tally.logLines.filter((line) => line.includes(who) && line.includes(what)).length
  // With nothing to publish, nothing of it would fail.
  await expect.poll(() => met('the relay', 'the server only reads')).toBeGreaterThan(0)
  await expect
    .poll(async () => {
      await Promise.all([post(), post(), post()])
      return met('a request failed with the world', '25006')
    })
    .toBeGreaterThan(3)
  expect(await post()).toBe(503)
  await writer.query(
    `insert into charge_capture.outbox (message_id, topic, key, type, body, created_at)
     values ('unsaid', 'charge-capture.charges', 'day', 'probe', '{}', now())`,
  )

  await writer.query(`alter database ${name} reset default_transaction_read_only`)
  await writer.end()
  await expect.poll(post).toBe(201)
  await expect.poll(unsaid).toBe(0)
  await tally.stop()
})

it('a connection that is never idle lives ten minutes at most, and ends what it does', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const pool = openPool({ url: inject('testDatabaseUrl'), connections: 1, applicationName: 'lifetime test' })
  onTestFinished(() => pool.end())
  const text = 'select pg_backend_pid() as pid'
  const backend = { name: 'test-backend', text }
  const old = await inTransaction(pool, null, async (query) => {
    const before = await query(backend)
    vi.advanceTimersByTime(299_000)
    expect(pool.expiredCount).toBe(0)
    vi.advanceTimersByTime(301_000)
    expect(pool.expiredCount).toBe(1)
    expect(await query(backend)).toEqual(before)
    return before
  })
  // To another one, which is kept, the same statement is prepared anew.
  const other = await inTransaction(pool, null, (query) => query(backend))
  expect(other).not.toEqual(old)
  expect(await queryOn(pool)({ name: 'test-backend-alone', text })).toEqual(other)
  expect(await inTransaction(pool, null, (query) => query(backend))).toEqual(other)
})
