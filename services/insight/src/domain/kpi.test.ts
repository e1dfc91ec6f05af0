import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type Counted, definitions, kpisOf } from './kpi.ts'
import { period } from './period.ts'

const april = period(serviceDate('2026-04-01'), serviceDate('2026-04-30'))
const none: Counted = {
  ...{ billed: { claims: 0, days: 0 }, firstPass: { claims: 0, paid: 0 }, receivableCents: 0 },
  ...{ denied: { claims: 0, cents: 0 }, submitted: { claims: 0, cents: 0 } },
  served: { chargeCents: 0, paidCents: 0, contractualCents: 0 },
}
const of = (id: string, counted: Partial<Counted>) =>
  kpisOf({ ...none, ...counted }, april).find((kpi) => kpi.id === id)

describe('an alarm rings', () => {
  it.each<[string, string, Partial<Counted>, string | null, boolean | null]>([
    // which, what, counted, value, rings
    ['days_to_bill', 'at 72 hours not yet', { billed: { claims: 10, days: 30 } }, '3.0000', false],
    ['days_to_bill', 'above', { billed: { claims: 10, days: 31 } }, '3.1000', true],
    ['first_pass_paid_rate', 'at 90 % not yet', { firstPass: { claims: 100, paid: 90 } }, '0.9000', false],
    ['first_pass_paid_rate', 'below', { firstPass: { claims: 1000, paid: 899 } }, '0.8990', true],
    [
      'initial_denial_rate_volume',
      'below 5 % not',
      { denied: { claims: 4, cents: 0 }, submitted: { claims: 300, cents: 0 } },
      '0.0400',
      false,
    ],
    [
      'initial_denial_rate_volume',
      'at 5 %',
      { denied: { claims: 5, cents: 0 }, submitted: { claims: 300, cents: 0 } },
      '0.0500',
      true,
    ],
    [
      'initial_denial_rate_dollars',
      'at 5 %',
      { denied: { claims: 0, cents: 5 }, submitted: { claims: 0, cents: 300 } },
      '0.0500',
      true,
    ],
    [
      'days_in_ar_gross',
      'below 45 days not',
      { receivableCents: 44, served: { ...none.served, chargeCents: 30 } },
      '44.0000',
      false,
    ],
    [
      'days_in_ar_gross',
      'at 45 days',
      { receivableCents: 45, served: { ...none.served, chargeCents: 30 } },
      '45.0000',
      true,
    ],
    [
      'net_collection_rate',
      'at 95 % not yet',
      { served: { chargeCents: 150, contractualCents: 50, paidCents: 95 } },
      '0.9500',
      false,
    ],
    [
      'net_collection_rate',
      'below',
      { served: { chargeCents: 150, contractualCents: 50, paidCents: 94 } },
      '0.9400',
      true,
    ],
  ])('%s: %s', (id, _, counted, value, rings) => {
    const found = of(id, counted)
    expect([found?.value, found?.alarm.rings]).toEqual([value, rings])
  })

  it('never over nothing', () => {
    for (const { value, alarm } of kpisOf(none, april)) expect([value, alarm.rings]).toEqual([null, null])
  })
})

it('each has its definition’s name, a sentence, a target and an alarm with their source', () => {
  expect(definitions.map(({ id }) => id)).toEqual([
    'days_to_bill',
    'first_pass_paid_rate',
    'initial_denial_rate_volume',
    'initial_denial_rate_dollars',
    'days_in_ar_gross',
    'net_collection_rate',
  ])
  for (const { definition, says, target, alarm } of definitions) {
    for (const text of [definition, says, target.source, alarm.source]) expect(text.length).toBeGreaterThan(5)
  }
})
