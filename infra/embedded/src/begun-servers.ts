/**
 * The servers of this start, each known from the moment its process is there: a stop that comes while they still start ends
 * them too, and one whose process comes later is ended at once.
 */
import type { RunningInstance, ServerName } from './running-instance.ts'
import { settles } from './settles.ts'

/** Told of a server's process before it is ready, with what ends it. */
export type Spawned = (pid: number, end: () => Promise<void>) => void

export interface BegunServers {
  /** To be told of the process of `name`, and of one that makes its storage. */
  spawned(name: ServerName): Spawned
  /** A start that a stop waits for: no process may come to be behind its back. */
  starting<T>(work: Promise<T>): Promise<T>
  end(...names: readonly ServerName[]): Promise<void>
  /** No other may begin from here on. */
  close(): void
  /** Resolves when every start is over, and what it had begun after `close` is gone. */
  over(): Promise<void>
}

/** Maven alone takes longer; it writes into a folder of its own and ends by itself. */
const patienceMs = 15_000

export function begunServers(instance: Pick<RunningInstance, 'record'>): BegunServers {
  const ends = new Map<ServerName, () => Promise<void>>()
  const starts: Promise<unknown>[] = []
  const late: Promise<void>[] = []
  let closed = false
  return {
    spawned: (name) => (pid, end) => {
      let ended: Promise<void> | undefined
      const endOnce = () => {
        ended ??= end()
        return ended
      }
      ends.set(name, endOnce)
      if (closed) late.push(endOnce())
      // After `end` is known: a record that a full disk refuses fails the start, and its stop ends this one.
      instance.record(name, pid)
    },
    starting(work) {
      starts.push(work)
      return work
    },
    async end(...names) {
      await Promise.all(names.map((name) => ends.get(name)?.()))
    },
    close() {
      closed = true
    },
    async over() {
      await settles(Promise.allSettled(starts), patienceMs)
      await Promise.all(late)
    },
  }
}
