import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { ruleCards } from './rule-cards.ts'
import { blocking, day, linesOf, services, two } from './sample-day.ts'
import type { DocumentedService } from './treatment-day-input.ts'

describe('a day that Medicare B pays', () => {
  test.each([
    ['a plain visit', '97110 30, 97530 16', '97110 GP x2 12000, 97530 GP x1 6000'],
    [
      'two encounters of one day',
      '97110 30, 97530 16, 97110 12, 97140 10',
      '97110 GP x3 18000, 97530 GP x1 6000, 97140 GP x1 6000',
    ],
    [
      'an evaluation beside timed codes',
      '97161 25, 97110 15, 97140 8',
      '97161 GP x1 6000, 97110 GP x1 6000, 97140 GP x1 6000',
    ],
    ['an untimed code twice', '97012 10, 97012 12', '97012 GP x1 6000'],
    ['an untimed code with no minutes', '97012 -', '97012 GP x1 6000'],
    ['two disciplines with a pool each', '97110 7, OT 97535 8', '97535 GO x1 6000'],
    ['one code in two disciplines', '97110 15, OT 97110 15', '97110 GP x1 6000, 97110 GO x1 6000'],
    ['speech therapy', 'SLP 92507 40', '92507 GN x1 6000'],
  ])('%s: %s', (_, given, expected) => {
    const coded = codeTreatmentDay({ ...day, services: services(given) })
    expect(linesOf(coded)).toBe(expected)
    expect(blocking(coded)).toEqual([])
  })

  test('minutes that earn nothing are listed with the reason', () => {
    const { lines, unbilled, timedMinutes, treatmentMinutes } = codeTreatmentDay({
      ...day,
      services: services('97012 12, 97110 7'),
    })
    expect(lines).toHaveLength(1)
    expect(unbilled).toMatchObject([{ lineId: '2', procedureCode: '97110', minutes: 7 }])
    expect(unbilled[0]?.reasons.map(({ says }) => says)).toEqual([
      '97110: 7 of 7 timed minutes, 0 units in the pool; 0 for full 15 minutes and 0 for 7 left over make 0',
    ])
    expect({ timedMinutes, treatmentMinutes }).toEqual({ timedMinutes: 7, treatmentMinutes: 19 })
  })

  test('merged services keep their names, and point to the diagnoses of both', () => {
    const [a, b] = two('97110 8, 97110 8')
    const { lines } = codeTreatmentDay({
      ...day,
      services: [
        { ...a, diagnosisPointers: [2] },
        { ...b, diagnosisPointers: [1, 2] },
      ],
    })
    expect(lines).toMatchObject([
      { lineId: '1', sourceLineIds: ['1', '2'], units: 1, diagnosisPointers: [2, 1] },
    ])
  })

  test('services of two unit prices leave the charge open', () => {
    const [a, b] = two('97110 15, 97110 15')
    const { lines } = codeTreatmentDay({ ...day, services: [a, { ...b, unitChargeCents: cents(1) }] })
    expect(lines[0]?.chargeCents).toBeNull()
  })

  test('a charge for whole services counts when every one of them has its own', () => {
    const [a, b] = two('97110 15, 97110 15').map((service) => ({
      ...{ ...service, unitChargeCents: null, units: 1, chargeCents: cents(3000) },
    }))
    const chargeOf = (given: (DocumentedService | undefined)[]) =>
      codeTreatmentDay({ ...day, services: given.flatMap((one) => one ?? []) }).lines[0]?.chargeCents
    expect(chargeOf([a, b])).toBe(6000)
    expect(chargeOf([a, b && { ...b, chargeCents: null }])).toBeNull()
    expect(chargeOf([a, b && { ...b, units: 2 }])).toBeNull()
  })

  test('nothing is expected while no schedule is known, and it says so', () => {
    const { expectedAllowedCents, lines, findings } = codeTreatmentDay({
      ...day,
      services: services('97110 15'),
    })
    expect([expectedAllowedCents, lines[0]?.expectedAllowedCents]).toEqual([null, null])
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['info price/no-schedule'])
  })
})

