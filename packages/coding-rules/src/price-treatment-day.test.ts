/** Section 4 of the coding rules as tables, every worked example by its number, and what must always hold. */
import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowedAmounts } from './allowed-amounts.ts'
import { familyRules } from './payer-profile.ts'
import {
  type DayToPrice,
  type LineToPrice,
  type PricedDay,
  priceTreatmentDay,
} from './price-treatment-day.ts'
import type { Pricing } from './pricing.ts'

const national: Pricing = { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } }
const portland: Pricing = { locality: { contractor: '02302', locality: '01' } }
const day: DayToPrice = {
  serviceDate: serviceDate('2026-03-02'),
  payer: { family: 'medicare-b' },
  pricing: national,
  deductibleRemainingCents: cents(0),
  lines: [],
}

/** `[discipline] code ×units [modifiers]`, as a table writes them. */
function lines(given: string): LineToPrice[] {
  return given.split(', ').map((one, index): LineToPrice => {
    const words = one.split(' ')
    const discipline = words[0] === 'OT' || words[0] === 'SLP' ? words[0] : 'PT'
    const [procedureCode = '', units = 'x1', ...modifiers] = discipline === 'PT' ? words : words.slice(1)
    return { lineId: String(index + 1), procedureCode, units: Number(units.slice(1)), modifiers, discipline }
  })
}

const price = (given: string, changed: Partial<DayToPrice> = {}) =>
  priceTreatmentDay({ ...day, lines: lines(given), ...changed })
const allowedOf = ({ lines }: PricedDay) => lines.map(({ allowedCents }) => allowedCents)
const toldBy = ({ findings }: PricedDay) =>
  findings.map(({ severity, rule, says }) => `${severity} ${rule} ${says}`)

describe('4.5: a unit in full, and one after it', () => {
  test.each([
    ['97110', 2906, 2221],
    ['97112', 3273, 2488],
    ['97113', 3707, 2672],
    ['97116', 2906, 2221],
    ['97140', 2772, 2121],
    ['97150', 1804, 1403],
    ['97530', 3507, 2505],
    ['97535', 3240, 2388],
    ['97750', 3373, 2455],
    ['97761', 4042, 2872],
    ['97161', 9786, 7482],
    ['97162', 9786, 7482],
    ['97163', 9786, 7482],
    ['97164', 6747, 4993],
    ['97165', 10054, 7615],
    ['97166', 10054, 7615],
    ['97167', 10054, 7615],
    ['97012', 1436, 1136],
    ['97016', 1202, 919],
    ['97032', 1470, 1169],
    ['97035', 1436, 1086],
    ['97542', 3106, 2371],
    ['97760', 4609, 3156],
    ['97763', 5010, 3323],
  ])('%s: %i and %i cents', (code, full, reduced) => {
    expect(allowedOf(price(`${code} x1, ${code} x1`))).toEqual([full, reduced])
    expect(allowedOf(price(`${code} x3`))).toEqual([full + 2 * reduced])
  })
})

