import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { kafkaBroker } from '@tally/platform'
import { type TemporaryDatabase, temporaryDatabase } from '@tally/testkit'
import pg from 'pg'
import { expect, it } from 'vitest'
import { mortal } from './mortal-service.ts'

const kafkaBrokers = process.env.TEST_KAFKA_BROKERS
const program = fileURLToPath(new URL('mortal-host.ts', import.meta.url))
const operatorKey = 'operator-key-of-the-mortal-which-is-long'
const topic = 'charge-capture.charges'

function startHost(database: TemporaryDatabase): ChildProcess {
  return spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ DATABASE_URL: database.url, KAFKA_BROKERS: kafkaBrokers, TALLY_OPERATOR_KEY: operatorKey },
      TALLY_DEMO_KEY: 'demo-key',
    },
  })
}

function messageOf(version: number) {
  const ulid = () => randomBytes(16).toString('hex').toUpperCase().slice(0, 26)
  const day = `day_${ulid()}`
  const envelope = {
    ...{ specversion: '1.0', id: ulid(), source: '/tally/charge-capture', type: 'charge.voided.v1' },
    ...{ subject: day, time: '2026-11-24T18:00:00Z', datacontenttype: 'application/json' },
    ...{ practiceid: 'prc_demo', correlationid: day, causationid: 'x', sequence: version },
    data: {
      ...{ treatmentDayId: day, version, serviceDate: '2026-03-02', case: 'health' },
      ...{ patientId: `pat_${'0'.repeat(26)}`, billingNpi: '1234567893', encounterIds: [], reversedCents: 0 },
    },
  }
  return { topic, key: day, value: Buffer.from(JSON.stringify(envelope)), headers: {} }
}

it.skipIf(!kafkaBrokers)(
  'a message that ends the process is parked after three counted tries, and the rest goes on',
  { timeout: 240_000 },
  async () => {
    const database = await temporaryDatabase([mortal])
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    const broker = kafkaBroker({
      ...{ brokers: (kafkaBrokers ?? '').split(','), clientId: 'test', connectTimeoutMs: 10_000 },
      ...{ sessionTimeoutMs: 6_000, log: () => undefined },
    })
    await broker.start()

    let host = startHost(database)
    await Promise.race([once(host.stdout ?? host, 'data'), once(host, 'exit')])
    expect(host.exitCode).toBeNull()
    const messages = [1, 2, 13, 3, 4].map(messageOf)
    await broker.publish(messages)
    let deaths = 0
    const parked = async () =>
      (await pool.query('select code, tries, message_id from mortal.parked_message')).rows
    const outcome = async () => ((await parked()).length > 0 ? 'parked' : host.signalCode)
    for (;;) {
      await expect.poll(outcome, { timeout: 60_000, interval: 50 }).not.toBeNull()
      if ((await outcome()) === 'parked') break
      expect([host.signalCode, deaths < 6]).toEqual(['SIGKILL', true])
      deaths += 1
      host = startHost(database)
    }
    // Once with its batch, three times alone; once more with it where the first process had begun the partition before.
    expect([4, 5]).toContain(deaths)
    const idOf = ({ value }: { value: Uint8Array }) => JSON.parse(Buffer.from(value).toString()).id
    const [, , killer] = messages
    expect(await parked()).toEqual([
      { code: 'process-ended', tries: 3, message_id: killer ? idOf(killer) : '' },
    ])
    const seen = async () =>
      (await pool.query('select message_id from mortal.inbox')).rows.map(({ message_id }) => message_id)
    for (const message of messages) await expect.poll(seen, { timeout: 60_000 }).toContain(idOf(message))
    expect(host.exitCode).toBeNull()

    host.kill('SIGTERM')
    await once(host, 'exit')
    await broker.stop()
    await pool.end()
    await database.drop()
  },
)
