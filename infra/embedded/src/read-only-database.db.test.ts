/** After a failover connections lead to a server that only reads: none of them may be kept, whoever holds it. */
import { chargeCapture } from '@tally/charge-capture'
import { sampleEncounter, startTestHost, testKeyManagement } from '@tally/testkit'
import pg from 'pg'
import { expect, it } from 'vitest'

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
  const met = (who: string) =>
    tally.logLines.filter((line) => line.includes(who) && line.includes('25006')).length
  await expect
    .poll(async () => {
      await Promise.all([post(), post(), post()])
      return met('a request failed with the world')
    })
    .toBeGreaterThan(3)
  expect(await post()).toBe(503)
  await writer.query(
    `insert into charge_capture.outbox (message_id, topic, key, type, body, created_at)
     values ('unsaid', 'charge-capture.charges', 'day', 'probe', '{}', now())`,
  )
  await expect.poll(() => met('the relay')).toBeGreaterThan(0)

  await writer.query(`alter database ${name} reset default_transaction_read_only`)
  await writer.end()
  await expect.poll(post).toBe(201)
  await expect.poll(unsaid).toBe(0)
  await tally.stop()
})
