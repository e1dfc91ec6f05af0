import { cents, type PayerFamily, payerFamilies } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { countsOtherwise, kxLedgerOf, usedBefore } from './kx-ledger.ts'
import type { ChargeLine } from './treatment-day.ts'

const coverage = (order: number, payerId: string, family: PayerFamily) => ({
  ...{ order, payerId, family, memberKey: null },
})
const visit = (...coverages: ReturnType<typeof coverage>[]) => ({
  responsibleParty: 'insurance' as const,
  coverages,
})
const noRules = new Map<string, Readonly<Record<string, unknown>>>()

describe('what is allowed counts', () => {
  test('for Medicare Part B alone, among the families', () => {
    const counting = payerFamilies.filter((family) => kxLedgerOf(visit(coverage(1, 'P1', family)), noRules))
    expect(counting).toEqual(['medicare-b'])
  })

  test.each<[string, Parameters<typeof kxLedgerOf>, string | null]>([
    ['with Part B under any contractor', [visit(coverage(1, 'P9', 'medicare-b')), noRules], 'medicare-b'],
    [
      'with nobody where Part B is asked second',
      [visit(coverage(2, 'P2', 'medicare-b'), coverage(1, 'P1', 'commercial')), noRules],
      null,
    ],
    [
      'with nobody where the patient pays',
      [{ ...visit(coverage(1, 'P1', 'medicare-b')), responsibleParty: 'self' }, noRules],
      null,
    ],
    [
      'with the plan whose rules want KX',
      [visit(coverage(1, 'P1', 'medicare-advantage')), new Map([['P1', { kx: true }]])],
      'plan P1',
    ],
    [
      'with Part B whatever its rules say',
      [visit(coverage(1, 'P1', 'medicare-b')), new Map([['P1', { kx: false }]])],
      'medicare-b',
    ],
  ])('%s', (_, args, expected) => expect(kxLedgerOf(...args)).toBe(expected))
})

test('each ledger is summed by itself, physical with speech therapy, occupational alone', () => {
  const used = [
    { ledger: 'medicare-b', discipline: 'PT', cents: cents(100) },
    { ledger: 'medicare-b', discipline: 'SLP', cents: cents(20) },
    { ledger: 'medicare-b', discipline: 'OT', cents: cents(3) },
    { ledger: 'plan P1', discipline: 'PT', cents: cents(4000) },
  ]
  expect(usedBefore(used, 'medicare-b')).toEqual({ ptSlpCents: 120, otCents: 3 })
  expect(usedBefore(used, 'plan P1')).toEqual({ ptSlpCents: 4000, otCents: 0 })
  expect(usedBefore(used, null)).toEqual({ ptSlpCents: 0, otCents: 0 })
})

describe('later days are decided anew', () => {
  const slot = { procedureCode: '97110', discipline: 'PT' as const, renderingNpi: '', assistant: false }
  const line = (id: string, expected: number | null, charge = 9000): ChargeLine => ({
    ...{ id, slot: { ...slot, ordinal: 1 }, units: 1, modifiers: ['GP'], placeOfService: '11' },
    ...{ diagnosisPointers: [1], chargeCents: cents(charge), sources: [], reasons: [] },
    expectedAllowedCents: expected === null ? null : cents(expected),
  })
  const of = (kxLedger: string | null, ...lines: ChargeLine[]) => ({ kxLedger, lines })
  const partB = of('medicare-b', line('L1', 3000))

  test.each<[string, ReturnType<typeof of>, ReturnType<typeof of>, boolean]>([
    ['when the day is new', of(null), partB, true],
    ['when it is voided', partB, of(null, line('L1', null, 0)), true],
    ['when a line brings another amount', partB, of('medicare-b', line('L1', 3001)), true],
    ['when the charge stands in, and is another', of('medicare-b', line('L1', null)), partB, true],
    ['when another ledger takes it', partB, of('plan P1', line('L1', 3000)), true],
    [
      'not when an empty slot is added',
      partB,
      of('medicare-b', line('L1', 3000), line('L2', null, 0)),
      false,
    ],
    ['not for modifiers', partB, of('medicare-b', { ...line('L1', 3000), modifiers: ['GP', 'KX'] }), false],
    ['not for what nobody counts', of(null, line('L1', null)), of(null, line('L1', null, 1)), false],
  ])('%s', (_, before, after, expected) => expect(countsOtherwise(before, after)).toBe(expected))
})
