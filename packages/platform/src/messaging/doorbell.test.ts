import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { doorbell } from './doorbell.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What a promise came to so far. */
function noting<T>(promise: Promise<T>) {
  const noted: { value: T | 'waiting' } = { value: 'waiting' }
  void promise.then((value) => {
    noted.value = value
  })
  return noted
}

it('a ring ends a wait, and one that nobody waited for is kept', async () => {
  const bell = doorbell()
  const waiting = bell.wait(1_000)
  bell.ring()
  expect(await waiting).toBe(true)
  bell.ring()
  expect(await bell.wait(1_000)).toBe(true)
  const quiet = noting(bell.wait(1_000))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(quiet.value).toBe(false)
})

it('a ring does not cut a pause short and is kept for the wait after it', async () => {
  const bell = doorbell()
  const pausing = noting(bell.pause(5_000).then(() => 'over' as const))
  for (let rings = 0; rings < 10; rings++) {
    bell.ring()
    await vi.advanceTimersByTimeAsync(499)
  }
  expect(pausing.value).toBe('waiting')
  await vi.advanceTimersByTimeAsync(10)
  expect(pausing.value).toBe('over')
  expect(await bell.wait(1_000)).toBe(true)
})

it('a pause until a moment that is past is none, and what rings within one is one ring with those before', async () => {
  const bell = doorbell()
  await bell.pauseUntil(performance.now() - 1)
  const pausing = noting(bell.pauseUntil(performance.now() + 100).then(() => 'over' as const))
  bell.ring()
  await vi.advanceTimersByTimeAsync(99)
  expect(pausing.value).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1)
  expect(pausing.value).toBe('over')
  const quiet = noting(bell.wait(1_000))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(quiet.value).toBe(false)
})

it('once closed nobody waits any more', async () => {
  const bell = doorbell()
  const pausing = bell.pause(5_000)
  bell.close()
  await pausing
  await bell.pause(5_000)
  expect(await bell.wait(5_000)).toBe(false)
})
