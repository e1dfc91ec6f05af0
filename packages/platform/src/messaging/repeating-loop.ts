/**
 * One pass again and again: when it is rung for and now and then. After one that failed it waits longer each time and lets nobody
 * hurry it: a partner or a database that is away would hear each ring.
 */
import { isFault } from '../fault.ts'
import { doorbell } from './doorbell.ts'
import { growingWait } from './growing-wait.ts'

export interface Repeated {
  /** True: there may be more to do at once. */
  pass(): Promise<boolean>
  /** What a pass threw: a fault is a warning, a defect an error. */
  failed(level: 'warn' | 'error', error: unknown): void
  /** Milliseconds from one pass to the next when nobody rings. */
  readonly everyMs: number
  /** Milliseconds at least from the beginning of a pass to one that is rung for: many rings, one pass. */
  readonly lingerMs?: number
  /** Milliseconds waited after a ring at least: what happens together rings one by one. */
  readonly settlingMs?: number
}

export interface RepeatingLoop {
  ring(): void
  /** Resolves when the pass under way is over. */
  stop(): Promise<void>
}

export function repeatingLoop(repeated: Repeated): RepeatingLoop {
  const { everyMs, lingerMs = 0, settlingMs = 0 } = repeated
  const bell = doorbell()
  const wait = growingWait()
  let stopping = false
  const ended = run()
  return {
    ring: bell.ring,
    async stop() {
      stopping = true
      bell.close()
      await ended
    },
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const began = performance.now()
      try {
        const more = await repeated.pass()
        wait.wentWell()
        if (more || stopping) continue
      } catch (error) {
        repeated.failed(isFault(error) ? 'warn' : 'error', error)
        await bell.pause(wait.failed())
        continue
      }
      if (await bell.wait(everyMs))
        await bell.pauseUntil(Math.max(performance.now() + settlingMs, began + lingerMs))
    }
  }
}