describe('what cannot be coded yet is held, and the rest is coded all the same', () => {
  test.each([
    ['a code in no table', '97110 15, 99999 15', '97110 GP x1 6000', '99999 is in no table on 2026-03-02'],
    ['acupuncture', '97810 15', '', '97810 is not a therapy code'],
    ['another discipline’s evaluation', '97165 30', '', '97165 is not known under GP'],
    ['no minutes', '97110 -', '', '97110: neither minutes nor units; units are counted from minutes'],
    ['an added area without units', '97598 20', '', '97598 is counted by area, and no units were sent'],
  ])('%s: %s', (_, given, lines, says) => {
    const coded = codeTreatmentDay({ ...day, services: services(given) })
    expect(linesOf(coded)).toBe(lines)
    expect(blocking(coded)).toEqual([`hold coding/not-yet ${says}`])
    expect(coded.unbilled.at(-1)?.reasons.map((reason) => reason.says)).toEqual([says])
    expect(coded.findings[0]).toMatchObject({
      lineIds: [coded.unbilled[0]?.lineId],
      fix: 'a person must code this line until Tally can',
    })
  })

  test.each<[string, Partial<DocumentedService>, string]>([
    ['no diagnosis', { diagnosisPointers: [] }, 'points to 0 diagnoses, 1 to 4 fit'],
    ['five diagnoses', { diagnosisPointers: [1, 2, 3, 4, 5] }, 'points to 5 diagnoses, 1 to 4 fit'],
  ])('%s', (_, sent, says) => {
    const coded = codeTreatmentDay({
      ...day,
      diagnoses: ['M5459', 'M6281', 'M25561', 'M25562', 'R2689'],
      services: services('97110 30').map((service) => ({ ...service, ...sent })),
    })
    expect(linesOf(coded)).toBe('97110 GP x2 12000')
    expect(blocking(coded)).toEqual([`hold coding/not-yet 97110: ${says}`])
  })

  test('twelve diagnoses fit on a claim, and four on a line', () => {
    const given = services('97110 30').map((service) => ({ ...service, diagnosisPointers: [1, 2, 3, 4] }))
    expect(
      blocking(codeTreatmentDay({ ...day, diagnoses: Array(12).fill('M5459'), services: given })),
    ).toEqual([])
  })

  test('units on one of two services are no count of both', () => {
    const [a, b] = two('97110 15, 97110 15')
    const counts = (one: number | null, other: number | null) =>
      codeTreatmentDay({
        ...day,
        services: [
          { ...a, units: one },
          { ...b, units: other },
        ],
      }).findings.filter(({ rule }) => rule === 'units/clinic-count')
    expect(counts(1, null)).toEqual([])
    expect(counts(1, 1)).toEqual([])
    expect(counts(1, 2)).toMatchObject([
      { severity: 'warn', lineIds: ['1', '2'], facts: { procedureCode: '97110', clinicUnits: 3, units: 2 } },
    ])
  })

  test.each<[string, Partial<DocumentedService>]>([
    ['its own modifier', { modifiers: ['GP'] }],
    ['the same units', { units: 2 }],
  ])('but not %s', (_, sent) => {
    const coded = codeTreatmentDay({
      ...day,
      services: services('97110 30').map((service) => ({ ...service, ...sent })),
    })
    expect(blocking(coded)).toEqual([])
  })

  test('a diagnosis pointed to twice is pointed to once', () => {
    const pointing = services('97110 30').map((one) => ({ ...one, diagnosisPointers: [2, 1, 2] }))
    expect(codeTreatmentDay({ ...day, services: pointing }).lines[0]?.diagnosisPointers).toEqual([2, 1])
  })

  test('one code by two clinicians', () => {
    const [a, b] = two('97110 15, 97110 15')
    const coded = codeTreatmentDay({ ...day, services: [a, { ...b, renderingNpi: '1467560003' }] })
    expect(blocking(coded)).toEqual(['hold coding/not-yet 97110: two rendering providers share it'])
  })

  test('a day of 13 diagnoses', () => {
    const coded = codeTreatmentDay({
      ...day,
      diagnoses: Array(13).fill('M5459'),
      services: services('97110 30, 97530 16'),
    })
    expect(blocking(coded)).toEqual(['hold coding/not-yet 13 diagnoses on the day; a claim takes 12'])
    expect(coded.findings[0]).toMatchObject({
      lineIds: ['1', '2'],
      fix: 'a person must code these lines until Tally can',
    })
  })

  test.each<[string, Partial<DocumentedService>, string]>([
    ['places', { placeOfService: '12' }, 'furnished in two places of service'],
    ['ways', { modality: 'video', placeOfService: '11' }, 'furnished in person and remotely'],
  ])('one code in two %s', (_, changed, says) => {
    const [a, b] = two('97110 15, 97110 15')
    const coded = codeTreatmentDay({ ...day, services: [a, { ...b, ...changed }] })
    expect(blocking(coded)).toEqual([`hold coding/not-yet 97110: ${says}`])
  })
})

