import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { BenefitsKnown } from './benefits-known.ts'
import { type OwnDay, usedElsewhere } from './used-elsewhere.ts'

const asked = { payerId: '02302', asOf: serviceDate('2026-03-02') }
type Told = Pick<BenefitsKnown, 'therapyAmount' | 'insuranceTypes'>
const amount = (changes: object = {}, insuranceTypes = ['MA', 'MB']): Told => ({
  insuranceTypes,
  therapyAmount: {
    ...{ totalCents: cents(248_000), remainingCents: cents(184_000), usedCents: null, from: null, to: null },
    ...changes,
  },
})
const ours = (therapyAllowedCents: number | null, changes: Partial<OwnDay> = {}): OwnDay => ({
  ...{
    serviceDate: serviceDate('2026-02-20'),
    payerId: '02302',
    decided: true,
    therapyAllowedCents,
    ...changes,
  },
})

describe('what other practices used of the therapy threshold', () => {
  it.each<[string, Told, OwnDay[], number | null]>([
    ['the payer says nothing', { ...amount(), therapyAmount: null }, [], null],
    ['of a commercial plan', amount({}, ['C1']), [], null],
    ['total less what is left', amount(), [], 64_000],
    ['what is said to be used', amount({ usedCents: cents(50_000) }), [], 50_000],
    ['of another year', amount({ from: serviceDate('2025-01-01') }), [], null],
    ['nothing left said', amount({ remainingCents: null }), [], null],
    ['less what it counted of ours', amount(), [ours(10_000), ours(4_000)], 50_000],
    ['all of it is ours', amount(), [ours(70_000)], 0],
    [
      'ours that it holds back is not in its figure',
      amount({ usedCents: cents(190_000) }),
      [ours(90_000), ours(70_000, { decided: false })],
      100_000,
    ],
    ['what it allowed of ours is not known', amount(), [ours(null)], null],
    ['ours was last year’s', amount(), [ours(10_000, { serviceDate: serviceDate('2025-12-30') })], 64_000],
  ])('%s', (_, benefits, own, elsewhere) => {
    expect(usedElsewhere(benefits, asked, own)).toBe(elsewhere)
  })
})
