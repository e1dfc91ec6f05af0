/**
 * Suspects: messages and deadlines that an earlier process may have died of. They are tried one at a time in this
 * process, the least tried first: so the next death tells which of them it was, and the innocent in hand beside it
 * are not counted down with it (fifteen kills under load, without this: four innocent messages parked).
 */
export interface Suspects {
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
