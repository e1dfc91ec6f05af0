/** What payers allow that go by a contract of their own, and never by Medicare's price unless it says so. */
import { type Cents, cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { type DayToPrice, priceTreatmentDay } from './price-treatment-day.ts'
import { day, services } from './sample-day.ts'

const national = { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } }
const schedule = {
  kind: 'schedule',
  unitCents: { '97110': 4000, '97140': 3000, '97161': 12000, '97530': 4000 },
}

/** `[OT] code units`, allowed line by line and in all. */
function allowed(given: string, rules: Record<string, unknown>, charge: Cents | null = null) {
  const lines = given.split(', ').map((one, index): DayToPrice['lines'][number] => {
    const [units = '', procedureCode = '', discipline = 'PT'] = one.split(' ').reverse()
    return {
      ...{ lineId: String(index + 1), procedureCode, units: Number(units), modifiers: [] },
      ...{ discipline: discipline === 'OT' ? 'OT' : 'PT', chargeCents: charge },
    }
  })
  const priced = priceTreatmentDay({
    ...{ serviceDate: serviceDate('2026-03-02'), payer: { family: 'commercial', rules }, pricing: national },
    ...{ deductibleRemainingCents: cents(0), lines },
  })
  return [...priced.lines.map((line) => line.allowedCents), priced.total.allowedCents]
}

describe('a payer’s own basis', () => {
  test.each<[string, string, Record<string, unknown>, (number | null)[]]>(
    [
      ['none known', '97110 2', {}, [null, null]],
      [
        'its schedule, no reduction',
        '97110 2, 97140 1',
        { price: schedule, mppr: 'none' },
        [8000, 3000, 11000],
      ],
      // 97110 is highest by fee; every other unit is allowed half.
      [
        'its schedule, half of the allowed',
        '97110 2, 97140 1',
        { price: schedule, mppr: 'allowed' },
        [6000, 1500, 7500],
      ],
      ['an evaluation first', '97110 1, 97161 1', { price: schedule, mppr: 'allowed' }, [2000, 12000, 14000]],
      ['equal fees: the first', '97530 1, 97110 1', { price: schedule, mppr: 'allowed' }, [4000, 2000, 6000]],
      [
        'a tenth off',
        '97110 2, 97140 1',
        { price: schedule, mppr: 'allowed', mpprPercent: 10 },
        [7600, 2700, 10300],
      ],
      [
        'by line',
        '97110 2, 97140 2',
        { price: schedule, mppr: 'allowed', mpprPerUnit: false },
        [8000, 3000, 11000],
      ],
      [
        'by discipline',
        '97110 1, OT 97140 1',
        { price: schedule, mppr: 'allowed', mpprScope: 'discipline' },
        [4000, 3000, 7000],
      ],
      // 97110: 41 of 87 hundredths are practice expense: 4000 × (87 - 20.5) / 87 = 3057.
      [
        'its schedule, half of the practice expense',
        '97110 2',
        { price: schedule, mppr: 'practice-expense' },
        [7057, 7057],
      ],
      ['a code it does not hold', '97110 1, 97116 1', { price: schedule, mppr: 'none' }, [4000, null, 4000]],
      [
        '120 percent of Medicare',
        '97110 2, 97140 1',
        { price: { kind: 'percent-of-medicare', percent: 120 } },
        [6152, 2545, 8697],
      ],
      [
        '80 percent, half of the allowed',
        '97110 2',
        { price: { kind: 'percent-of-medicare', percent: 80 }, mppr: 'allowed' },
        [3488, 3488],
      ],
      [
        'Medicare’s, as its contract says',
        '97110 2, 97140 1',
        { price: { kind: 'medicare' } },
        [5127, 2121, 7248],
      ],
      [
        'Medicare’s at a fifth off the expense',
        '97110 2',
        { price: { kind: 'medicare' }, mpprPercent: 20 },
        [2906 + 2632, 5538],
      ],
      [
        'a percentage of what Medicare bundles',
        '97110 1, 97010 1',
        { price: { kind: 'percent-of-medicare', percent: 100 } },
        [2906, null, 2906],
      ],
      ['a day', '97110 2, 97140 1', { price: { kind: 'per-diem', dayCents: 9000 } }, [9000, 0, 9000]],
    ].map((row) => row as [string, string, Record<string, unknown>, (number | null)[]]),
  )('%s: %s', (_, given, rules, expected) => {
    expect(allowed(given, rules)).toEqual(expected)
  })

  test.each([
    ['by its schedule', { price: schedule, mppr: 'none' }, [5000, 3000, 8000]],
    [
      'unless its contract pays the fee whatever was charged',
      { price: schedule, mppr: 'none', lesserOfCharge: false },
      [8000, 3000, 11000],
    ],
    ['by the day', { price: { kind: 'per-diem', dayCents: 12000 } }, [10000, 0, 10000]],
  ])('never more than was charged: %s', (_, rules, expected) => {
    expect(allowed('97110 2, 97140 1', rules, cents(5000))).toEqual(expected)
  })

  test('a day is allowed what its services were charged at most, on its first line', () => {
    const payer = { family: 'workers-comp' as const, rules: { price: { kind: 'per-diem', dayCents: 13000 } } }
    const coded = codeTreatmentDay({ ...day, payer, services: services('97110 15, 97140 15') })
    expect(coded.lines.map((line) => line.expectedAllowedCents)).toEqual([12000, 0])
    expect(coded.findings).toEqual([])
  })

  test('payment is known when its rates are', () => {
    const rules = { price: schedule, mppr: 'none', coinsurancePercent: 10, assistantReductionPercent: 15 }
    const priced = priceTreatmentDay({
      ...{ serviceDate: serviceDate('2026-03-02'), payer: { family: 'commercial', rules }, pricing: null },
      deductibleRemainingCents: cents(1000),
      lines: [{ lineId: '1', procedureCode: '97110', units: 1, modifiers: ['GP', 'CQ'], discipline: 'PT' }],
    })
    expect(priced.total).toEqual({
      ...{ allowedCents: 4000, deductibleCents: 1000, coinsuranceCents: 300, assistantReductionCents: 405 },
      ...{ sequestrationCents: 0, paidCents: 2295, patientCents: 1300, accrualCents: 4000 },
    })
    expect(priced.findings).toEqual([])
  })

  test('rules that fit no profile are told', () => {
    const priced = priceTreatmentDay({
      ...{
        serviceDate: serviceDate('2026-03-02'),
        payer: { family: 'commercial', rules: { price: 'cheap' } },
      },
      ...{ pricing: null, deductibleRemainingCents: cents(0), lines: [] },
    })
    expect(priced.findings.map(({ says }) => says)).toEqual(['/payer/rules/price does not fit its key'])
  })

  test('a schedule needs no place, a percentage does', () => {
    const told = (price: object) =>
      codeTreatmentDay({
        ...day,
        payer: { family: 'commercial', rules: { price } },
        services: services('97110 15'),
      })
    expect(told(schedule).expectedAllowedCents).toBe(4000)
    const percent = told({ kind: 'percent-of-medicare', percent: 100 })
    expect([percent.expectedAllowedCents, percent.findings[0]?.rule]).toEqual([null, 'price/no-schedule'])
  })
})
