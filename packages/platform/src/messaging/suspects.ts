/**
 * Suspects: messages and deadlines that an earlier process may have died of. They are tried one at a time in this
 * process, the least tried first: so the next death tells which of them it was, and the innocent in hand beside it
 * are not counted down with it (fifteen kills under load, without this: four innocent messages parked).
 */
import { setTimeout } from 'node:timers/promises'

/** Longer than a process lives that ends of its configuration, its memory, or whoever starts it anew; milliseconds. */
const provenMs = 10_000

export interface Suspects {
  /**
   * Resolves when this process has lived for a while. The last try of a message is made after it: a process that ends
   * sooner ends of something else (thirty kills on a slow machine, without this: one innocent message parked).
   */
  readonly proven: Promise<unknown>
  /** Runs `attempt` when it is its turn; `tries` are those counted so far. */
  turn<Result>(tries: number, attempt: () => Promise<Result>): Promise<Result>
}

interface Waiting {
  readonly tries: number
  readonly start: () => void
}

/** One for the whole process: a process dies with everything in its hands, whichever service it belongs to. */
export function suspects(): Suspects {
  const waiting: Waiting[] = []
  let taken = false
  const next = () => {
    const least = Math.min(...waiting.map(({ tries }) => tries))
    const [first] = waiting.splice(
      waiting.findIndex(({ tries }) => tries === least),
      1,
    )
    taken = first !== undefined
    first?.start()
  }
  return {
    proven: setTimeout(provenMs, undefined, { ref: false }),
    async turn(tries, attempt) {
      await new Promise<void>((start) => {
        waiting.push({ tries, start })
        if (!taken) next()
      })
      try {
        return await attempt()
      } finally {
        next()
      }
    },
  }
}
