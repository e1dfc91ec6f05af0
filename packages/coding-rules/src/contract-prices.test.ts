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
      [
        'half of the practice expense, by its highest',
        '97530 1, 97161 1',
        { price: schedule, mppr: 'practice-expense' },
        [2857, 12000, 14857],
      ],
      [
        'a code that Medicare does not know, or does not value: never reduced',
        'S9999 2, 97039 2',
        { price: { kind: 'schedule', unitCents: { S9999: 5000, '97039': 700 } }, mppr: 'practice-expense' },
        [10000, 1400, 11400],
      ],
      [
        'nor by the allowed',
        'S9999 2',
        { price: { kind: 'schedule', unitCents: { S9999: 5000 } }, mppr: 'allowed' },
        [10000, 10000],
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

  test('a day is not allowed for a line that is stopped or allowed already, nor by its charge', () => {
    const rules = { price: { kind: 'per-diem', dayCents: 9000 } }
    const payer = { family: 'commercial' as const, rules }
    const coded = codeTreatmentDay({ ...day, payer, services: services('97110 8, 97150 40') })
    expect(coded.lines.map((line) => line.expectedAllowedCents)).toEqual([0, 6000])
    const line = { procedureCode: '97110', units: 1, modifiers: [], discipline: 'PT' as const }
    const priced = priceTreatmentDay({
      ...{ serviceDate: serviceDate('2026-03-02'), payer, pricing: null, deductibleRemainingCents: cents(0) },
      lines: [
        { ...line, lineId: '1', allowedCents: cents(500) },
        { ...line, lineId: '2' },
      ],
    })
    expect(priced.lines.map(({ allowedCents }) => allowedCents)).toEqual([500, 9000])
  })

  test('what is in no schedule of the payer is told as such, and Medicare’s doubts are not', () => {
    const payer = { family: 'commercial' as const, rules: { price: schedule } }
    const own = { ...day, payer, pricing: { zip: '97201' } }
    const coded = codeTreatmentDay({ ...own, services: services('97110 15, 97116 15') })
    expect(coded.findings.map(({ says, fix }) => [says, fix])).toEqual([
      ['in no schedule of commercial: 97116', 'add the code to the schedule of the payer'],
    ])
    const daily = { ...payer, rules: { price: { kind: 'per-diem', dayCents: 9000 } } }
    expect(codeTreatmentDay({ ...own, payer: daily, services: services('97110 15') }).findings).toEqual([])
    for (const none of [payer, daily])
      expect(codeTreatmentDay({ ...day, payer: none }).expectedAllowedCents).toBe(0)
  })

  test('a coinsurance alone is a way of paying: nothing is cut where nobody says so', () => {
    const priced = priceTreatmentDay({
      ...{ serviceDate: serviceDate('2026-03-02'), pricing: null, deductibleRemainingCents: cents(0) },
      payer: { family: 'commercial', rules: { price: schedule, coinsurancePercent: 10 } },
      lines: [{ lineId: '1', procedureCode: '97110', units: 1, modifiers: ['CQ'], discipline: 'PT' }],
    })
    expect(priced.total).toMatchObject({ assistantReductionCents: 0, sequestrationCents: 0, paidCents: 3600 })
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
      ...{ pricing: null, deductibleRemainingCents: cents(0) },
      lines: [{ lineId: '7', procedureCode: '97110', units: 0, modifiers: [], discipline: 'PT' }],
    })
    expect(priced.findings[0]).toMatchObject({
      ...{ rule: 'input/impossible', severity: 'hold', lineIds: ['7'] },
      says: '/payer/rules/price does not fit its key',
    })
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
