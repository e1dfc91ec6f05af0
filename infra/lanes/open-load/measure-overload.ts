/**
 * Ten times of what the system holds, for two minutes, and webhooks of a partner meanwhile: what is done all the same, what is
 * refused and how, the memory, and how long until it is quiet again.
 */
import { setTimeout } from 'node:timers/promises'
import { drained } from './hold-rate.ts'
import type { Loaded } from './load-program.ts'
import { runLoad } from './run-load.ts'
import type { SystemUnderLoad } from './system-under-load.ts'

export interface Overload {
  /** Visits sent a second. */
  readonly rate: number
  readonly seconds: number
  readonly patients: number
}

export interface Overloaded {
  readonly visits: Loaded
  readonly webhooks: Loaded
  /** Claims written while the flood came, a second. */
  readonly donePerSecond: number
  /** MB of the process with all services: before, and the most in each quarter of the flood. */
  readonly memory: { readonly before: number; readonly quarters: readonly number[] }
  /** From the end of the flood until everything that was taken in is written. */
  readonly recoveredMs: number
}

export const webhooksBeside = 20
const memoryEveryMs = 1_000

export async function measureOverload(
  system: SystemUnderLoad,
  { rate, seconds, patients }: Overload,
): Promise<Overloaded> {
  const { address, key, webhookSecret, pool } = system
  const before = system.memoryMb()
  const { rows: at } = await pool.query<{ now: Date }>('select now()')
  const of = { address, key, webhookSecret, patients, from: 0 }
  const flood = Promise.all([
    runLoad({ ...of, kind: 'flood', prefix: 'LOAD', rate, count: rate * seconds }),
    runLoad({
      ...of,
      ...{ kind: 'webhooks', prefix: 'FLOOD', rate: webhooksBeside, count: webhooksBeside * seconds },
    }),
  ])
  const memory = await memoryUntil(system, flood)
  const [visits, webhooks] = await flood
  const ended = performance.now()
  const { rows } = await pool.query<{ count: number }>(writtenSince, [at[0]?.now])
  await drained(pool, 'written')
  const quarter = Math.ceil(memory.length / 4)
  return {
    ...{ visits, webhooks },
    donePerSecond: Math.round(((rows[0]?.count ?? 0) / visits.tookMs) * 10_000) / 10,
    memory: {
      before,
      quarters: [0, 1, 2, 3].map((nth) => Math.max(...memory.slice(nth * quarter, (nth + 1) * quarter))),
    },
    recoveredMs: Math.round(performance.now() - ended),
  }
}

const writtenSince = `
  select count(*)::int as count from claim_submission.claim_version v
  join claim_submission.batch b on b.practice_id = v.practice_id and b.id = v.batch_id
  where v.version = 1 and b.written_at >= $1`

async function memoryUntil(system: SystemUnderLoad, over: Promise<unknown>): Promise<readonly number[]> {
  const memory: number[] = []
  const ended = over.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([ended, setTimeout(memoryEveryMs, false)]))) memory.push(system.memoryMb())
  return memory
}
