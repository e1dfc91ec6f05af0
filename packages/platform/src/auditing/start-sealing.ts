/** The loop that seals entries, watches for bulk reading and once a day says where the chains stand. */
import type { KeyObject } from 'node:crypto'
import { isFault } from '../fault.ts'
import { doorbell } from '../messaging/doorbell.ts'
import { growingWait } from '../messaging/growing-wait.ts'
import type { Shell } from '../shell.ts'
import { anchorHeads, type KeepAnchor } from './anchor.ts'
import { sealEntries, sealedAtOnce } from './seal-entries.ts'
import { watchBulkReads } from './watch-bulk-reads.ts'

export interface SealingSettings {
  readonly everyMs: number
  readonly anchorKey: KeyObject
  readonly keepAnchor: KeepAnchor
  leads(): boolean
}

const dayMs = 86_400_000

export function startSealing(shell: Shell, settings: SealingSettings): { stop(): Promise<void> } {
  const bell = doorbell()
  const wait = growingWait()
  const watch = watchBulkReads(shell)
  const anchored = new Map<string, number>()
  let anchoredOn = -1
  let stopping = false

  async function pass(): Promise<void> {
    for (let more = true; more && !stopping; ) {
      const sealed = await sealEntries(shell)
      await watch.see(sealed)
      more = sealed.length === sealedAtOnce
    }
    const today = Math.floor(shell.clock.millis() / dayMs)
    if (today === anchoredOn) return
    const everySaid = await anchorHeads(shell, settings.anchorKey, anchored, settings.keepAnchor)
    // A log that has just begun is anchored with its first entries, not a day later.
    if (everySaid && anchored.size > 0) anchoredOn = today
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      let waitMs = settings.everyMs
      try {
        if (settings.leads()) await pass()
        wait.wentWell()
      } catch (error) {
        waitMs = wait.failed()
        const says = 'entries of the audit log could not be sealed; it is tried again'
        shell.log[isFault(error) ? 'warn' : 'error'](says, { service: shell.service, error })
      }
      await bell.pause(waitMs)
    }
  }

  const ended = loop()
  return {
    async stop() {
      stopping = true
      bell.close()
      await ended
    },
  }
}
