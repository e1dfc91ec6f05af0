import { expect, it } from 'vitest'
import { type AskedAgain, newestThatLeft, stillAsked } from './asked-again.ts'

const asked: AskedAgain = {
  ...{ afterVersion: 1, memberId: '1EG4TE5MK74', priorAuthorization: null, neverAdjudicated: false },
}
const version = (number: number, state: string, sentAt: string | null = '2026-03-03T17:00:00.000Z') => ({
  ...{ version: number, state, sentAt },
})
const denied = version(1, 'adjudicated')

it.each([
  ['nothing else was made', [denied], true],
  ['a draft of the next', [denied, version(2, 'ready', null)], true],
  ['it is in a batch that has not left', [denied, version(2, 'sending', null)], true],
  ['the partner refused the batch', [denied, version(2, 'held', null)], true],
  ['it was thrown out', [denied, version(2, 'rejected')], true],
  ['refused, thrown out and drafted anew', [denied, version(2, 'held', null), version(3, 'rejected')], true],
  ['it left', [denied, version(2, 'sent')], false],
  ['its payer decided on it', [denied, version(2, 'adjudicated')], false],
  [
    'it left, and a later one was thrown out',
    [denied, version(2, 'accepted'), version(3, 'rejected')],
    false,
  ],
])('what a biller gave counts: %s', (_, versions, counts) => {
  expect(stillAsked(asked, versions)).toBe(counts ? asked : null)
})

it('of a claim that never reached its payer it counts from the first', () => {
  expect(newestThatLeft([version(1, 'rejected')])).toBe(0)
  expect(stillAsked(null, [])).toBeNull()
})
