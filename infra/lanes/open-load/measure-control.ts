/** The control (control-program.ts) under the same load, on the same Postgres and Kafka, while the services are quiet. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Quantiles, quantilesOf } from './quantiles.ts'
import { runLoad } from './run-load.ts'
import type { SystemUnderLoad } from './system-under-load.ts'

export interface ControlResult {
  readonly rate: number
  readonly seconds: number
  readonly errors: number
  readonly accepted: Quantiles
  /** Accepted to inserted by the consumer. */
  readonly heard: Quantiles
  /** Inserted by the consumer while the load ran, a second. */
  readonly heardPerSecond: number
  /** Nothing failed, visits went through as fast as they came, and half a second after the end the consumer had everything. */
  readonly held: boolean
}

const program = fileURLToPath(new URL('control-program.ts', import.meta.url))
const endMs = 500
/** Where it waits its turn with the sender, nothing fails and the rate is not held. */
const keptUp = 0.95

export async function measureControl(
  system: SystemUnderLoad,
  rates: readonly number[],
  seconds: number,
): Promise<readonly ControlResult[]> {
  const { databaseUrl, kafkaBrokers, key, webhookSecret, pool } = system
  const child = spawn(process.execPath, [program, JSON.stringify({ databaseUrl, kafkaBrokers })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    const [address] = await once(createInterface({ input: child.stdout }), 'line')
    const results: ControlResult[] = []
    for (const rate of rates) {
      const since = new Date()
      const count = rate * seconds
      const { latencies, tookMs } = await runLoad({
        ...{ address: String(address), key, webhookSecret, kind: 'first-visits', prefix: `CONTROL${rate}` },
        ...{ patients: count, rate, count, from: 0 },
      })
      const meanwhile = (await heardSince(pool, since)).length
      await setTimeout(endMs)
      const heard = await heardSince(pool, since)
      const heardPerSecond = Math.round((meanwhile / tookMs) * 1_000)
      results.push({
        ...{ rate, seconds, errors: count - latencies.length, heardPerSecond },
        ...{ accepted: quantilesOf(latencies), heard: quantilesOf(heard) },
        held: latencies.length === count && heard.length === count && heardPerSecond >= keptUp * rate,
      })
      if (results.at(-1)?.held === false) break
    }
    return results
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function heardSince(pool: SystemUnderLoad['pool'], since: Date): Promise<readonly number[]> {
  const { rows } = await pool.query<{ ms: string }>(
    'select extract(epoch from heard_at - created_at) * 1000 as ms from control.heard where created_at >= $1',
    [since],
  )
  return rows.map(({ ms }) => Number(ms))
}
