/**
 * Waits for quiet: every outbox empty and every group caught up, seen twice in a row. For tests and the demo.
 */
import { setTimeout } from 'node:timers/promises'
import { assert } from '@tally/kernel'
import { type RunningService, stateOf } from './running-service.ts'

const lookEveryMs = 20
const patienceMs = 60_000

export async function settled(services: readonly RunningService[]): Promise<void> {
  const giveUp = performance.now() + patienceMs
  for (let quiet = 0; quiet < 2; ) {
    const states = await Promise.all(services.map(stateOf))
    const busy = states.some(
      ({ outboxRows, lag }) => outboxRows > 0 || lag === null || lag.some(({ records }) => records > 0),
    )
    quiet = busy ? 0 : quiet + 1
    assert(performance.now() < giveUp, `not quiet after ${patienceMs / 1_000} s: ${JSON.stringify(states)}`)
    if (quiet < 2) await setTimeout(lookEveryMs)
  }
}
