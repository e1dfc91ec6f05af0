import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { appealWindows, denialCodes } from '../store/load-denial-codes.ts'
import { type AppealAnswer, answerAppeal, isOfLetter } from './answer-appeal.ts'
import { answerDeadline } from './appeal-deadline.ts'
import { newStanding } from './claim-standing.ts'
import type { Denial } from './denial.ts'
import type { Surroundings } from './open-denial.ts'
import { sampleDenial } from './sample-denial.ts'

const filedOn = serviceDate('2026-04-10')
const today = serviceDate('2026-06-10')
const answeredOn = serviceDate('2026-06-01')
const around: Surroundings = {
  ...{ codes: denialCodes, windows: appealWindows, family: 'medicare-b', appealDays: null },
  ...{ acceptsReplacement: false, nextPayer: false, today, now: '2026-06-10T18:00:00Z' },
  newId: () => {
    throw new Error('an answer opens nothing')
  },
}
const claim = newStanding({
  ...{ claimId: 'CLAIM', treatmentDayId: 'day_1', coverageOrder: 1, claimVersion: 1 },
  ...{ claimNumber: 'C1', payerId: '02302' },
})
const appealed = (changes: Partial<Denial> = {}) =>
  sampleDenial({
    ...{ version: 2, status: 'waiting', waitsFor: 'payer', appeals: 1, due: answerDeadline(filedOn) },
    ...{ proposed: { by: 'key_biller', at: '2026-05-01T18:00:00Z' }, ...changes },
  })
const answer = (changes: Partial<AppealAnswer>): AppealAnswer => ({
  ...{ outcome: 'upheld', answeredOn, today, ...changes },
})

describe('an appeal that was answered', () => {
  test.each([
    // 180 days for the second level, 60 for each later one, from the day of the answer.
    [1, '2026-11-28'],
    [2, '2026-07-31'],
    [3, '2026-07-31'],
  ])('upheld at level %i: it is open again until %s', (appeals, dueOn) => {
    expect(answerAppeal(appealed({ appeals }), { filedOn }, answer({}), claim, around)).toMatchObject({
      kind: 'accepted',
      value: {
        ...{ version: 3, status: 'open', waitsFor: null, receivedOn: answeredOn, appeals, proposed: null },
        ...{ remedy: 'appeal', due: { kind: 'appeal', dueOn } },
      },
    })
  })

  test('overturned: it waits 30 days for the money', () => {
    const overturned = answer({ outcome: 'overturned' })
    expect(answerAppeal(appealed(), { filedOn }, overturned, claim, around)).toMatchObject({
      value: {
        ...{ version: 3, status: 'waiting', waitsFor: 'payer', receivedOn: answeredOn, proposed: null },
        due: { kind: 'answer', dueOn: '2026-07-01', source: 'payment-expected' },
      },
    })
  })

  test.each<[string, Denial, boolean, Partial<AppealAnswer>]>([
    ['denial/resolved', appealed({ status: 'resolved', resolvedBecause: 'denial/closed' }), true, {}],
    ['appeal/none-pending', appealed({ appeals: 0 }), false, {}],
    ['appeal/not-answered-yet', appealed(), true, { answeredOn: serviceDate('2026-06-11') }],
    ['appeal/answered-before-filed', appealed(), true, { answeredOn: serviceDate('2026-04-09') }],
  ])('is refused by %s', (rule, denial, isPending, changes) => {
    const pending = isPending ? { filedOn } : undefined
    expect(answerAppeal(denial, pending, answer(changes), claim, around)).toMatchObject({ refused: rule })
  })
})

describe('a remittance that says no after a letter did', () => {
  const upheld = { outcome: 'upheld', decidedOn: answeredOn } as const
  const open = appealed({ status: 'open', waitsFor: null, receivedOn: answeredOn })

  test.each<[boolean, string, Denial, Parameters<typeof isOfLetter>[1], number]>([
    [true, 'tells the same', open, upheld, 1],
    [false, 'of a later version is another decision', open, upheld, 2],
    [false, 'after something else was asked is another decision', { ...open, status: 'waiting' }, upheld, 1],
    [false, 'and no letter came', open, undefined, 1],
    [
      false,
      'after a letter that said yes is another decision',
      open,
      { ...upheld, outcome: 'overturned' },
      1,
    ],
    [
      false,
      'after an earlier remittance',
      { ...open, before: { by: 'R', version: 2, was: open } },
      upheld,
      1,
    ],
  ])('%s: %s', (same, _, denial, last, version) => {
    expect(isOfLetter(denial, last, version)).toBe(same)
  })
})
