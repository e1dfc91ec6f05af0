import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Fault } from '../fault.ts'
import { type Repeated, repeatingLoop } from './repeating-loop.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A loop whose passes are noted by when they began, and do as `passes` say, the last of them again and again. */
function noting(passes: readonly (() => boolean)[], settings: Partial<Repeated> = {}) {
  const [began, told]: [number[], string[]] = [[], []]
  const start = performance.now()
  const loop = repeatingLoop({
    everyMs: 1_000,
    async pass() {
      began.push(performance.now() - start)
      return (passes[began.length - 1] ?? passes.at(-1))?.() ?? false
    },
    failed: (level) => told.push(level),
    ...settings,
  })
  return { loop, began, told }
}

const done = () => false
const throwing = (error: Error) => () => {
  throw error
}

it('a pass comes again after its time, at once where more is to do, and when it is rung for', async () => {
  const { loop, began } = noting([() => true, done])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(began).toEqual([0, 0, 1_000])
  await vi.advanceTimersByTimeAsync(300)
  loop.ring()
  await vi.advanceTimersByTimeAsync(0)
  expect(began).toEqual([0, 0, 1_000, 1_300])
  await loop.stop()
})

it('many rings make one pass, no sooner than its linger', async () => {
  const { loop, began } = noting([done], { lingerMs: 500, settlingMs: 10 })
  for (let rings = 0; rings < 50; rings++) {
    loop.ring()
    await vi.advanceTimersByTimeAsync(20)
  }
  expect(began).toEqual([0, 500, 1_000])
  await loop.stop()
})

it('one that fails waits longer each time, whoever rings, and from the start once it went well', async () => {
  const fault = throwing(new Fault('the world'))
  const { loop, began, told } = noting([fault, fault, throwing(new TypeError('us')), done, fault, done])
  for (let rings = 0; rings < 300; rings++) {
    loop.ring()
    await vi.advanceTimersByTimeAsync(10)
  }
  // What rang meanwhile is heard once it goes well.
  expect(began.slice(0, 6)).toEqual([0, 200, 600, 1_400, 1_400, 1_600])
  expect(told).toEqual(['warn', 'warn', 'error', 'warn'])
  await loop.stop()
})

it('a stop cuts every wait short, and begins no pass', async () => {
  for (const pass of [done, throwing(new Fault('the world'))]) {
    const { loop, began } = noting([pass])
    await vi.advanceTimersByTimeAsync(0)
    await loop.stop()
    expect(began).toEqual([0])
  }
})
