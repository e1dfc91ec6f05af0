/** Draws of one sequence. */
import type { Chance as Drawn } from '@tally/testkit/chance'

/** A whole number from `least` to `most`, both included. */
export type Chance = Drawn['whole']

export function pick<T>(chance: Chance, from: readonly T[]): T | undefined {
  return from.length === 0 ? undefined : from[chance(0, from.length - 1)]
}
