/** The loop that seals entries, watches for bulk reading and once a day says where the chains stand. */
import type { KeyObject } from 'node:crypto'
import { type RepeatingLoop, repeatingLoop } from '../messaging/repeating-loop.ts'
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

export function startSealing(shell: Shell, settings: SealingSettings): Pick<RepeatingLoop, 'stop'> {
  const watch = watchBulkReads(shell)
  const anchored = new Map<string, number>()
  let anchoredOn = -1

  async function pass(): Promise<boolean> {
    const sealed = await sealEntries(shell, watch.note)
    await watch.see(sealed)
    if (sealed.length === sealedAtOnce) return true
    const today = Math.floor(shell.clock.millis() / dayMs)
    if (today === anchoredOn) return false
    const everySaid = await anchorHeads(shell, settings.anchorKey, anchored, settings.keepAnchor)
    // A log that has just begun is anchored with its first entries, not a day later.
    if (everySaid && anchored.size > 0) anchoredOn = today
    return false
  }

  return repeatingLoop({
    everyMs: settings.everyMs,
    pass: async () => settings.leads() && pass(),
    failed(level, error) {
      const says = 'entries of the audit log could not be sealed; it is tried again'
      shell.log[level](says, { service: shell.service, error })
    },
  })
}
