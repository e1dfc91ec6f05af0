/** What a reason about a procedure, an amount or an input carries beside its sentence, each kind once. */
import { cents, type Fact, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import type { CodedDay } from './coded-day.ts'
import {
  type DayToPrice,
  type LineToPrice,
  type PricedDay,
  priceTreatmentDay,
} from './price-treatment-day.ts'
import { day, factsOf, services } from './sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

const national = { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } }
const code = (
  given: string,
  changed: Partial<TreatmentDayInput> = {},
  sent: Partial<DocumentedService> = {},
): CodedDay =>
  codeTreatmentDay({
    ...day,
    pricing: national,
    services: services(given).map((service) => ({ ...service, ...sent })),
    ...changed,
  })
const commercial = (rules: Record<string, unknown>) => ({ payer: { family: 'commercial' as const, rules } })
const price = (line: Partial<LineToPrice>, changed: Partial<DayToPrice> = {}): PricedDay =>
  priceTreatmentDay({
    ...{ serviceDate: day.serviceDate, payer: { family: 'medicare-b' as const }, pricing: national },
    deductibleRemainingCents: cents(100),
    lines: [
      {
        ...{ lineId: '1', procedureCode: '97110', units: 1, modifiers: [], discipline: 'PT' as const },
        ...line,
      },
    ],
    ...changed,
  })
type Row = [string, () => CodedDay | PricedDay, string, Readonly<Record<string, Fact>>]
const tell = (rows: Row[]) =>
  test.each(rows)('%s', (_, answered, rule, facts) => expect(factsOf(answered(), rule)).toContainEqual(facts))

describe('procedures and inputs', () => {
  const off = { procedureCode: '97110' }
  const mixed = () => {
    const [timed, counted] = services('97110 15, 97110 -')
    return code('', { services: [timed, counted].flatMap((one) => (one ? [{ ...one, units: 1 }] : [])) })
  }
  tell([
    [
      'another code',
      () => code('97014 15'),
      'procedure/replaced',
      { procedureCode: '97014', replacedBy: 'G0283' },
    ],
    [
      'bundled',
      () => code('97010 15'),
      'procedure/not-payable',
      { procedureCode: '97010', discipline: 'PT', kind: 'bundled' },
    ],
    [
      'never covered',
      () => code('20560 15'),
      'procedure/not-payable',
      { procedureCode: '20560', discipline: 'PT', kind: 'excluded' },
    ],
    [
      'never covered, noticed',
      () => code('20560 15', { abn: 'voluntary' }),
      'procedure/not-payable',
      { procedureCode: '20560', modifier: 'GX' },
    ],
    ['unlisted', () => code('97139 15'), 'procedure/unlisted', { procedureCode: '97139' }],
    [
      'a second evaluation',
      () => code('97162 30', { evaluatedOn: serviceDate('2026-01-05') }),
      'procedure/second-evaluation',
      { procedureCode: '97162', serviceDate: '2026-03-02', evaluatedOn: '2026-01-05' },
    ],
    [
      'an added code alone',
      () => code('97130 15'),
      'procedure/add-on-without-base',
      { procedureCode: '97130', bases: ['97129'] },
    ],
    [
      'a code in no table',
      () => code('99999 15'),
      'coding/not-yet',
      { procedureCode: '99999', serviceDate: '2026-03-02' },
    ],
    ['no therapy code', () => code('97810 15'), 'coding/not-yet', { procedureCode: '97810' }],
    [
      'another plan’s code',
      () => code('97165 30'),
      'coding/not-yet',
      { procedureCode: '97165', modifier: 'GP' },
    ],
    ['no minutes', () => code('97110 -'), 'coding/not-yet', off],
    ['minutes on one alone', mixed, 'coding/not-yet', off],
    ['an area without units', () => code('97598 20'), 'coding/not-yet', { procedureCode: '97598' }],
    [
      'other units',
      () => code('97110 30', {}, { units: 1 }),
      'units/clinic-count',
      { ...off, clinicUnits: 1, units: 2 },
    ],
    [
      'no diagnosis',
      () => code('97110 30', {}, { diagnosisPointers: [] }),
      'coding/not-yet',
      { ...off, pointers: [] },
    ],
    [
      'an assistant without minutes',
      () => code('97012 -', {}, { assistantMinutes: 5 }),
      'coding/not-yet',
      { procedureCode: '97012', assistantMinutes: 5 },
    ],
    [
      '13 diagnoses',
      () => code('97110 30', { diagnoses: Array(13).fill('M5459') }),
      'coding/not-yet',
      { diagnoses: 13 },
    ],
    [
      'a profile’s misfit',
      () => code('97110 30', commercial({ mppr: 'half' })),
      'input/impossible',
      { pointer: '/payer/rules/mppr' },
    ],
  ])
})

