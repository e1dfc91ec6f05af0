import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { governing, type ListedCoverage, planForSent } from './coverage-list.ts'

const day = { payerId: 'P1', memberKey: 'M1', serviceDate: serviceDate('2026-03-02') }
const listed = (payerId: string, changes: Partial<ListedCoverage> = {}): ListedCoverage => ({
  ...{
    order: 1,
    payerId,
    payerFamily: 'commercial',
    claimFilingIndicator: null,
    medicareSecondaryType: null,
  },
  ...{ memberKey: 'M1', from: null, to: null, ...changes },
})
const until = (to: string) => ({ to: serviceDate(to) })
const since = (from: string) => ({ from: serviceDate(from) })

const table: [string, ListedCoverage[], governs: string, commercial: string, medicare: string][] = [
  ['the same card', [listed('P1')], 'payer', 'none', 'none'],
  [
    'the same payer, another member',
    [listed('P1', { memberKey: 'M2' })],
    'changed',
    'send-replacement',
    'reopening',
  ],
  ['another payer', [listed('P2')], 'changed', 'void-then-new', 'void-then-new'],
  ['the card ended before', [listed('P1', until('2026-03-01'))], 'ended', 'send-void', 'send-void'],
  ['the card ends on the day', [listed('P1', until('2026-03-02'))], 'payer', 'none', 'none'],
  [
    'another payer from the next day on',
    [listed('P1', until('2026-03-02')), listed('P2', since('2026-03-03'))],
    'payer',
    'none',
    'none',
  ],
  [
    'another payer from the day on',
    [listed('P1', until('2026-03-01')), listed('P2', since('2026-03-02'))],
    'changed',
    'void-then-new',
    'void-then-new',
  ],
  ['the other one pays second', [listed('P1'), listed('P2', { order: 2 })], 'payer', 'none', 'none'],
  [
    'the other one pays first',
    [listed('P1', { order: 2 }), listed('P2')],
    'changed',
    'void-then-new',
    'void-then-new',
  ],
  ['no coverage', [], 'ended', 'send-void', 'send-void'],
]

describe('a list that a person set', () => {
  it.each(table)('%s', (_, told, governs, commercial, medicare) => {
    expect(governing(day, told).kind).toBe(governs)
    expect(planForSent({ ...day, family: 'commercial' }, told)).toBe(commercial)
    expect(planForSent({ ...day, family: 'medicare-b' }, told)).toBe(medicare)
  })

  it('does not make a plan’s affair of what the patient pays', () => {
    expect(governing({ ...day, payerId: null }, [listed('P2')]).kind).toBe('nobody')
  })

  it('governs only when there is one', () => {
    expect(governing(day, null)).toEqual({ kind: 'payer', payerId: 'P1' })
  })
})
