import { cents } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { ruleCards } from './rule-cards.ts'
import { blocking, day, linesOf, services, two } from './sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

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
    ['a code of status B', '97010 10', '', '97010 has Medicare status B, not A'],
    ['a code of status I', '97014 15', '', '97014 has Medicare status I, not A'],
    ['a sometimes-therapy code', '95992 15', '', '95992 is not an always-therapy code'],
    ['a first length of time', '97129 15', '', '97129 is not an always-therapy code'],
    ['an hour', 'SLP 96125 60', '', '96125 is counted by 60 minutes, not by 15'],
    ['a carrier-priced code', '97039 15', '', '97039 has Medicare status C, not A'],
    ['work hardening', '97545 120', '', '97545 has Medicare status R, not A'],
    ['another discipline’s evaluation', '97165 30', '', '97165 is not known under GP'],
    ['no minutes', '97110 -', '', '97110: neither minutes nor units; units are counted from minutes'],
  ])('%s: %s', (_, given, lines, says) => {
    const coded = codeTreatmentDay({ ...day, services: services(given) })
    expect(linesOf(coded)).toBe(lines)
    expect(blocking(coded)).toEqual([`hold coding/not-yet ${says}`])
    expect(coded.unbilled.at(-1)?.reasons.map((reason) => reason.says)).toEqual([says])
    expect(coded.findings[0]?.fix).toBe('a person must code this line until Tally can')
  })

  test.each<[string, Partial<DocumentedService>, string]>([
    [
      'assistant minutes',
      { assistantMinutes: 4 },
      '4 minutes by an assistant; CQ and CO are not decided yet',
    ],
    ['CQ without an assistant', { modifiers: ['GP', 'CQ'] }, 'modifiers sent: CQ; only GP is judged yet'],
    ['a modifier of the clinic’s', { modifiers: ['GP', '59'] }, 'modifiers sent: 59; only GP is judged yet'],
    ['another discipline’s modifier', { modifiers: ['GO'] }, 'modifiers sent: GO; only GP is judged yet'],
    ['video', { modality: 'video' }, 'furnished by video or audio'],
    ['other units', { units: 1 }, 'the clinic counts 1 units, the rule 2'],
    ['no diagnosis', { diagnosisPointers: [] }, 'points to 0 diagnoses, 1 to 4 fit'],
    ['five diagnoses', { diagnosisPointers: [1, 2, 3, 4, 5] }, 'points to 5 diagnoses, 1 to 4 fit'],
  ])('%s', (_, sent, says) => {
    const coded = codeTreatmentDay({
      ...day,
      services: services('97110 30').map((service) => ({ ...service, ...sent })),
    })
    expect(linesOf(coded)).toBe('97110 GP x2 12000')
    expect(blocking(coded)).toEqual([`hold coding/not-yet 97110: ${says}`])
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

  test('one code by two clinicians', () => {
    const [a, b] = two('97110 15, 97110 15')
    const coded = codeTreatmentDay({ ...day, services: [a, { ...b, renderingNpi: '1467560003' }] })
    expect(blocking(coded)).toEqual(['hold coding/not-yet 97110: two rendering providers share it'])
  })

  test.each<[string, Partial<TreatmentDayInput>, string]>([
    [
      'another payer',
      { payer: { family: 'commercial' } },
      'payer family commercial: its unit rule is not built',
    ],
    [
      'a payer’s own rules',
      { payer: { family: 'medicare-b', rules: { unitRule: 'per-code' } } },
      'a payer with rules of its own',
    ],
    ['an ABN', { abn: 'required' }, 'an ABN (required) is on file; GA, GX, GY and GZ are not decided yet'],
    ['13 diagnoses', { diagnoses: Array(13).fill('M5459') }, '13 diagnoses on the day; a claim takes 12'],
  ])('the whole day for %s', (_, changed, says) => {
    const coded = codeTreatmentDay({ ...day, ...changed, services: services('97110 30, 97530 16') })
    expect(blocking(coded)).toEqual([`hold coding/not-yet ${says}`])
    expect(coded.findings[0]?.lineIds).toEqual(['1', '2'])
  })

  test('a day of another payer has no lines and no unit rule', () => {
    const coded = codeTreatmentDay({
      ...day,
      payer: { family: 'workers-comp' },
      services: services('97110 45, 97016 15'),
    })
    expect([coded.unitRule, coded.lines, coded.unbilled.map(({ procedureCode }) => procedureCode)]).toEqual([
      null,
      [],
      ['97110', '97016'],
    ])
  })
})

test('every slug stands for one rule', () => {
  const slugs = ruleCards.map(({ slug }) => slug)
  expect(new Set(slugs).size).toBe(slugs.length)
})