describe('4.6: the worked examples', () => {
  test.each<[string, string, number[], number, Pricing]>([
    ['P1', '97110 x2, 97140 x1', [5127, 2121], 7248, national],
    ['P2', '97161 x1, 97110 x1, 97140 x1', [9786, 2221, 2121], 14128, national],
    ['P3', '97530 x2, 97110 x1, 97140 x1', [6012, 2221, 2121], 10354, national],
    ['P4', '97110 x2, OT 97530 x2', [4442, 6012], 10454, national],
    ['P5', '97112 x1, 97110 x2, 97012 x1', [3273, 4442, 1136], 8851, national],
    ['P6', '97162 x1, 97535 x1, 97530 x1', [9786, 2388, 2505], 14679, national],
    ['P7', '97161 x1, OT 97165 x1', [7482, 10054], 17536, national],
    ['P8', '97112 x1, 97537 x1', [3273, 2422], 5695, national],
    ['P8 turned', '97537 x1, 97112 x1', [2422, 3273], 5695, national],
    ['P9', '97113 x3', [9051], 9051, national],
    [
      'P10',
      '97110 x2, 97140 x1',
      [5379, 2208],
      7587,
      { gpci: { work: 1.02, practiceExpense: 1.1, malpractice: 0.8 } },
    ],
    ['P11', '97110 x2, 97140 x1', [5152, 2132], 7284, { ...national, conversionFactor: 'qp' }],
    ['P12', '97110 x1, 97129 x1', [2906, 2238], 5144, national],
  ])('%s: %s', (_, given, allowed, total, pricing) => {
    const priced = price(given, { pricing })
    expect(allowedOf(priced)).toEqual(allowed)
    expect(priced.total.allowedCents).toBe(total)
    expect(priced.total.accrualCents).toBe(total)
    expect(priced.findings).toEqual([])
  })

  test.each([
    ['priced', lines('97530 x1 GP, 97110 x1 GP, 97110 x1 GP CQ')],
    [
      'allowed already',
      lines('97530 x1 GP, 97110 x1 GP, 97110 x1 GP CQ').map((line, index) => ({
        ...line,
        allowedCents: cents([3507, 2221, 2221][index] ?? 0),
      })),
    ],
  ])('P13, %s: the payment chain with the deductible met', (_, given) => {
    const { lines: paid, total } = priceTreatmentDay({ ...day, lines: given })
    const columns = paid.map((line) => [
      ...[line.allowedCents, line.deductibleCents, line.coinsuranceCents, line.assistantReductionCents],
      ...[line.sequestrationCents, line.paidCents, line.patientCents, line.accrualCents],
    ])
    expect(columns).toEqual([
      [3507, 0, 701, 0, 56, 2750, 701, 3507],
      [2221, 0, 444, 0, 36, 1741, 444, 2221],
      [2221, 0, 444, 267, 30, 1480, 444, 2221],
    ])
    expect(total).toEqual({
      ...{ allowedCents: 7949, deductibleCents: 0, coinsuranceCents: 1589, assistantReductionCents: 267 },
      ...{ sequestrationCents: 122, paidCents: 5971, patientCents: 1589, accrualCents: 7949 },
    })
  })

  test('practice expense ranks before the fee', () => {
    expect(allowedOf(price('97164 x1, 97533 x1'))).toEqual([4993, 6079])
  })

  test('no units rank with none', () => {
    expect(allowedOf(price('97161 x0, 97110 x1'))).toEqual([0, 2906])
    expect(allowedOf(price('97110 x0'))).toEqual([0])
  })

  test.each([
    [
      '97110 x2, 97530 x1',
      '97110: 0 of 2 in full, 2 reduced; 97530 has the highest practice expense of the day',
      '97530',
    ],
    [
      '97530 x2, 97110 x1',
      '97530: 1 of 2 in full, 1 reduced; 97530 has the highest practice expense of the day',
      '97530',
    ],
    ['97129 x1, 97530 x1', '97129: 1 of 1 in full, 0 reduced; its code knows no reduction', null],
  ])('%s: the first line says who was paid in full', (given, says, highest) => {
    const told = price(given).lines[0]?.reasons.find(({ rule }) => rule === 'price/multiple-procedures')
    expect([told?.says, told?.facts.highest]).toEqual([says, highest])
  })

  test('units in full and reduced are told', () => {
    const [first, second] = price('97110 x2, 97140 x1').lines
    expect([first?.fullUnits, first?.reducedUnits, second?.fullUnits, second?.reducedUnits]).toEqual([
      1, 1, 0, 1,
    ])
    const [reduced, whole] = price('97110 x1, 97129 x3').lines
    expect([reduced?.fullUnits, whole?.fullUnits, whole?.reducedUnits]).toEqual([1, 3, 0])
  })
})

