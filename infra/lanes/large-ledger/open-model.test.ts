import { expect, it } from 'vitest'
import { askAtRate, quantile, sorted } from './open-model.ts'

/** Settled by the ask of this number. */
function until(number: number) {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  let asked = 0
  const ask = async () => {
    asked += 1
    if (asked === number) resolve()
    return asked
  }
  return { over, ask }
}

it('keeps what each answered in order, but for the first hundred', async () => {
  const { over, ask } = until(150)
  const { itself, sinceDue } = await askAtRate(10_000, over, ask)
  expect(itself.slice(0, 3)).toEqual([101, 102, 103])
  expect(sinceDue).toHaveLength(itself.length)
  expect(Math.min(...sinceDue)).toBeGreaterThanOrEqual(0)
})

it('fails as what it lasts for, and as an answer', async () => {
  const failed = Promise.reject(new Error('no file was posted'))
  await expect(askAtRate(10_000, failed, async () => 1)).rejects.toThrow('no file was posted')
  const { over, ask } = until(5)
  const fails = async () => {
    await ask()
    throw new Error('no answer')
  }
  await expect(askAtRate(10_000, over, fails)).rejects.toThrow('no answer')
})

it.each([
  [0, 1],
  [0.5, 2],
  [0.75, 3],
  [0.76, 4],
  [1, 4],
])('of 1, 2, 3 and 4 the quantile of %d is %d', (share, value) => {
  expect(quantile(sorted([4, 2, 3, 1]), share)).toBe(value)
})
