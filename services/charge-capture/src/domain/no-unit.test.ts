import { codeTreatmentDay } from '@tally/coding-rules'
import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { withoutUnit } from './no-unit.ts'

const service = {
  ...{ assistantMinutes: 0, units: null, unitChargeCents: cents(6000), chargeCents: null, modifiers: [] },
  ...{ diagnosisPointers: [1], discipline: 'PT' as const, placeOfService: '11', renderingNpi: '1861400004' },
  ...{ distinctBlock: null, modality: 'in-person' as const },
}
const found = (family: PayerFamily, services: readonly [string, number][], rules = {}) =>
  withoutUnit(
    codeTreatmentDay({
      ...{ serviceDate: serviceDate('2026-03-02'), payer: { family, rules }, diagnoses: ['M5459'] },
      services: services.map(([procedureCode, minutes], place) => ({
        ...{ ...service, procedureCode, minutes, lineId: `L${place}` },
      })),
      ...{ therapyAccrued: null, kxAttested: false, abn: null, evaluatedOn: null, pricing: null },
    }),
  )

describe('a day with nothing to bill', () => {
  test.each<[string, PayerFamily, [string, number][], Record<string, unknown>, string, object]>([
    [
      'Medicare pools, and takes 8 minutes',
      'medicare-b',
      [['97110', 7]],
      {},
      'no unit to bill: 97110 has 7 of the 8 timed minutes that a first unit takes',
      { unitRule: 'cms-pooled', minutes: 7, leastMinutes: 8 },
    ],
    [
      'a payer of full lengths takes all 15',
      'commercial',
      [['97110', 14]],
      { unitRule: 'full-15' },
      'no unit to bill: 97110 has 14 of the 15 minutes that its first unit takes',
      { unitRule: 'full-15', minutes: 14, leastMinutes: 15 },
    ],
    [
      'each code by itself takes its own midpoint',
      'commercial',
      [
        ['97110', 7],
        ['97140', 5],
      ],
      {},
      'no unit to bill: 97110 has 7 of the 8 minutes that its first unit takes; 97140 has 5 of the 8 minutes that its first unit takes',
      { unitRule: 'per-code', minutes: 12, leastMinutes: 8 },
    ],
  ])('%s', (_, family, services, rules, says, facts) => {
    const [finding, ...others] = found(family, services, rules)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'charge/no-unit', severity: 'warn', says, facts })
    expect(finding?.lineIds).toEqual(services.map((_service, place) => `L${place}`))
  })

  test('of a code that is not for minutes says why instead', () => {
    const [finding] = found('medicare-b', [['97010', 15]])
    expect(finding?.says).toMatch(/^no unit to bill: 97010/)
    expect(finding?.facts).toEqual({ unitRule: 'cms-pooled', minutes: 0, leastMinutes: null })
  })

  test('is not one that has a unit', () => {
    expect(found('medicare-b', [['97110', 8]])).toEqual([])
    expect(
      found('medicare-b', [
        ['97110', 4],
        ['97140', 4],
      ]),
    ).toEqual([])
  })
})
