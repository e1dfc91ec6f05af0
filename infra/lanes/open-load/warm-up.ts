/** The first visit of every patient, and all that follows from it: afterwards coverage is fresh, and caches and plans are made. */
import { drained, type Goal } from './hold-rate.ts'
import { runLoad } from './run-load.ts'
import type { SystemUnderLoad } from './system-under-load.ts'

export interface Warming {
  readonly goal: Goal
  readonly prefix: string
  readonly patients: number
  /** A second. */
  readonly rate: number
}

export async function warmUp(
  system: SystemUnderLoad,
  { goal, prefix, patients, rate }: Warming,
): Promise<void> {
  const { address, key, webhookSecret, pool } = system
  system.outsideAnswers(goal === 'posted')
  const { statuses } = await runLoad({
    ...{ address, key, webhookSecret, kind: 'first-visits', prefix, patients },
    ...{ rate, count: patients, from: 0 },
  })
  await drained(pool, goal)
  // As autovacuum does it within a minute; a system that runs has been analyzed long ago.
  await pool.query('analyze')
  console.log(`warmed up: ${JSON.stringify(statuses)}`)
}