describe('every family of payers is coded', () => {
  test.each<[PayerFamily, string, string]>([
    ['medicare-b', 'cms-pooled', '97110 GP x1, G0283 GP x1'],
    ['medicare-advantage', 'cms-pooled', '97110 GP x1, G0283 GP x1'],
    ['medicaid', 'cms-pooled', '97110 GP x1, 97010 GP x1, 97014 GP x1'],
    ['commercial', 'per-code', '97110 GP x1, 97140 GP x1, 97010 GP x1, 97014 GP x1'],
    ['tricare', 'cms-pooled', '97110 GP x1, 97014 GP x1'],
    ['va', 'cms-pooled', '97110 GP x1, 97014 GP x1'],
    ['workers-comp', 'per-code', '97110 GP x1, 97140 GP x1, 97010 GP x1, 97014 GP x1'],
    ['auto', 'per-code', '97110  x1, 97140  x1, 97010  x1, 97014  x1'],
    ['self-pay', 'per-code', '97110  x1, 97140  x1, 97010  x1, 97014  x1'],
  ])('%s by %s', (family, unitRule, lines) => {
    const given = services('97110 8, 97140 8, 97010 10, 97014 15')
    const coded = codeTreatmentDay({ ...day, payer: { family }, services: given })
    const told = coded.lines.map((line) => `${line.procedureCode} ${line.modifiers.join(' ')} x${line.units}`)
    expect([coded.unitRule, told.join(', ')]).toEqual([unitRule, lines])
    expect(blocking(coded)).toEqual([])
    expect(coded.expectedAllowedCents).toBeNull()
  })

  test('a payer’s own rules lie over its family’s, key by key', () => {
    const payer = { family: 'medicare-b' as const, rules: { unitRule: 'per-code' } }
    const coded = codeTreatmentDay({ ...day, payer, services: services('97110 8, 97140 8') })
    expect([coded.unitRule, linesOf(coded)]).toEqual(['per-code', '97110 GP x1 6000, 97140 GP x1 6000'])
  })

  test.each<[Record<string, unknown>, string[]]>([
    [{ unitrule: 'per-code' }, ['/payer/rules/unitrule is no key of a payer profile']],
    [{ unitRule: 'by-feel' }, ['/payer/rules/unitRule does not fit its key']],
    [
      { dailyTimedCap: -1, mppr: 'half' },
      ['/payer/rules/dailyTimedCap does not fit its key', '/payer/rules/mppr does not fit its key'],
    ],
  ])('rules that fit no profile are held, all at once: %j', (rules, expected) => {
    const coded = codeTreatmentDay({
      ...day,
      payer: { family: 'commercial', rules },
      services: services('97110 30'),
    })
    expect(blocking(coded)).toEqual(expected.map((says) => `hold input/impossible ${says}`))
    expect(linesOf(coded)).toBe('97110 GP x2 12000')
  })
})