describe('the date of service picks the schedule', () => {
  test.each([
    ['2024-01-01', 'non-qp', 2881],
    ['2024-03-08', 'non-qp', 2881],
    ['2024-03-09', 'non-qp', 2929],
    ['2024-12-31', 'qp', 2929],
    ['2025-01-01', 'non-qp', 2879],
    ['2025-12-31', 'non-qp', 2879],
    ['2026-01-01', 'non-qp', 2906],
    ['2026-12-31', 'qp', 2920],
  ] as const)('97110 on %s for %s: %i cents', (date, conversionFactor, allowed) => {
    const priced = price('97110 x1', {
      serviceDate: serviceDate(date),
      pricing: { ...national, conversionFactor },
    })
    expect(allowedOf(priced)).toEqual([allowed])
    expect(priced.findings).toEqual([])
  })

  test('after the last schedule the last known prices stand, and are called provisional', () => {
    const priced = price('97110 x1', { serviceDate: serviceDate('2027-01-01'), pricing: portland })
    expect(allowedOf(priced)).toEqual([3078])
    expect(toldBy(priced)).toEqual([
      'warn price/provisional not held for 2027-01-01: relative values, conversion factor, geographic indices; the last known are used',
      'info price/provisional the indices of 02302/01 are rounded to two decimals: prices are up to half a percent off',
    ])
  })

  test('before the first schedule nothing is known', () => {
    const priced = price('97110 x1', { serviceDate: serviceDate('2023-12-31') })
    expect([allowedOf(priced), priced.total.allowedCents]).toEqual([[null], null])
    expect(toldBy(priced)).toEqual(['info price/no-schedule no fee schedule of 2023-12-31 is held: 97110'])
  })
})

describe('where it was furnished', () => {
  const on2025 = { serviceDate: serviceDate('2025-06-02') }

  test.each<[string, Pricing, number]>([
    ['Portland by locality', portland, 3031],
    ['Portland by ZIP', { zip: '97201' }, 3031],
    ['Portland by ZIP+4', { zip: '972011234' }, 3031],
    ['the rest of Oregon', { zip: '97301' }, 2848],
  ])('%s in 2025: to the cent, and nothing to say', (_, pricing, allowed) => {
    const priced = price('97110 x1', { ...on2025, pricing })
    expect([allowedOf(priced), priced.findings]).toEqual([[allowed], []])
  })

  test.each<[string, Pricing, string, number, string]>([
    [
      'indices of 2026',
      { zip: '97201' },
      '2026-03-02',
      3078,
      'info price/provisional the indices of 02302/01 are rounded to two decimals: prices are up to half a percent off',
    ],
    [
      'a ZIP in no locality',
      { zip: '00001' },
      '2025-06-02',
      2879,
      'warn price/provisional the ZIP code of the place of service is in no locality of ZIP5 2025Q4: priced with the national indices of 1.000',
    ],
    [
      'a locality that is not there',
      { locality: { contractor: '02302', locality: '77' } },
      '2025-06-02',
      2879,
      'warn price/provisional no locality 02302/77 is held: priced with the national indices of 1.000',
    ],
    [
      'a ZIP in two localities',
      { zip: '01434' },
      '2025-06-02',
      3211,
      'warn price/provisional the ZIP code of the place of service lies in more than one locality; priced in 14212/01',
    ],
  ])('%s: priced, and called provisional', (_, pricing, date, allowed, says) => {
    const priced = price('97110 x1', { serviceDate: serviceDate(date), pricing })
    expect([allowedOf(priced), toldBy(priced)]).toEqual([[allowed], [says]])
    expect(priced.findings[0]?.lineIds).toEqual(['1'])
  })

  test.each<[Pricing, string | null, string]>([
    [
      { zip: '97201' },
      '11',
      '97110 in 02302/01, non-facility, on 2026-03-02: 3078 cents a unit, 2318 reduced',
    ],
    [
      { zip: '00001' },
      null,
      '97110 with national indices, non-facility, on 2026-03-02: 2906 cents a unit, 2221 reduced',
    ],
    [
      national,
      '22',
      '97110 with the indices given, facility, on 2026-03-02: 2906 cents a unit, 2221 reduced',
    ],
  ])('%j, place %s: the reason says where', (pricing, placeOfService, says) => {
    const at = lines('97110 x1').map((line) => ({ ...line, placeOfService }))
    const [line] = priceTreatmentDay({ ...day, pricing, lines: at }).lines
    expect(line?.reasons[0]).toMatchObject({ rule: 'price/fee-schedule', edition: 'RVU26C', says })
  })

  test('no ZIP code is told: it may be where a person lives', () => {
    const seen = JSON.stringify([
      price('97110 x1', { pricing: { zip: '97201' } }),
      price('97110 x1', { pricing: { zip: '00001' } }),
    ])
    expect(seen).not.toMatch(/97201|00001/)
  })

  test('an index with more decimals than CMS publishes is the caller’s mistake', () => {
    const gpci = { work: 1.0001, practiceExpense: 1, malpractice: 1 }
    expect(() => price('97110 x1', { pricing: { gpci } })).toThrow('at most three decimals')
  })

  test.each([
    ['an office', '11', 2238],
    ['a hospital outpatient department', '22', 1971],
    ['telehealth away from home', '02', 1971],
    ['telehealth at home', '10', 2238],
    ['a place unheard of', '00', 2238],
  ])('%s pays its own practice expense for 97129', (_, placeOfService, allowed) => {
    const at = lines('97129 x1').map((line) => ({ ...line, placeOfService }))
    expect(allowedOf(priceTreatmentDay({ ...day, lines: at }))).toEqual([allowed])
  })
})

