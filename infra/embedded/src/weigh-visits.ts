/**
 * What a visit takes, from HTTP to the posted payment: messages and their bytes, rows, journal of the database, and the
 * processor time of each part. The six services are six processes, as in a cluster; Postgres, Kafka and the outside stand
 * beside them. Processor time hardly changes with what else the machine does, so the sum of docs/scale.md is made of it.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startSimulator, testWebhookSecret } from '@tally/simulator'
import { sampleEncounter } from '@tally/testkit'
import pg from 'pg'
import { startEmbeddedKafka } from './embedded-kafka.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { bytesOfTopics, cpuOf, cpuOfFamily, residentOf } from './process-weights.ts'
import { type ServiceProcess, startServiceProcesses } from './start-service-processes.ts'

export interface WeighingSettings {
  readonly tools: string
  readonly visits: number
  readonly visitsPerSecond: number
  readonly idleSeconds: number
  readonly progress: (line: string) => void
}

export interface TopicWeight {
  readonly topic: string
  readonly messages: number
  /** Of the envelopes alone, without what Kafka adds or compresses. */
  readonly bytes: number
}

export interface SchemaWeight {
  readonly schema: string
  readonly rows: number
  readonly bytes: number
  /** Of them what is removed after 14 and 30 days: outbox, inbox, stored answers. */
  readonly passingBytes: number
}

export interface ProcessWeight {
  readonly name: string
  /** Milliseconds of processor time. */
  readonly busyMs: number
  /** The same a second, when nothing is posted. */
  readonly idleMsPerSecond: number
  /** Proportional memory in MB; null for the servers beside the services. */
  readonly memoryMb: number | null
}

/** Everything but `idleMsPerSecond` and memory is of all `visits` together. */
export interface Weighing {
  readonly visits: number
  readonly seconds: number
  readonly topics: readonly TopicWeight[]
  readonly schemas: readonly SchemaWeight[]
  /** What the partitions took on the disk of the broker. */
  readonly kafkaBytes: number
  readonly databaseBytes: number
  readonly journalBytes: number
  readonly transactions: number
  readonly processes: readonly ProcessWeight[]
}

const apiKey = 'demo-key-of-the-weighed'
/** They fill pools, compile what is hot, and make the first pages of every table. */
const warmUp = 100

export async function weighVisits(settings: WeighingSettings): Promise<Weighing> {
  const { tools, progress } = settings
  const data = mkdtempSync(join(tmpdir(), 'tally-weigh-'))
  const undo: (() => Promise<unknown>)[] = []
  try {
    const [postgres, kafka] = await Promise.all([
      startEmbeddedPostgres({ data, progress }),
      startEmbeddedKafka({ data, tools, progress }),
    ])
    undo.push(postgres.stop, kafka.stop)
    const services = await startServiceProcesses({
      ...{ databaseUrl: postgres.url, kafkaBrokers: kafka.brokers, data, demoKey: apiKey },
      operatorKey: randomBytes(24).toString('base64url'),
    })
    undo.push(services.stop)
    const outside = await startSimulator({
      ...{ port: 0, folder: join(data, 'outside'), secret: testWebhookSecret },
      callback: services.addressOf('claim-submission'),
    })
    undo.push(() => outside.stop())
    await services.setUpClearinghouse(outside.address, testWebhookSecret)
    const pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
    undo.push(() => pool.end())
    const scales = scalesOf({
      ...{ pool, data, processes: services.processes },
      servers: [
        { name: 'postgres', pid: postgres.pid },
        { name: 'kafka', pid: kafka.pid },
      ],
    })
    return await weigh({ scales, pool, address: services.addressOf('charge-capture'), settings })
  } finally {
    for (const step of undo.reverse()) await step()
    rmSync(data, { recursive: true, force: true })
  }
}

interface Bench {
  readonly scales: Scales
  readonly pool: pg.Pool
  readonly address: string
  readonly settings: WeighingSettings
}

async function weigh({ scales, pool, address, settings }: Bench): Promise<Weighing> {
  const { visits, visitsPerSecond, idleSeconds, progress } = settings
  progress(`${warmUp} visits for warming up`)
  await postVisits(address, 'WARM', warmUp, visitsPerSecond)
  await drained(pool, warmUp)
  progress(`${idleSeconds} s with nothing to do`)
  const idleFrom = scales.busy()
  await setTimeout(idleSeconds * 1_000)
  const idle = new Map(
    [...scales.busy()].map(([name, ms]) => [name, (ms - (idleFrom.get(name) ?? 0)) / idleSeconds]),
  )
  progress(`${visits} visits, ${visitsPerSecond} a second`)
  const before = await scales.read()
  const began = performance.now()
  await postVisits(address, 'WEIGHED', visits, visitsPerSecond)
  await drained(pool, warmUp + visits)
  const seconds = (performance.now() - began) / 1_000
  const after = await scales.read()
  return {
    ...{ visits, seconds },
    topics: after.topics.map(({ topic, messages, bytes }) => {
      const earlier = before.topics.find((each) => each.topic === topic)
      return { topic, messages: messages - (earlier?.messages ?? 0), bytes: bytes - (earlier?.bytes ?? 0) }
    }),
    schemas: after.schemas.map(({ schema, rows, bytes, passingBytes }) => {
      const earlier = before.schemas.find((each) => each.schema === schema)
      return {
        ...{ schema, rows: rows - (earlier?.rows ?? 0), bytes: bytes - (earlier?.bytes ?? 0) },
        passingBytes: passingBytes - (earlier?.passingBytes ?? 0),
      }
    }),
    kafkaBytes: after.kafkaBytes - before.kafkaBytes,
    databaseBytes: after.databaseBytes - before.databaseBytes,
    journalBytes: after.journalBytes - before.journalBytes,
    transactions: after.transactions - before.transactions,
    processes: [...after.busy].map(([name, ms]) => ({
      name,
      busyMs: ms - (before.busy.get(name) ?? 0),
      idleMsPerSecond: idle.get(name) ?? 0,
      memoryMb: scales.memoryOf(name),
    })),
  }
}