describe('what cannot have been documented so', () => {
  test.each<[string, Partial<DocumentedService>, string[]]>([
    ['minutes below zero', { minutes: -1 }, ['/services/0/minutes is below zero']],
    ['half a minute', { minutes: 7.5 }, ['/services/0/minutes is no whole number']],
    ['more than a day', { minutes: 1441 }, ['/services/0/minutes is above 1440']],
    [
      'an assistant’s share above the whole',
      { assistantMinutes: 31 },
      ['/services/0/assistantMinutes is above the minutes of the service'],
    ],
    [
      'an assistant’s negative share',
      { assistantMinutes: -1 },
      ['/services/0/assistantMinutes is below zero'],
    ],
    ['half a unit', { units: 0.5 }, ['/services/0/units is no whole number']],
    [
      'two faults',
      { minutes: Number.NaN, assistantMinutes: 0.5 },
      ['/services/0/minutes is no whole number', '/services/0/assistantMinutes is no whole number'],
    ],
  ])('%s', (_, changed, expected) => {
    const [first, second] = two('97110 30, 97530 16')
    const coded = codeTreatmentDay({ ...day, services: [{ ...first, ...changed }, second] })
    expect(blocking(coded)).toEqual(expected.map((says) => `reject input/impossible ${says}`))
    expect(coded.findings.map(({ lineIds, facts }) => [lineIds, facts.pointer])[0]).toEqual([
      ['1'],
      expected[0]?.split(' ')[0],
    ])
    expect(linesOf(coded)).toBe('97530 GP x1 6000')
    expect(coded.unbilled).toMatchObject([{ lineId: '1' }])
    const own = changed.minutes === undefined ? 30 : 0
    const possible = changed.minutes === 1441 ? 1441 : own
    expect([coded.timedMinutes, coded.treatmentMinutes]).toEqual([16 + possible, 16 + possible])
  })

  test('a whole day of minutes is one', () => {
    const [first] = two('97110 1440, 97530 16')
    expect(blocking(codeTreatmentDay({ ...day, therapyAccrued: null, services: [first] }))).toEqual([
      'hold units/above-mue 96 units of 97110 on 2026-03-02, the limit is 6 (MAI 3)',
    ])
  })

  test.each([[0], [3], [1.5]])('a pointer to nothing: %s', (pointer) => {
    const given = services('97110 30').map((service) => ({ ...service, diagnosisPointers: [1, pointer] }))
    expect(blocking(codeTreatmentDay({ ...day, services: given }))).toEqual([
      'hold input/impossible /services/0/diagnosisPointers/1 points to no diagnosis of the day',
    ])
  })

  test('five modifiers', () => {
    const given = services('97110 30').map((service) => ({
      ...service,
      modifiers: ['GP', '59', 'RT', '96', 'CR'],
    }))
    expect(blocking(codeTreatmentDay({ ...day, services: given }))).toEqual([
      'reject input/impossible /services/0/modifiers are more than four',
    ])
  })

  test.each([
    ['2016-12-31', ['hold input/impossible /serviceDate is before 2017-01-01, the first date of the tables']],
    ['2017-01-01', []],
  ])('a date of %s', (date, expected) => {
    const old = { ...day, serviceDate: serviceDate(date), therapyAccrued: null }
    expect(blocking(codeTreatmentDay({ ...old, services: services('97110 30') }))).toEqual(expected)
  })
})

test('every slug stands for one rule', () => {
  const slugs = ruleCards.map(({ slug }) => slug)
  expect(new Set(slugs).size).toBe(slugs.length)
})