describe('what has no fee', () => {
  test.each([
    ['a bundled code', '97010', 0, 'price/not-paid'],
    ['an invalid code', '97014', 0, 'price/not-paid'],
    ['a non-covered code', '97037', 0, 'price/not-paid'],
    ['a carrier-priced code', '97039', null, 'price/carrier-priced'],
    ['a restricted code without values', '97545', null, 'price/carrier-priced'],
    ['a code in no schedule', '99999', null, 'price/no-schedule'],
  ])('%s stands outside the ranking and the sum of fees', (_, code, allowed, rule) => {
    const priced = price(`${code} x1, 97110 x1`)
    expect(allowedOf(priced)).toEqual([allowed, 2906])
    expect(priced.total.allowedCents).toBe(2906)
    expect(priced.lines[0]?.reasons[0]?.rule).toBe(rule)
    expect(priced.lines[0]?.fullUnits).toBeNull()
  })

  test('a restricted code with values has its fee', () => {
    expect(allowedOf(price('97026 x1'))).toEqual([668])
  })

  test('last year’s prices are told although one line has none', () => {
    const priced = price('99999 x1, 97110 x1', { serviceDate: serviceDate('2027-01-01') })
    expect(toldBy(priced)).toEqual([
      'info price/no-schedule in no fee schedule of 2027-01-01: 99999',
      'warn price/provisional not held for 2027-01-01: relative values, conversion factor; the last known are used',
    ])
    expect(priced.findings.map(({ lineIds }) => lineIds)).toEqual([['1'], ['1', '2']])
  })

  test('a line that nobody prices leaves no total', () => {
    const unpriced = lines('97039 x1').map((line) => ({
      ...line,
      ...{ placeOfService: null, chargeCents: null, allowedCents: null, barredBy: null },
    }))
    const medicare = { ...day, family: 'medicare-b' as const, rules: familyRules['medicare-b'] }
    expect(allowedAmounts({ ...medicare, lines: unpriced }).totalCents).toBeNull()
    expect(allowedAmounts({ ...medicare, lines: [] })).toMatchObject({ totalCents: 0, findings: [] })
    expect(allowedAmounts({ ...medicare, pricing: null, lines: [] }).totalCents).toBeNull()
    expect(price('97039 x1').total).toEqual({
      ...{ allowedCents: null, deductibleCents: null, coinsuranceCents: null, assistantReductionCents: null },
      ...{ sequestrationCents: null, paidCents: null, patientCents: null, accrualCents: null },
    })
  })

  test('a code in no schedule is told of', () => {
    expect(toldBy(price('99999 x1, 97110 x1'))).toEqual([
      'info price/no-schedule in no fee schedule of 2026-03-02: 99999',
    ])
  })

  test.each<[PayerFamily]>([
    ['medicare-advantage'],
    ['medicaid'],
    ['commercial'],
    ['tricare'],
    ['va'],
    ['workers-comp'],
    ['auto'],
    ['self-pay'],
  ])('%s: never Medicare’s price', (family) => {
    const priced = price('97110 x1', { payer: { family } })
    expect([allowedOf(priced), priced.total.allowedCents, priced.total.paidCents]).toEqual([
      [null],
      null,
      null,
    ])
    expect(toldBy(priced)).toEqual([`info price/no-schedule no fee schedule is known for ${family}: 97110`])
  })

  test('Medicare without a place', () => {
    const priced = price('97110 x1', { pricing: null })
    expect(allowedOf(priced)).toEqual([null])
    expect(toldBy(priced)).toEqual([
      'info price/no-schedule no fee schedule is known for medicare-b without a place: 97110',
    ])
  })

  test('what another payer allowed is kept, and how it pays is not known', () => {
    const given = lines('97110 x1').map((line) => ({ ...line, allowedCents: cents(4000) }))
    const priced = priceTreatmentDay({ ...day, payer: { family: 'commercial' }, lines: given })
    expect([allowedOf(priced), priced.lines[0]?.paidCents]).toEqual([[4000], null])
    expect(toldBy(priced)).toEqual([
      'info price/no-schedule how commercial pays of what it allowed on 2026-03-02 is not known',
    ])
    expect(priced.findings[0]?.lineIds).toEqual(['1'])
  })

  test.each([
    ['2022-07-01', 1569],
    ['2022-06-30', null],
  ])('what Medicare allowed on %s is followed as far as its rates are held', (date, paid) => {
    const given = lines('97110 x1').map((line) => ({ ...line, allowedCents: cents(2001) }))
    const priced = priceTreatmentDay({ ...day, serviceDate: serviceDate(date), lines: given })
    expect([priced.lines[0]?.allowedCents, priced.lines[0]?.paidCents]).toEqual([2001, paid])
  })
})

