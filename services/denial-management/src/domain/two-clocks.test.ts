import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import type { Deadline } from './appeal-deadline.ts'
import { sampleDenial } from './sample-denial.ts'
import { daysOver, governing, nextDay } from './two-clocks.ts'

const clock = (kind: Deadline['kind'], dueOn: string): Deadline => ({
  ...{ kind, dueOn: serviceDate(dueOn), source: kind, confidence: 'verified', citation: '-' },
})
const window = clock('appeal', '2026-07-30')
const early = clock('answer', '2026-05-31')
const late = clock('answer', '2026-09-08')
const waiting = { status: 'waiting', waitsFor: 'payer' } as const

describe('of a window and an answer', () => {
  test.each([
    ['the window alone', null, '2026-07-30'],
    ['an earlier answer', early, '2026-05-31'],
    ['a later answer', late, '2026-07-30'],
  ] as const)('%s governs', (_, answer, dueOn) => {
    expect(governing({ due: window, answer }).dueOn).toBe(dueOn)
  })

  test.each([
    [null, '2026-07-30', '2026-07-30'],
    [null, '2026-07-31', null],
    [early, '2026-05-31', '2026-05-31'],
    [early, '2026-06-01', '2026-07-30'],
    [late, '2026-07-31', '2026-09-08'],
    [late, '2026-09-09', null],
  ] as const)('with answer %j on %s the next day to wait for is %s', (answer, today, expected) => {
    expect(nextDay({ due: window, answer }, serviceDate(today))).toBe(expected)
  })
})

describe('days that are over', () => {
  const records = (answer: Deadline) => sampleDenial({ ...waiting, due: window, answer })
  test.each([
    ['none', records(late), '2026-07-30', false, false],
    ['the window', records(late), '2026-07-31', false, true],
    ['the window, and then the answer', records(late), '2026-09-09', true, true],
    ['the answer', records(early), '2026-06-01', true, false],
    ['the answer to an appeal', sampleDenial({ ...waiting, due: early }), '2026-06-01', true, false],
    ['the window of an open one', sampleDenial({ due: window }), '2026-07-31', false, true],
    [
      'a window that had closed before the decision came',
      sampleDenial({ due: window, receivedOn: serviceDate('2026-07-31') }),
      '2026-08-01',
      false,
      false,
    ],
    [
      'all, of one that is resolved',
      sampleDenial({ due: window, status: 'resolved' }),
      '2026-08-01',
      false,
      false,
    ],
  ] as const)('%s', (_, denial, today, comesBack, missed) => {
    const over = daysOver(denial, serviceDate(today))
    expect([over.back !== null, over.missed]).toEqual([comesBack, missed])
    if (over.back)
      expect(over.back).toMatchObject({ version: 2, status: 'open', waitsFor: null, answer: null })
  })
})