describe('amounts', () => {
  const schedule = { price: { kind: 'schedule', unitCents: { '97110': 4000 } } }
  const daily = commercial({ price: { kind: 'per-diem', dayCents: 9000 } })
  const percent = (mppr: string) =>
    price({}, commercial({ price: { kind: 'percent-of-medicare', percent: 120 }, mppr }))
  const scaled = { procedureCode: '97110', percent: 120, mpprPercent: 50, fullUnitCents: 3487 }
  const highest = {
    ...{ procedureCode: '97530', units: 2, reducible: true, practiceExpenseHundredths: 60 },
    ...{
      fullUnitCents: 3507,
      highest: '97530',
      isHighest: true,
      perUnit: true,
      fullUnits: 1,
      reducedUnits: 1,
    },
  }
  tell([
    [
      'barred',
      () => code('97150 40, 97110 8'),
      'price/barred',
      { procedureCode: '97110', barredBy: 'ncci/pair-needs-modifier', allowedCents: 0 },
    ],
    [
      'allowed already',
      () => price({ allowedCents: cents(2000) }),
      'price/allowed-already',
      { procedureCode: '97110', allowedCents: 2000 },
    ],
    [
      'the day’s first line',
      () => code('97110 15, 97140 15', daily),
      'price/per-diem',
      { procedureCode: '97110', dayCents: 9000, allowedCents: 9000 },
    ],
    [
      'a further line of the day',
      () => code('97110 15, 97140 15', daily),
      'price/per-diem',
      { procedureCode: '97140', allowedCents: 0 },
    ],
    [
      'a line in no schedule',
      () => price({ procedureCode: '99999' }),
      'price/no-schedule',
      { procedureCode: '99999', serviceDate: '2026-03-02' },
    ],
    [
      'a day in no schedule',
      () => price({ procedureCode: '99999' }),
      'price/no-schedule',
      { family: 'medicare-b', codes: ['99999'] },
    ],
    [
      'a way of paying that nobody knows',
      () => price({ allowedCents: cents(4000) }, { payer: { family: 'commercial' } }),
      'price/no-schedule',
      { family: 'commercial', serviceDate: '2026-03-02' },
    ],
    [
      'an older schedule',
      () => price({}, { serviceDate: serviceDate('2027-01-01') }),
      'price/provisional',
      { serviceDate: '2027-01-01', stale: ['relative values', 'conversion factor'] },
    ],
    [
      'a locality that is not there',
      () => price({}, { pricing: { locality: { contractor: '02302', locality: '77' } } }),
      'price/provisional',
      { locality: '02302/77' },
    ],
    [
      'rounded indices',
      () => price({}, { pricing: { zip: '97201' } }),
      'price/provisional',
      { locality: '02302/01' },
    ],
    [
      'two localities',
      () => price({}, { pricing: { zip: '01434' }, serviceDate: serviceDate('2025-06-02') }),
      'price/provisional',
      { locality: '14212/01' },
    ],
    [
      'a status that pays nothing',
      () => price({ procedureCode: '97010' }),
      'price/not-paid',
      { procedureCode: '97010', status: 'B' },
    ],
    [
      'a percentage',
      () => percent('practice-expense'),
      'price/percent-of-medicare',
      { ...scaled, byFee: false, reducedUnitCents: 2665 },
    ],
    [
      'a percentage, half of the fee',
      () => percent('allowed'),
      'price/percent-of-medicare',
      { ...scaled, byFee: true, reducedUnitCents: 1744 },
    ],
    [
      'a payer’s own schedule',
      () => price({}, commercial({ ...schedule, mppr: 'none' })),
      'price/own-schedule',
      { procedureCode: '97110', fullUnitCents: 4000, reducedUnitCents: 4000 },
    ],
    [
      'the highest expense',
      () => price({ procedureCode: '97530', units: 2 }),
      'price/multiple-procedures',
      highest,
    ],
    [
      'no reduction',
      () => price({ procedureCode: '97129' }),
      'price/multiple-procedures',
      {
        ...{ procedureCode: '97129', units: 1, reducible: false, practiceExpenseHundredths: 16 },
        ...{ fullUnitCents: 2238, highest: null, isHighest: false, perUnit: true },
        ...{ fullUnits: 1, reducedUnits: 0 },
      },
    ],
    [
      'a payment',
      () => price({ modifiers: ['GP', 'CQ'] }),
      'price/payment-chain',
      {
        ...{ procedureCode: '97110', allowedCents: 2906, deductibleRemainingCents: 100, byAssistant: true },
        percents: { coinsurance: 20, assistant: 15, sequestration: 2 },
        ...{ deductibleCents: 100, coinsuranceCents: 561, assistantReductionCents: 337 },
        ...{ sequestrationCents: 38, paidCents: 1870, patientCents: 661, accrualCents: 2906 },
      },
    ],
  ])
})
