import { plusMilliseconds } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type Attempt, verdictOn, waits } from './webhook-plan.ts'

const now = '2026-11-24T18:00:00.000Z'
const standing = { step: 1, now, failingSince: null, chance: 0 }
const answered = (status: number, retryAfterSeconds: number | null = null): Attempt => ({
  ...{ kind: 'answered', status, retryAfterSeconds },
})
const silent: Attempt = { kind: 'no-answer', code: 'timeout' }
const delivered = { state: 'delivered', nextTryAt: null, notBefore: null, disable: null }
const inSeconds = (seconds: number) => plusMilliseconds(now, seconds * 1_000)

it('the plan is ten attempts over 75 h 35 min 5 s, as the specification’s sample has it', () => {
  expect(waits.map((wait) => wait / 1_000)).toEqual([
    5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
  ])
  expect(waits.reduce((sum, wait) => sum + wait)).toBe(((75 * 60 + 35) * 60 + 5) * 1_000)
})

it.each([200, 201, 202, 204, 299])('%i is taken', (status) => {
  expect(verdictOn(answered(status), standing)).toEqual(delivered)
  expect(
    verdictOn(answered(status), { ...standing, step: 10, failingSince: '2026-01-01T00:00:00Z' }),
  ).toEqual(delivered)
})

describe.each([
  ['no answer', silent],
  ['a redirect', answered(301)],
  ['400', answered(400)],
  ['404', answered(404)],
  ['500', answered(500)],
  ['503 without Retry-After', answered(503)],
])('%s', (_, attempt) => {
  it.each(waits.map((wait, index) => [index + 1, wait]))('after attempt %i waits %i ms', (step, wait) => {
    const verdict = {
      state: 'waiting',
      nextTryAt: plusMilliseconds(now, wait),
      notBefore: null,
      disable: null,
    }
    expect(verdictOn(attempt, { ...standing, step })).toEqual(verdict)
  })

  it('after the tenth has failed, and the endpoint goes on', () => {
    const verdict = { state: 'failed', nextTryAt: null, notBefore: null, disable: null }
    expect(verdictOn(attempt, { ...standing, step: 10 })).toEqual(verdict)
  })
})

it('adds a tenth of the wait at most, by chance', () => {
  const at = (chance: number) => verdictOn(silent, { ...standing, step: 2, chance }).nextTryAt
  expect([at(0), at(0.5), at(1)]).toEqual([300, 315, 330].map(inSeconds))
})

describe('Retry-After', () => {
  it.each([429, 503, 504])('of %i is waited out, by the whole endpoint', (status) => {
    expect(verdictOn(answered(status, 120), standing)).toEqual({
      ...{ state: 'waiting', nextTryAt: inSeconds(120), notBefore: inSeconds(120), disable: null },
    })
  })

  it('that is shorter than the plan hurries nothing', () => {
    const verdict = verdictOn(answered(429, 1), { ...standing, step: 2 })
    expect(verdict).toMatchObject({ nextTryAt: inSeconds(300), notBefore: inSeconds(1) })
  })

  it('of another status is not heard', () => {
    expect(verdictOn(answered(500, 3_600), standing)).toMatchObject({
      nextTryAt: inSeconds(5),
      notBefore: null,
    })
  })

  it('of the last attempt still holds the endpoint', () => {
    const verdict = verdictOn(answered(429, 60), { ...standing, step: 10 })
    expect(verdict).toEqual({ state: 'failed', nextTryAt: null, notBefore: inSeconds(60), disable: null })
  })
})

it('410 disables the endpoint at once', () => {
  expect(verdictOn(answered(410), standing)).toMatchObject({ state: 'failed', disable: 'gone' })
})

it.each([
  ['2026-11-19T18:00:00.001Z', null],
  ['2026-11-19T18:00:00.000Z', 'failing'],
  ['2026-11-01T00:00:00.000Z', 'failing'],
])('a failure while it fails since %s disables it: %s', (failingSince, disable) => {
  expect(verdictOn(silent, { ...standing, failingSince })).toMatchObject({
    ...{ disable, state: disable ? 'failed' : 'waiting' },
  })
})
