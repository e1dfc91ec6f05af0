/** Whole numbers of a seed, the same each time (mulberry32). */
export type Chance = (least: number, most: number) => number

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return (least, most) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) % (most - least + 1))
  }
}

export function pick<T>(chance: Chance, from: readonly T[]): T | undefined {
  return from.length === 0 ? undefined : from[chance(0, from.length - 1)]
}
