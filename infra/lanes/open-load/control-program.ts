/**
 * The bare steps of a message on this stack, to compare with: a validated POST, one insert with an outbox row, a relay to Kafka, one
 * consumer that inserts. No keys, no practice, no rules, no sealing, no spans. Prints its address; settings in JSON as its argument.
 */
import { setTimeout } from 'node:timers/promises'
import { encounterBody } from '@tally/charge-capture/encounter-body'
import { ulid } from '@tally/kernel'
import { kafkaBroker } from '@tally/platform'
import { fastify } from 'fastify'
import pg from 'pg'

export interface ControlSettings {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
}

const topic = 'control.encounters'
const lingerMs = 5
const batchMax = 500

const settings: ControlSettings = JSON.parse(process.argv[2] ?? '{}')
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 6 })
await pool.query(`create schema if not exists control;
  create table if not exists control.encounter (id text primary key, body text not null, created_at timestamptz not null);
  create table if not exists control.outbox (id bigserial primary key, key text not null, body text not null, published_at timestamptz);
  create index if not exists unpublished on control.outbox (id) where published_at is null;
  create table if not exists control.heard (id text primary key, body text not null, created_at timestamptz not null, heard_at timestamptz not null)`)
const broker = kafkaBroker({
  ...{ brokers: settings.kafkaBrokers.split(','), clientId: 'control' },
  ...{ connectTimeoutMs: 15_000, sessionTimeoutMs: 30_000 },
  log: () => undefined,
})
await broker.start()
await broker.ensureTopics([{ name: topic, partitions: 3, retentionMs: -1 }])

const insert = {
  name: 'control-insert',
  text: `with stored as (insert into control.encounter values ($1, $2, $3) returning id)
         insert into control.outbox (key, body) select id, $4 from stored`,
}
const app = fastify({ logger: false })
app.post('/v1/encounters', async (request, reply) => {
  const body = encounterBody.parse(request.body)
  const id = ulid(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
  const at = new Date().toISOString()
  const text = JSON.stringify(body)
  await pool.query({ ...insert, values: [id, text, at, JSON.stringify({ id, at, body })] })
  return reply.code(201).send({ id })
})

let stopping = false
const relayed = relay()
const heard = {
  name: 'control-heard',
  text: `insert into control.heard select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
         on conflict do nothing`,
}
const subscription = await broker.subscribe({
  ...{ group: 'control', topics: [topic], concurrency: 3 },
  async onBatch({ messages }) {
    const said = messages.map(({ value }) => JSON.parse(Buffer.from(value).toString('utf8')))
    const now = new Date().toISOString()
    await pool.query({
      ...heard,
      values: [
        said.map(({ id }) => id),
        said.map(({ body }) => JSON.stringify(body)),
        said.map(({ at }) => at),
        said.map(() => now),
      ],
    })
    return { kind: 'handled' }
  },
})
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
process.once('SIGTERM', () => void stop())

async function relay(): Promise<void> {
  const select = 'select id, key, body from control.outbox where published_at is null order by id limit $1'
  while (!stopping) {
    const { rows } = await pool.query({ name: 'control-unpublished', text: select, values: [batchMax] })
    if (rows.length > 0) {
      await broker.publish(
        rows.map(({ key, body }) => ({ topic, key, value: Buffer.from(body), headers: {} })),
      )
      const mark = 'update control.outbox set published_at = now() where id = any($1)'
      await pool.query({ name: 'control-published', text: mark, values: [rows.map(({ id }) => id)] })
    }
    if (rows.length < batchMax) await setTimeout(lingerMs)
  }
}

async function stop(): Promise<void> {
  await app.close()
  stopping = true
  await relayed
  await subscription.stop()
  await broker.stop()
  await pool.end()
}
