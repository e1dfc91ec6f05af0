/**
 * How fast a visit is accepted and reaches claim-submission: both services in one process of their own, real
 * Postgres with fsync, real Kafka, row-level security and spans on; the load comes from this process over the
 * same two cores. Open model: each request has its own due time, and its latency counts from there, so that a
 * stall is not hidden (no coordinated omission).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sampleEncounter } from '@tally/testkit'
import pg from 'pg'
import { startEmbeddedKafka } from './embedded-kafka.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

export interface BenchSettings {
  readonly tools: string
  /** Visits a second, one run each. */
  readonly rates: readonly number[]
  readonly secondsEach: number
  readonly progress: (line: string) => void
}

/** Milliseconds. */
export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export interface RateResult {
  readonly rate: number
  readonly sent: number
  readonly errors: number
  /** Due time to last byte of the 201. */
  readonly accepted: Spread
  /** Commit in charge-capture to commit in claim-submission. */
  readonly toClaim: Spread
  readonly drainedMs: number
}

export interface BenchResult {
  readonly rates: readonly RateResult[]
  /** Proportional memory of the process with both services, in MB. */
  readonly servicesMb: number
  readonly connections: number
}

const demoKey = 'demo-key-of-the-bench'
const program = fileURLToPath(new URL('killable-host.ts', import.meta.url))

export async function benchEncounters({
  tools,
  rates,
  secondsEach,
  progress,
}: BenchSettings): Promise<BenchResult> {
  const data = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const quiet = () => undefined
  const [postgres, kafka] = await Promise.all([
    startEmbeddedPostgres({ data, progress: quiet }),
    startEmbeddedKafka({ data, tools, progress: quiet }),
  ])
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
  const { child, address } = await startServices(postgres.url, kafka.brokers)
  try {
    await fixedRate(address, pool, { rate: 50, seconds: 5, prefix: 'WARM' })
    const results: RateResult[] = []
    for (const rate of rates) {
      progress(`${rate}/s for ${secondsEach} s`)
      results.push(await fixedRate(address, pool, { rate, seconds: secondsEach, prefix: `R${rate}` }))
    }
    const { rows } = await pool.query(
      "select count(*)::int as count from pg_stat_activity where application_name like 'tally%'",
    )
    return { rates: results, servicesMb: memoryOf(child), connections: rows[0].count }
  } finally {
    await pool.end()
    child.kill('SIGTERM')
    await Promise.all([kafka.stop(), postgres.stop()])
    rmSync(data, { recursive: true, force: true })
  }
}

async function startServices(
  databaseUrl: string,
  brokers: string,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers, TALLY_PORT: '0', TALLY_FAILPOINT: '' },
      ...{ TALLY_DEMO_KEY: demoKey, TALLY_OPERATOR_KEY: 'operator-key-of-the-bench' },
    },
  })
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  if (first.done) throw new Error('the services did not start; run `npm start` to see why')
  return { child, address: first.value }
}

interface Load {
  readonly rate: number
  readonly seconds: number
  readonly prefix: string
}

async function fixedRate(
  address: string,
  pool: pg.Pool,
  { rate, seconds, prefix }: Load,
): Promise<RateResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const count = rate * seconds
  const latencies: number[] = []
  let errors = 0
  const began = performance.now()
  const startedAt = new Date()
  const sends: Promise<void>[] = []
  for (let index = 0; index < count; index++) {
    const due = began + (index * 1_000) / rate
    if (due > performance.now()) await setTimeout(due - performance.now())
    sends.push(
      post(agent, address, `${prefix}-${index}`).then((status) => {
        latencies.push(performance.now() - due)
        if (status !== 201) errors += 1
      }),
    )
  }
  await Promise.all(sends)
  const sentAll = performance.now()
  await drained(pool)
  const drainedMs = Math.round(performance.now() - sentAll)
  agent.destroy()
  return {
    rate,
    sent: count,
    errors,
    accepted: spread(latencies),
    toClaim: await toClaim(pool, startedAt),
    drainedMs,
  }
}

function post(agent: Agent, address: string, id: string): Promise<number> {
  const sample = sampleEncounter({ externalId: id })
  const body = JSON.stringify({ ...sample, patient: { ...sample.patient, externalId: `PATIENT-OF-${id}` } })
  const headers = {
    authorization: `Bearer ${demoKey}`,
    'content-type': 'application/json',
    'idempotency-key': id,
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/v1/encounters`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function drained(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select (select count(*) from charge_capture.treatment_day) = (select count(*) from claim_submission.claim) as done`,
    )
    if (rows[0].done === true) return
    await setTimeout(20)
  }
}

/** Both services take their instants from the same machine's clock. */
async function toClaim(pool: pg.Pool, since: Date): Promise<Spread> {
  const { rows } = await pool.query(
    `select extract(epoch from c.created_at - e.created_at) * 1000 as ms
     from claim_submission.claim c join charge_capture.encounter e on e.treatment_day_id = c.treatment_day_id
     where e.created_at >= $1`,
    [since],
  )
  return spread(rows.map(({ ms }) => Number(ms)))
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

/** Proportional set size, where the kernel tells it. */
function memoryOf({ pid }: ChildProcess): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024)
}