async function postVisits(address: string, prefix: string, count: number, perSecond: number): Promise<void> {
  const began = performance.now()
  const answers: Promise<void>[] = []
  for (let index = 0; index < count; index++) {
    const due = began + (index * 1_000) / perSecond
    if (due > performance.now()) await setTimeout(due - performance.now())
    answers.push(postVisit(address, `${prefix}-${index}`))
  }
  await Promise.all(answers)
}

async function postVisit(address: string, externalId: string): Promise<void> {
  const sample = sampleEncounter({ externalId })
  const answer = await fetch(`${address}/v1/encounters`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      'idempotency-key': externalId,
    },
    body: JSON.stringify({
      ...sample,
      patient: { ...sample.patient, externalId: `PATIENT-OF-${externalId}` },
      episode: { ...sample.episode, externalId: `EPISODE-OF-${externalId}` },
    }),
  })
  const said = await answer.text()
  if (answer.status !== 201)
    throw new Error(`${externalId} was answered ${answer.status}: ${said.slice(0, 500)}`)
}

/** Until every claim is paid and posted, nothing waits in an outbox, and insight has heard all of it. */
async function drained(pool: pg.Pool, visits: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select (select count(*) from claim_submission.claim where state = 'closed')::int as closed,
              (${everyOutbox('count(*) filter (where published_at is null)')})::int as waiting,
              (${everyOutbox('count(*)')})::int - (select count(*) from insight.inbox)::int as unheard`,
    )
    const { closed, waiting, unheard } = rows[0]
    if (closed === visits && waiting === 0 && unheard <= 0) return
    await setTimeout(250)
  }
}

const speaking = ['eligibility', 'charge_capture', 'claim_submission', 'era_posting', 'denial_management']

function everyOutbox(count: string): string {
  return speaking.map((schema) => `(select ${count} from ${schema}.outbox)`).join(' + ')
}

interface Reading {
  readonly topics: readonly TopicWeight[]
  readonly schemas: readonly SchemaWeight[]
  readonly kafkaBytes: number
  readonly databaseBytes: number
  readonly journalBytes: number
  readonly transactions: number
  readonly busy: ReadonlyMap<string, number>
}

interface Scales {
  readonly read: () => Promise<Reading>
  readonly busy: () => Map<string, number>
  readonly memoryOf: (name: string) => number | null
}

function scalesOf(on: {
  readonly pool: pg.Pool
  readonly data: string
  readonly processes: readonly ServiceProcess[]
  readonly servers: readonly { readonly name: string; readonly pid: number }[]
}): Scales {
  const { pool, data, processes, servers } = on
  const busy = () =>
    new Map([
      ...processes.map(({ name, pid }) => [name, cpuOf(pid)] as const),
      ...servers.map(({ name, pid }) => [name, cpuOfFamily(pid)] as const),
    ])
  return {
    busy,
    memoryOf(name) {
      const found = processes.find((each) => each.name === name)
      return found ? residentOf(found.pid) : null
    },
    async read() {
      await pool.query('analyze')
      const topics = await pool.query(
        `select topic, count(*)::int as messages, sum(octet_length(body))::float8 as bytes
         from (${speaking.map((schema) => `select topic, body from ${schema}.outbox`).join(' union all ')}) said
         group by topic order by topic`,
      )
      const schemas = await pool.query(
        `select n.nspname as schema, sum(greatest(c.reltuples, 0))::float8 as rows,
                sum(pg_total_relation_size(c.oid))::float8 as bytes,
                coalesce(sum(pg_total_relation_size(c.oid))
                  filter (where c.relname in ('outbox', 'inbox', 'idempotent_answer')), 0)::float8 as "passingBytes"
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname = any($1) group by 1 order by 1`,
        [[...speaking, 'insight', 'platform']],
      )
      const whole = await pool.query(
        `select pg_database_size(current_database())::float8 as database,
                pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as journal,
                (select xact_commit from pg_stat_database where datname = current_database())::float8 as transactions`,
      )
      const { database, journal, transactions } = whole.rows[0]
      return {
        ...{ topics: topics.rows, schemas: schemas.rows, kafkaBytes: bytesOfTopics(join(data, 'kafka')) },
        ...{ databaseBytes: database, journalBytes: journal, transactions, busy: busy() },
      }
    },
  }
}
