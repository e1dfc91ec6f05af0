/** Chance from a seed (mulberry32): the same seed draws the same numbers on every machine. */

export interface Chance {
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item
  /** True `percent` times in a hundred. */
  readonly happens: (percent: number) => boolean
}

export function chance(seed: number): Chance {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    whole,
    pick: ([first, ...rest]) => {
      const place = whole(0, rest.length)
      return place === 0 ? first : (rest[place - 1] ?? first)
    },
    happens: (percent) => next() * 100 < percent,
  }
}
