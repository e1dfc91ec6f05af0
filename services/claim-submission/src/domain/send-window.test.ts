import { expect, it } from 'vitest'
import { answerDue } from './answer-due.ts'
import { readyAt } from './send-window.ts'

const pacific = 'America/Los_Angeles'

it.each([
  ['at-once', '2026-03-02T10:00:00-08:00', '2026-03-02T18:00:05Z', '2026-03-02T18:00:05Z'],
  ['20:00', '2026-03-02T10:00:00-08:00', '2026-03-02T18:00:05Z', '2026-03-03T04:00:00Z'],
  ['20:00', '2026-03-02T19:59:59-08:00', '2026-03-03T04:00:00Z', '2026-03-03T04:00:00Z'],
  // Signed after the window, or sent to us days later: at once.
  ['20:00', '2026-03-02T21:00:00-08:00', '2026-03-03T05:00:01Z', '2026-03-03T05:00:01Z'],
  ['20:00', '2026-03-01T10:00:00-08:00', '2026-03-04T12:00:00Z', '2026-03-04T12:00:00Z'],
])('window %s, signed %s, now %s: %s', (window, signedAt, now, at) => {
  expect(readyAt(window, pacific, signedAt, now)).toBe(at)
})

it.each([
  ['999', '2026-11-20T15:00:00Z', '2026-11-23T15:00:00Z'],
  ['999', '2026-11-23T15:00:00Z', '2026-11-24T15:00:00Z'],
  ['277CA', '2026-11-19T15:00:00Z', '2026-11-23T15:00:00Z'],
  ['835', '2026-11-20T15:00:00Z', '2026-12-20T15:00:00Z'],
] as const)('a %s for what was sent at %s is due at %s', (awaited, since, due) => {
  expect(answerDue(awaited, since)).toBe(due)
})
