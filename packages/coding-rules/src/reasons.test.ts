/**
 * What a reason carries beside its sentence: the facts a person or a program can go by, all of them, by their
 * names. rederived.test.ts reckons lines again from them; here stands each kind of units and modifiers once.
 */
import { cents, type Fact, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import type { CodedDay } from './coded-day.ts'
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
type Row = [string, () => CodedDay, string, Readonly<Record<string, Fact>>]
const tell = (rows: Row[]) =>
  test.each(rows)('%s', (_, answered, rule, facts) => expect(factsOf(answered(), rule)).toContainEqual(facts))

describe('units', () => {
  const capped = () => code('97110 30, 97140 15', commercial({ dailyTimedCap: 2 }))
  const visit = () => code('97110 30, 97161 15', commercial({ dailyVisitCap: 2 }))
  const pooled = { timedMinutes: 38, poolUnits: 3, spare: 1, tie: false }
  const own = { procedureCode: '97110', minutes: 30, full: 2, leftOver: 0, rank: null, units: 2 }
  const other = { procedureCode: '97140', minutes: 8, full: 0, leftOver: 8, rank: 1, units: 1 }
  tell([
    ['no leftover, no rank', () => code('97110 30, 97140 8'), 'units/eight-minute', { ...pooled, ...own }],
    ['the leftover’s rank', () => code('97110 30, 97140 8'), 'units/eight-minute', { ...pooled, ...other }],
    [
      'a midpoint',
      () => code('97129 40'),
      'units/midpoint',
      { procedureCode: '97129', minutes: 40, length: 15, midpoint: 8, atMost: 1, units: 1 },
    ],
    [
      'a full length',
      () => code('98980 20, 98981 40'),
      'units/full-length',
      { procedureCode: '98981', minutes: 40, length: 20, midpoint: 20, atMost: null, units: 2 },
    ],
    [
      'the clinic’s count',
      () => code('97110 -', {}, { units: 2 }),
      'units/as-given',
      { procedureCode: '97110', units: 2 },
    ],
    ['an untimed code', () => code('97012 10'), 'units/untimed-once', { procedureCode: '97012', units: 1 }],
    ['a cap, on the code', capped, 'units/daily-cap', { procedureCode: '97140', counted: 1, units: 0 }],
    ['a cap, on the day', capped, 'units/daily-cap', { what: 'timed', documented: 3, cap: 2 }],
    ['a cap on any unit', visit, 'units/daily-cap', { what: 'all', documented: 3, cap: 2 }],
    [
      'a limit',
      () => code('97110 98'),
      'units/above-mue',
      { procedureCode: '97110', units: 7, limit: 6, mai: '3' },
    ],
  ])

  test('a sentence counts in the singular, and names the most a code may have', () => {
    const says = (given: string) => code(given).lines[0]?.reasons[0]?.says
    expect(says('97110 8')).toContain('8 timed minutes, 1 unit in the pool')
    expect(says('97129 90')).toBe('97129: 90 minutes, 8 of 15 for a unit, at most 1: 1')
    expect(code('97129 15, 97130 8').lines[1]?.reasons[0]?.says).toBe(
      '97130: 8 minutes, 8 of 15 for a unit: 1',
    )
  })

  test('a cap is told where it cuts, and of the lines it cuts alone', () => {
    expect(capped().unbilled[0]?.reasons.map(({ rule }) => rule)).toEqual([
      'units/midpoint',
      'units/daily-cap',
    ])
    expect(capped().lines[0]?.reasons.map(({ rule }) => rule)).toEqual([
      'units/midpoint',
      'modifier/discipline',
      'price/no-schedule',
    ])
    expect(capped().findings[0]).toMatchObject({ rule: 'units/daily-cap', lineIds: ['2'] })
    expect(visit().lines[0]?.reasons.map(({ rule }) => rule)).toContain('units/daily-cap')
    expect(visit().findings[0]).toMatchObject({ rule: 'units/daily-cap', lineIds: ['1'] })
  })
})

describe('modifiers', () => {
  const split = () => code('97110 30', {}, { assistantMinutes: 15 })
  const by = {
    ...{
      procedureCode: '97110',
      discipline: 'PT',
      minutes: 30,
      assistantMinutes: 15,
      units: 2,
      byUnit: true,
    },
    ...{ method: 1, modifier: 'CQ', assistantUnits: 1 },
  }
  const five = () => code('97110 30', {}, { modifiers: ['59', '76', 'RT', '96'] })
  const block = () => code('97150 40, 97110 8', {}, { distinctBlock: 'described' })
  const pair = { column1: '97150', column2: '97110', indicator: '1' }
  const remote = () => code('97110 30', {}, { modality: 'audio', placeOfService: '11' })
  const kx = { procedureCode: '97110', bucket: 'PT+SLP', thresholdCents: 248000 }
  const used = (ptSlp: number, changed: Partial<TreatmentDayInput> = {}) =>
    code('97110 15', { therapyAccrued: { ptSlpCents: cents(ptSlp), otCents: cents(0) }, ...changed })
  tell([
    [
      'a plan of care',
      () => code('97110 15'),
      'modifier/discipline',
      { procedureCode: '97110', discipline: 'PT', modifier: 'GP' },
    ],
    ['a therapist’s half', split, 'modifier/assistant', { ...by, carries: false }],
    ['an assistant’s half', split, 'modifier/assistant', { ...by, carries: true }],
    [
      'an assistant’s evaluation',
      () => code('97161 30', {}, { assistantMinutes: 5 }),
      'modifier/assistant-evaluation',
      {
        ...{ procedureCode: '97161', discipline: 'PT', minutes: 30, assistantMinutes: 5, units: 1 },
        byUnit: false,
      },
    ],
    ['a modifier of the clinic', five, 'modifier/of-the-clinic', { procedureCode: '97110', modifier: 'RT' }],
    [
      'one that tells two lines apart',
      () =>
        code(
          '97110 30',
          { payer: { family: 'medicare-b', rules: { splitLineModifier: '76' } } },
          { assistantMinutes: 15 },
        ),
      'modifier/of-the-clinic',
      { procedureCode: '97110', modifier: '76' },
    ],
    [
      'one too many',
      five,
      'modifier/order',
      { procedureCode: '97110', modifiers: ['GP', '59', '76', 'RT'], dropped: ['96'] },
    ],
    [
      'a contradiction',
      () => code('97110 30', {}, { modifiers: ['AT'] }),
      'modifier/contradiction',
      { procedureCode: '97110', modifier: 'AT' },
    ],
    [
      'audio',
      remote,
      'modifier/telehealth',
      { procedureCode: '97110', modality: 'audio', placeOfService: '11', modifier: '93' },
    ],
    ['a place that does not fit', remote, 'modifier/telehealth', { procedureCode: '97110', modifier: '' }],
    [
      'a person at a place of telehealth',
      () => code('97110 30', {}, { placeOfService: '10' }),
      'modifier/telehealth',
      { procedureCode: '97110', modifier: '' },
    ],
    [
      'a side',
      () => code('97760 15', commercial({ sideCodes: ['97760'] })),
      'modifier/side',
      { procedureCode: '97760', modifier: '' },
    ],
    ['a distinct block', block, 'modifier/distinct', { ...pair, modifier: '59' }],
    ['none', () => code('97150 40, 97110 8'), 'ncci/pair-needs-modifier', pair],
    [
      'never together',
      () => code('97161 30, 97750 15'),
      'ncci/never-together',
      { column1: '97161', column2: '97750', indicator: '0' },
    ],
    [
      'below the threshold',
      () => used(0),
      'modifier/kx-required',
      { ...kx, usedCents: 0, allowedCents: 2906, needed: false },
    ],
    [
      'above it',
      () => used(248000),
      'modifier/kx-required',
      { ...kx, usedCents: 248000, allowedCents: 2906, needed: true },
    ],
    [
      'attested',
      () => used(248000, { kxAttested: true }),
      'modifier/kx-required',
      { procedureCode: '97110', modifier: 'KX' },
    ],
    [
      'with an ABN',
      () => used(248000, { abn: 'required' }),
      'modifier/abn',
      { procedureCode: '97110', modifier: 'GA' },
    ],
    [
      'KX too early',
      () => code('97110 15', { kxAttested: true }, { modifiers: ['KX'] }),
      'modifier/kx-early',
      { procedureCode: '97110' },
    ],
    [
      'review',
      () => used(300000),
      'therapy/targeted-review',
      { ptSlpCents: 302906, otCents: 0, reviewFlag: true },
    ],
    [
      'last year’s threshold',
      () => used(0, { serviceDate: serviceDate('2027-01-04') }),
      'price/provisional',
      { bucket: 'PT+SLP', serviceDate: '2027-01-04', thresholdCents: 248000 },
    ],
    [
      'nobody knows',
      () => used(248000, { pricing: null }),
      'coding/not-yet',
      { bucket: 'PT+SLP', usedCents: 248000, chargedCents: 6000, thresholdCents: 248000 },
    ],
  ])

  test('what a person releases or attests is on the line with its rule', () => {
    const last = (coded: CodedDay) =>
      coded.lines[0]?.reasons.map(({ rule, says }) => `${rule} ${says}`).at(-1)
    expect(last(used(248000, { kxAttested: true }))).toBe(
      'modifier/kx-required KX on 97110: above the threshold, and attested',
    )
    expect(last(used(248000, { abn: 'required' }))).toBe(
      'modifier/abn GA on 97110: a required ABN is on file',
    )
    expect(five().lines[0]?.reasons.map(({ rule }) => rule)).toContain('modifier/order')
    expect(block().lines[1]?.reasons.map(({ rule }) => rule)).toContain('modifier/distinct')
  })
})
