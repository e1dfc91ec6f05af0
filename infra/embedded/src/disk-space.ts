/**
 * A start on a nearly full disk would fail midway and leave Postgres in recovery: better one sentence before
 * anything runs.
 */
import { mkdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { AskRoom } from '@tally/platform'

/** A first start writes 47 MB (Postgres) and 1 MB (Kafka); the rest is room for WAL and a day's work. */
const NEEDED_BYTES = 300_000_000

/** Undefined when there is room under `data`, else the sentence to stop with. */
export async function diskRefusal(data: string, needed = NEEDED_BYTES): Promise<string | undefined> {
  mkdirSync(data, { recursive: true })
  const free = await freeUnder(data)
  if (free >= needed) return undefined
  const mb = (bytes: number) => Math.floor(bytes / 1_000_000)
  return `Only ${mb(free)} MB are free under ${data}, and Tally needs ${mb(needed)} MB to start: free some space, or set TALLY_DATA to another disk.`
}

/** Below what a start needs no work is taken; what is left then is for what was taken before, and for webhooks down to a third. */
export function roomUnder(data: string, needed = NEEDED_BYTES): AskRoom {
  return async () => {
    const free = await freeUnder(data)
    if (free >= needed) return 'enough'
    return free >= needed / 3 ? 'scarce' : 'none'
  }
}

async function freeUnder(data: string): Promise<number> {
  const { bavail, bsize } = await statfs(data)
  return bavail * bsize
}
