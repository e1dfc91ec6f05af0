/**
 * How fast a visit is accepted, becomes a claim, goes out and is posted: all six services in one process of their own,
 * real Postgres with fsync, real Kafka, row-level security and spans on; the load and the simulated outside come from
 * this process over the same two cores. Open model: each request has its own due time, and its latency counts from
 * there, so that a stall is not hidden (no coordinated omission).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startSimulator, testWebhookSecret } from '@tally/simulator'
import { sampleEncounter } from '@tally/testkit'
import pg from 'pg'
import { startEmbeddedKafka } from './embedded-kafka.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { freePort, killableKey, startKillableHost } from './start-killable-host.ts'

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
  /** Commit in charge-capture to: a claim in claim-submission; the outside has it; and its remittance here to posted. */
  readonly toClaim: Spread
  readonly toSent: Spread
  readonly toPosted: Spread
  readonly drainedMs: number
}

export interface BenchResult {
  readonly rates: readonly RateResult[]
  /** Proportional memory of the process with all services, in MB. */
  readonly servicesMb: number
  readonly connections: number
}

/** How long the outside takes for its acknowledgments and for its payment. */
const outsideMs = { ackAfterMs: 50, acceptAfterMs: 200, remitAfterMs: 500 }

export async function benchEncounters(settings: BenchSettings): Promise<BenchResult> {
  const { tools, rates, secondsEach, progress } = settings
  const data = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const quiet = () => undefined
  const port = await freePort()
  const [postgres, kafka, outside] = await Promise.all([
    startEmbeddedPostgres({ data, progress: quiet }),
    startEmbeddedKafka({ data, tools, progress: quiet }),
    startSimulator({
      ...{ port: 0, folder: join(data, 'outside'), secret: testWebhookSecret },
      callback: `http://127.0.0.1:${port}`,
    }),
  ])
  outside.world.changeSettings(outsideMs)
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
  const host = await startKillableHost({
    ...{ databaseUrl: postgres.url, kafkaBrokers: kafka.brokers, outside: outside.address },
    ...{ port, failpoint: '' },
  })
  if (host.dead()) throw new Error('the services did not start; run `npm start` to see why')
  try {
    await fixedRate(host.address, pool, { rate: 25, seconds: 10, prefix: 'WARM' })
    const results: RateResult[] = []
    for (const rate of rates) {
      progress(`${rate}/s for ${secondsEach} s`)
      results.push(await fixedRate(host.address, pool, { rate, seconds: secondsEach, prefix: `R${rate}` }))
    }
    const { rows } = await pool.query(
      "select count(*)::int as count from pg_stat_activity where application_name like 'tally%'",
    )
    return { rates: results, servicesMb: memoryOf(host.process.pid), connections: rows[0].count }
  } finally {
    await pool.end()
    host.process.kill('SIGTERM')
    await host.death
    await Promise.all([kafka.stop(), postgres.stop(), outside.stop()])
    rmSync(data, { recursive: true, force: true })
  }
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
    ...(await way(pool, startedAt)),
    drainedMs,
  }
}

function post(agent: Agent, address: string, id: string): Promise<number> {
  const sample = sampleEncounter({ externalId: id })
  const patient = { ...sample.patient, externalId: `PATIENT-OF-${id}` }
  const body = JSON.stringify({
    ...sample,
    patient,
    episode: { ...sample.episode, externalId: `EPISODE-OF-${id}` },
  })
  const headers = {
    authorization: `Bearer ${killableKey}`,
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

/** Until every treatment day's claim is closed: paid and posted. */
async function drained(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select (select count(*) from charge_capture.treatment_day)
              = (select count(*) from claim_submission.claim where state = 'closed') as done`,
    )
    if (rows[0].done === true) return
    await setTimeout(50)
  }
}

/** All services take their instants from the same machine's clock. */
async function way(pool: pg.Pool, since: Date): Promise<Pick<RateResult, 'toClaim' | 'toSent' | 'toPosted'>> {
  const { rows: claims } = await pool.query(
    `select extract(epoch from c.created_at - e.created_at) * 1000 as claim_ms,
            extract(epoch from v.sent_at - e.created_at) * 1000 as sent_ms
     from claim_submission.claim c
     join claim_submission.claim_version v on v.practice_id = c.practice_id and v.claim_id = c.id
     join charge_capture.encounter e on e.treatment_day_id = c.treatment_day_id
     where e.created_at >= $1`,
    [since],
  )
  const { rows: remittances } = await pool.query(
    `select extract(epoch from posted_at - received_at) * 1000 as posted_ms
     from era_posting.remittance where received_at >= $1`,
    [since],
  )
  return {
    toClaim: spread(claims.map(({ claim_ms }) => Number(claim_ms))),
    toSent: spread(claims.map(({ sent_ms }) => Number(sent_ms))),
    toPosted: spread(remittances.map(({ posted_ms }) => Number(posted_ms))),
  }
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

/** Proportional set size, where the kernel tells it. */
function memoryOf(pid: number | undefined): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024)
}
