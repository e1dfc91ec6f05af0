/**
 * Asking at a fixed rate, whatever the answers take: each question has its own due time, so that a stall is not hidden (no
 * coordinated omission).
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds, sorted. */
export interface Asked {
  readonly sinceDue: readonly number[]
  /** As `ask` answers them. */
  readonly itself: readonly number[]
}

/** Questions of which nothing is kept. */
const warmUps = 100

/**
 * Until `over` is settled; rejects as it does, or as the first question that failed. `ask` answers how many milliseconds
 * passed of those that count.
 */
export async function askAtRate(
  perSecond: number,
  over: Promise<unknown>,
  ask: () => Promise<number>,
): Promise<Asked> {
  const [sinceDue, itself]: [number[], number[]] = [[], []]
  let isOver = false
  const end = over.finally(() => {
    isOver = true
  })
  end.catch(() => undefined) // Told below.
  const asked: Promise<void>[] = []
  const began = performance.now()
  for (let number = 0; !isOver; number++) {
    const due = began + (number * 1_000) / perSecond
    // Not once: a timer of Node may ring a fraction of a millisecond early.
    while (due > performance.now()) await sleep(Math.max(0, due - performance.now()))
    const answered = ask().then((milliseconds) => {
      if (number < warmUps) return
      sinceDue.push(performance.now() - due)
      itself.push(milliseconds)
    })
    answered.catch(() => undefined) // Told below.
    asked.push(answered)
  }
  await end
  await Promise.all(asked)
  return { sinceDue: sorted(sinceDue), itself: sorted(itself) }
}

/** The smallest value that `share` of all do not exceed. */
export function quantile(sortedValues: readonly number[], share: number): number {
  return sortedValues[Math.max(0, Math.ceil(sortedValues.length * share) - 1)] ?? Number.NaN
}

export function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((one, other) => one - other)
}
