import { describe, expect, it } from 'vitest'
import { type Attempt, followAttempt } from './follow-attempt.ts'
import { sampleBenefits } from './sample-benefits.ts'

const aaa = (code: string, followUp: string, next: 'correct' | 'retry' | 'stop'): Attempt => ({
  kind: 'answered',
  benefits: sampleBenefits({
    coverage: 'unknown',
    rejections: [{ code, says: '-', followUp, level: 'source', who: 'tally', next, does: '-', segment: 1 }],
  }),
})
const noAnswer: Attempt = { kind: 'no-answer', says: 'TimeoutError' }
const minute = 60_000

describe('a question after an attempt', () => {
  it.each<[string, Attempt, number, string, number | null]>([
    ['answered', { kind: 'answered', benefits: sampleBenefits() }, 1, 'answered', null],
    ['AAA 75 C: the front desk’s', aaa('75', 'C', 'correct'), 1, 'answered', null],
    ['AAA 50 N: final', aaa('50', 'N', 'stop'), 1, 'answered', null],
    ['AAA 42 R: later', aaa('42', 'R', 'retry'), 1, 'deferred', 2 * minute],
    ['AAA 80 P: later', aaa('80', 'P', 'retry'), 2, 'deferred', 10 * minute],
    ['AAA 42 to the end of patience', aaa('42', 'R', 'retry'), 5, 'given-up', null],
    ['AAA 62 W: thirty days are not waited for', aaa('62', 'W', 'retry'), 1, 'answered', null],
    ['no answer', noAnswer, 1, 'open', 2_000],
    ['no answer again', noAnswer, 2, 'open', 8_000],
    ['no answer for seven hours', noAnswer, 8, 'given-up', null],
    ['taken in', { kind: 'later', says: '202' }, 1, 'open', 15 * minute],
    ['refused', { kind: 'refused', says: '400' }, 1, 'refused', null],
  ])('%s', (_, attempt, tries, state, retryInMs) => {
    expect(followAttempt(attempt, tries)).toEqual({ state, retryInMs })
  })
})