describe('charge and deductible', () => {
  const charged = (given: string, ...charges: (number | null)[]) =>
    lines(given).map((line, index) => {
      const charge = charges[index]
      return { ...line, chargeCents: charge == null ? null : cents(charge) }
    })

  test.each([
    ['above the fee', '97110 x2', [6000], [5127]],
    ['equal to it', '97110 x2', [5127], [5127]],
    ['below it', '97110 x2', [5126], [5126]],
    ['nothing at all', '97110 x2', [0], [0]],
    ['unknown', '97110 x2', [null], [5127]],
    ['per line, not over the day', '97110 x2, 97140 x1', [5000, 9000], [5000, 2121]],
  ])('a charge %s', (_, given, charges, allowed) => {
    expect(allowedOf(priceTreatmentDay({ ...day, lines: charged(given, ...charges) }))).toEqual(allowed)
  })

  test('a charge below the fee doesn’t move the full unit', () => {
    const priced = priceTreatmentDay({ ...day, lines: charged('97530 x1, 97110 x1', 100, null) })
    expect(allowedOf(priced)).toEqual([100, 2221])
  })

  test.each([
    ['used up within the first line', 1000, [1000, 0], [1825, 424]],
    ['exactly the first line', 5127, [5127, 0], [5127, 424]],
    ['into the second line', 6000, [5127, 873], [5127, 1123]],
    ['more than the day', 99999, [5127, 2121], [5127, 2121]],
  ])('a deductible %s, in line order', (_, remaining, deductibles, patient) => {
    const priced = price('97110 x2, 97140 x1', { deductibleRemainingCents: cents(remaining) })
    expect(priced.lines.map((line) => line.deductibleCents)).toEqual(deductibles)
    expect(priced.lines.map((line) => line.patientCents)).toEqual(patient)
  })

  test('the deductible comes before the assistant’s 15 percent', () => {
    const [line] = price('97110 x1 GP CQ', { deductibleRemainingCents: cents(906) }).lines
    expect(line).toMatchObject({
      ...{ deductibleCents: 906, coinsuranceCents: 400, assistantReductionCents: 240 },
      ...{ sequestrationCents: 27, paidCents: 1333, patientCents: 1306, accrualCents: 2906 },
    })
  })

  test('CO is an assistant’s too', () => {
    expect(price('OT 97110 x1 GO CO').lines[0]?.assistantReductionCents).toBe(349)
  })

  test.each([
    ['units', { lines: lines('97110 x-1') }, 'units are whole'],
    ['a deductible', { deductibleRemainingCents: cents(-1) }, 'a deductible'],
  ])('%s below zero are the caller’s mistake', (_, changed, says) => {
    expect(() => priceTreatmentDay({ ...day, ...changed })).toThrow(says)
  })
})

