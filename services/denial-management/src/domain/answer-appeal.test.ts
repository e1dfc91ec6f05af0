import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { appealWindows, denialCodes } from '../store/load-denial-codes.ts'
import { type AppealAnswer, answerAppeal, appealToAnswer, isOfLetter } from './answer-appeal.ts'
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
const pending = { level: 1, filedOn, outcome: 'pending' }
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
    expect(answerAppeal(appealed({ appeals }), pending, answer({}), claim, around)).toMatchObject({
      kind: 'accepted',
      value: {
        ...{ version: 3, status: 'open', waitsFor: null, receivedOn: answeredOn, appeals, proposed: null },
        ...{ remedy: 'appeal', due: { kind: 'appeal', dueOn } },
      },
    })
  })

  test('overturned: it waits 30 days for the money', () => {
    const overturned = answer({ outcome: 'overturned' })
    expect(answerAppeal(appealed(), pending, overturned, claim, around)).toMatchObject({
      value: {
        ...{ version: 3, status: 'waiting', waitsFor: 'payer', receivedOn: answeredOn, proposed: null },
        due: { kind: 'answer', dueOn: '2026-07-01', source: 'payment-expected' },
      },
    })
  })

  test.each<[string, string]>([
    ['appeal/not-answered-yet', '2026-06-11'],
    ['appeal/answered-before-filed', '2026-04-09'],
  ])('is refused by %s', (rule, on) => {
    const wrong = answer({ answeredOn: serviceDate(on) })
    expect(answerAppeal(appealed(), pending, wrong, claim, around)).toMatchObject({ refused: rule })
  })
})

describe('what was recorded of an appeal', () => {
  const upheld = { level: 1, filedOn, outcome: 'upheld' }
  const step = (did: string) => ({ did, at: '2026-06-01T18:00:00Z' })
  const after = (...done: string[]) => ({
    appeals: [upheld],
    steps: ['opened', 'appeal', 'appeal-upheld', ...done].map(step),
  })

  test.each<[string, readonly string[]]>([
    ['at once', []],
    ['once more', ['appeal-overturned']],
    ['after its payer’s window was changed', ['dated-anew']],
    ['after the payment that it promised did not come', ['appeal-overturned', 'no-answer-came']],
    ['after a write-off was proposed', ['propose-write-off']],
    ['after an answer that was undone', ['dated-anew', 'denied-again', 'payment/undone-by-hand']],
  ])('is replaced: %s', (_, done) => {
    expect(appealToAnswer(appealed(), after(...done))).toMatchObject({ kind: 'accepted', value: upheld })
  })

  test.each<[string, readonly string[]]>([
    ['denied-again', ['denied-again']],
    ['send-records', ['dated-anew', 'send-records', 'no-answer-came']],
    ['appeal', ['appeal', 'denied-again']],
    ['denied-again', ['denied-again', 'payment/undone-by-hand', 'denied-again']],
    ['day-corrected', ['denied-again', 'payment/undone-by-hand', 'day-corrected']],
  ])('stands once %s followed: %j', (did, done) => {
    const found = appealToAnswer(appealed(), after(...done))
    expect(found).toMatchObject({ refused: 'appeal/answer-followed' })
    expect(found).toMatchObject({ says: expect.stringContaining(`\`${did}\``) })
  })

  test.each<[string, Denial['before']]>([
    ['take its match apart', { by: 'R', version: 3, was: appealed() }],
    ['opens a new denial', { by: 'R', version: 2, was: appealed() }],
    ['opens a new denial', null],
  ])('stands once the denial is resolved, and is told what to do: %s', (says, before) => {
    const resolvedBecause = 'payment/no-longer-denied'
    const denial = appealed({ version: 3, status: 'resolved', resolvedBecause, before })
    const found = appealToAnswer(denial, after())
    expect(found).toMatchObject({ refused: 'denial/resolved', says: expect.stringContaining(says) })
  })

  test('gives way to the next level, which is with the payer', () => {
    const next = { ...pending, level: 2 }
    const history = { ...after('appeal'), appeals: [upheld, next] }
    expect(appealToAnswer(appealed(), history)).toMatchObject({ value: next })
  })

  test.each<[string, Denial, Parameters<typeof appealToAnswer>[1]]>([
    [
      'denial/resolved',
      appealed({ status: 'resolved', resolvedBecause: 'denial/closed' }),
      { ...after(), appeals: [pending] },
    ],
    ['appeal/none-pending', appealed({ appeals: 0 }), { appeals: [], steps: [step('opened')] }],
    // A remittance answered it.
    [
      'appeal/none-pending',
      appealed(),
      { appeals: [upheld], steps: ['opened', 'appeal', 'denied-again'].map(step) },
    ],
  ])('cannot be where there is none: %s', (rule, denial, history) => {
    expect(appealToAnswer(denial, history)).toMatchObject({ refused: rule })
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
