/**
 * What the load is sent to: all six services in one process with everything on (row-level security, sealing, the audit log, spans of
 * one visit in ten), a Postgres that syncs, Apache Kafka, and the simulated clearinghouse in this process.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedPartitions, startEmbeddedKafka } from '@tally/embedded/embedded-kafka'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { cpuOf, cpuOfFamily, residentOf } from '@tally/embedded/process-weights'
import {
  freePort,
  killableKey,
  killableOperatorKey,
  startKillableHost,
} from '@tally/embedded/start-killable-host'
import { startSimulator, testWebhookSecret } from '@tally/simulator'
import pg from 'pg'
import { root } from '../run-program.ts'

export interface SystemUnderLoad {
  readonly address: string
  readonly key: string
  readonly operatorKey: string
  readonly webhookSecret: string
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  /** As its owner, who sees every schema. */
  readonly pool: pg.Pool
  /** Whether the outside acknowledges and pays, or stores alone. */
  outsideAnswers(does: boolean): void
  /** Milliseconds of processor time until now. */
  used(): Used
  /** Proportional, in MB. */
  memoryMb(): number
  stop(): Promise<void>
}

export interface Used {
  readonly services: number
  readonly postgres: number
  readonly kafka: number
  /** This process: the outside, and what measures. */
  readonly outside: number
}

/** An answer that never comes within a run. */
const neverMs = 86_400_000
const answering = { ackAfterMs: 50, acceptAfterMs: 200, remitAfterMs: 500 }
const storing = { ackAfterMs: neverMs, acceptAfterMs: neverMs, remitAfterMs: neverMs }

/** `nodeArguments`: for a profile. `traces`: which are kept. */
export async function startSystem(
  nodeArguments: readonly string[] = [],
  traces = '0.1',
): Promise<SystemUnderLoad> {
  const data = mkdtempSync(join(tmpdir(), 'tally-load-'))
  const quiet = () => undefined
  const port = await freePort()
  const [postgres, kafka, outside] = await Promise.all([
    startEmbeddedPostgres({ data, progress: quiet }),
    startEmbeddedKafka({ data, tools: join(root, '.tally', 'tools'), progress: quiet }),
    startSimulator({
      ...{ port: 0, folder: join(data, 'outside'), secret: testWebhookSecret },
      callback: `http://127.0.0.1:${port}`,
    }),
  ])
  outside.world.changeSettings(storing)
  const host = await startKillableHost({
    ...{ databaseUrl: postgres.url, kafkaBrokers: kafka.brokers, outside: outside.address },
    ...{ port, failpoint: '', traces, partitions: embeddedPartitions, nodeArguments },
  })
  if (host.dead()) throw new Error('the services did not start; run `npm start` to see why')
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
  const { pid } = host.process
  if (pid === undefined) throw new Error('the services have no process')
  return {
    ...{ address: host.address, key: killableKey, operatorKey: killableOperatorKey, pool },
    ...{ webhookSecret: testWebhookSecret, databaseUrl: postgres.url, kafkaBrokers: kafka.brokers },
    outsideAnswers: (does) => outside.world.changeSettings(does ? answering : storing),
    used: () => ({
      services: cpuOf(pid),
      postgres: cpuOfFamily(postgres.pid),
      kafka: cpuOf(kafka.pid),
      outside: cpuOf(process.pid),
    }),
    memoryMb: () => residentOf(pid),
    async stop() {
      await pool.end()
      host.process.kill('SIGTERM')
      await host.death
      await Promise.all([kafka.stop(), postgres.stop(), outside.stop()])
      rmSync(data, { recursive: true, force: true })
    },
  }
}