describe('what always holds', () => {
  const codes = [
    '97110',
    '97116',
    '97112',
    '97537',
    '97530',
    '97140',
    '97161',
    '97012',
    '97129',
    '97010',
    '97039',
  ]
  const line = fc.record({
    procedureCode: fc.constantFrom(...codes),
    units: fc.integer({ min: 1, max: 4 }),
    modifiers: fc.constantFrom(['GP'], ['GP', 'CQ']),
    discipline: fc.constant('PT' as const),
    placeOfService: fc.constantFrom('11', '22', null),
    chargeCents: fc.option(fc.integer({ min: 0, max: 30_000 }).map(cents)),
  })
  const someLines = fc
    .array(line, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((one, index) => ({ ...one, lineId: String(index + 1) })))
  const index = fc.integer({ min: 300, max: 1900 }).map((thousandths) => thousandths / 1000)
  const someDay = fc.record({
    ...{
      serviceDate: fc.constantFrom('2024-02-01', '2024-05-01', '2025-06-01', '2026-06-01').map(serviceDate),
    },
    payer: fc.constant({ family: 'medicare-b' as const }),
    pricing: fc.record({ gpci: fc.record({ work: index, practiceExpense: index, malpractice: index }) }),
    deductibleRemainingCents: fc.integer({ min: 0, max: 28_000 }).map(cents),
    lines: someLines,
  })

  test('no cent is lost on the way from allowed to paid', () => {
    fc.assert(
      fc.property(someDay, (given) => {
        const { lines: priced, total } = priceTreatmentDay(given)
        for (const each of [...priced, total]) {
          const { paidCents, patientCents, assistantReductionCents, sequestrationCents } = each
          const amounts = [paidCents, patientCents, assistantReductionCents, sequestrationCents]
          const parts = amounts.map((amount): number => amount ?? 0)
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(each.allowedCents ?? 0)
          expect((each.deductibleCents ?? 0) + (each.coinsuranceCents ?? 0)).toBe(each.patientCents ?? 0)
        }
        const deducted = priced.reduce((sum, { deductibleCents }) => sum + (deductibleCents ?? 0), 0)
        expect(deducted).toBe(Math.min(given.deductibleRemainingCents, total.allowedCents ?? 0))
      }),
    )
  })

  test('one unit of a day at most is paid in full among those that are reduced', () => {
    fc.assert(
      fc.property(someDay, (given) => {
        const reducible = priceTreatmentDay(given).lines.filter((_, place) => {
          const code = given.lines[place]?.procedureCode ?? ''
          return !['97129', '97010', '97039'].includes(code)
        })
        const full = reducible.reduce((sum, { fullUnits }) => sum + (fullUnits ?? 0), 0)
        expect(full).toBe(reducible.length > 0 ? 1 : 0)
      }),
    )
  })

  test('a line is never allowed more than its charge, and more units never less', () => {
    fc.assert(
      fc.property(someDay, (given) => {
        priceTreatmentDay(given).lines.forEach(({ allowedCents }, place) => {
          const charge = given.lines[place]?.chargeCents ?? null
          if (charge !== null && allowedCents !== null) expect(allowedCents).toBeLessThanOrEqual(charge)
        })
        const more = given.lines.map((one) => ({ ...one, units: one.units + 1 }))
        const sum = (lines: readonly LineToPrice[]) =>
          priceTreatmentDay({ ...given, lines }).total.allowedCents ?? 0
        expect(sum(more)).toBeGreaterThanOrEqual(sum(given.lines))
      }),
    )
  })

  test('the order of services changes nothing but who wins a tie', () => {
    fc.assert(
      fc.property(someDay, (given) => {
        const uncharged = given.lines.map((one) => ({ ...one, chargeCents: null, placeOfService: null }))
        const forth = priceTreatmentDay({ ...given, lines: uncharged })
        const back = priceTreatmentDay({ ...given, lines: [...uncharged].reverse() })
        expect(back.total.allowedCents).toBe(forth.total.allowedCents)
        const winner = (priced: PricedDay) =>
          uncharged.find(
            ({ lineId, procedureCode }) =>
              procedureCode !== '97129' &&
              (priced.lines.find((one) => one.lineId === lineId)?.fullUnits ?? 0) === 1,
          )?.lineId
        if (winner(back) !== winner(forth)) return
        const byLine = (priced: PricedDay) =>
          Object.fromEntries(priced.lines.map(({ lineId, allowedCents }) => [lineId, allowedCents]))
        expect(byLine(back)).toEqual(byLine(forth))
      }),
    )
  })

  test('every amount can be reckoned again from its reasons alone', () => {
    fc.assert(
      fc.property(someDay, (given) => {
        for (const { reasons, allowedCents } of priceTreatmentDay(given).lines) {
          const facts = Object.fromEntries(reasons.map((reason) => [reason.rule, reason.facts]))
          const fee = facts['price/fee-schedule'] as Fee | undefined
          if (!fee) continue
          const split = facts['price/multiple-procedures'] as { fullUnits: number; reducedUnits: number }
          const lesser = facts['price/lesser-of-charge'] as { chargeCents: number } | undefined
          expect([fee.fullUnitCents, fee.reducedUnitCents]).toEqual([reckoned(fee, 100n), reckoned(fee, 50n)])
          const fees = split.fullUnits * fee.fullUnitCents + split.reducedUnits * fee.reducedUnitCents
          expect(Math.min(fees, lesser?.chargeCents ?? fees)).toBe(allowedCents)
        }
      }),
    )
  })
})

interface Three {
  readonly work: number
  readonly practiceExpense: number
  readonly malpractice: number
}
interface Fee {
  readonly relativeValueHundredths: Three
  readonly indexThousandths: Three
  readonly conversionFactorTenThousandths: number
  readonly fullUnitCents: number
  readonly reducedUnitCents: number
}

/** The formula of 4.2 by another road: in billionths of a cent, halves up. */
function reckoned(fee: Fee, percent: bigint): number {
  const { relativeValueHundredths: value, indexThousandths: index } = fee
  const part = (name: keyof Three) => BigInt(value[name]) * BigInt(index[name])
  const sum = 100n * (part('work') + part('malpractice')) + percent * part('practiceExpense')
  const billionths = sum * BigInt(fee.conversionFactorTenThousandths)
  return Number((billionths + 500_000_000n) / 1_000_000_000n)
}
