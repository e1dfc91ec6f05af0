/** Sections 0.2 and 5.2 of the coding rules: which codes stand on which date, and which never together. */
import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from '../code-treatment-day.ts'
import { day, services } from '../sample-day.ts'
import { standingOf } from '../tables/diagnosis-tables.ts'
import { judgeDiagnoses } from './diagnoses.ts'

const judged = (diagnoses: readonly string[], date = '2026-03-02', pointers: readonly number[] = [1]) =>
  judgeDiagnoses({
    ...{ ...day, diagnoses, serviceDate: serviceDate(date) },
    services: services('97110 30').map((one) => ({ ...one, diagnosisPointers: pointers })),
  }).map(({ severity, rule, says, lineIds }) => `${severity} ${rule} [${lineIds}] ${says}`)

const rejected = (says: string) => [`reject diagnosis/not-valid-on-date [1] ${says}`]

describe('a diagnosis is a code of the date of service', () => {
  test.each([
    ['M54.5', '2021-09-30', []],
    ['M54.5', '2021-10-01', rejected('M54.5 on 2021-10-01: ended on 2021-10-01')],
    ['M54.59', '2021-09-30', rejected('M54.59 on 2021-09-30: begins on 2021-10-01')],
    ['M54.59', '2021-10-01', []],
    ['M51.36', '2024-09-30', []],
    ['M51.36', '2024-10-01', rejected('M51.36 on 2024-10-01: ended on 2024-10-01')],
    ['M51.360', '2024-09-30', rejected('M51.360 on 2024-09-30: begins on 2024-10-01')],
    ['M51.360', '2024-10-01', []],
    ['G35', '2025-09-30', []],
    ['G35', '2025-10-01', rejected('G35 on 2025-10-01: ended on 2025-10-01')],
    ['G35.A', '2025-09-30', rejected('G35.A on 2025-09-30: begins on 2025-10-01')],
    ['G35.A', '2025-10-01', []],
    ['R10.2', '2025-09-30', []],
    ['R10.2', '2025-10-01', rejected('R10.2 on 2025-10-01: ended on 2025-10-01')],
    ['R10.22', '2025-10-01', []],
    ['M25.561', '2026-03-02', []],
    ['M25561', '2026-03-02', []],
    ['I10', '2026-03-02', []],
    ['S93.401D', '2026-03-02', []],
    ['T14.8XXD', '2026-03-02', []],
    ['S93.401', '2026-03-02', rejected('S93.401 on 2026-03-02: a heading, with codes of its own below it')],
    ['M54', '2026-03-02', rejected('M54 on 2026-03-02: a heading, with codes of its own below it')],
    ['M54.58', '2026-03-02', rejected('M54.58 on 2026-03-02: in no list of codes')],
    ['U99.9', '2026-03-02', rejected('U99.9 on 2026-03-02: in no list of codes')],
  ])('%s on %s', (code, date, expected) => expect(judged([code], date)).toEqual(expected))

  const warned = (code: string, date: string) => [
    `warn diagnosis/not-valid-on-date [1] ${code} on ${date}: not in the lists at hand, which do not cover the date`,
  ]

  test.each([
    ['in no list, and the last one ends before', 'M54.58', '2026-10-01'],
    ['in no list, and the first one begins after', 'M54.58', '2023-09-30'],
    ['begun in one of two years', 'R39.851', '2024-10-01'],
    ['begun in one of two years', 'R39.851', '2025-09-30'],
    ['ended in one of two years', 'Z86.010', '2024-10-01'],
    ['ended in one of two years', 'Z86.010', '2025-09-30'],
  ])('a code %s is for a person to check: %s on %s', (_, code, date) => {
    expect(judged([code], date)).toEqual(warned(code, date))
  })

  test.each([
    ['R39.851', '2024-09-30', rejected('R39.851 on 2024-09-30: begins on 2024-10-01')],
    ['R39.851', '2025-10-01', []],
    ['Z86.010', '2024-09-30', []],
    ['Z86.010', '2025-10-01', rejected('Z86.010 on 2025-10-01: ended on 2025-10-01')],
  ])('on either side of the two years it is known: %s on %s', (code, date, expected) => {
    expect(judged([code], date)).toEqual(expected)
  })

  test.each(['', 'M', 'M5', 'M54 59', '54.59', 'M54.5 ', 'm54.59', 'M54.123456'])('%j is no code', (code) => {
    expect(standingOf(code.replace('.', ''), serviceDate('2026-03-02')).kind).toBe('unlisted')
  })

  test('a code that no line points to is wrong for the whole day', () => {
    expect(judged(['M54.2', 'M54'])).toEqual([
      'reject diagnosis/not-valid-on-date [] M54 on 2026-03-02: a heading, with codes of its own below it',
    ])
  })

  test('the line that points to it is allowed nothing, the day is kept', () => {
    const coded = codeTreatmentDay({ ...day, diagnoses: ['M54'], services: services('97110 30') })
    expect(coded.lines).toMatchObject([{ procedureCode: '97110', units: 2 }])
    expect(coded.findings).toMatchObject([{ rule: 'diagnosis/not-valid-on-date', severity: 'reject' }])
  })
})

describe('two diagnoses that exclude each other are for a person to decide', () => {
  const held = (says: string, on = '1') => [`hold diagnosis/excludes1 [${on}] ${says} exclude each other`]

  test.each([
    ['M54.59', 'S39.012D', held('M54.59 and S39.012D')],
    ['S39.012D', 'M54.59', held('S39.012D and M54.59')],
    ['M54.59', 'M51.26', held('M54.59 and M51.26')],
    ['M54.41', 'M54.59', held('M54.41 and M54.59')],
    ['M54.59', 'M62.81', []],
    ['M54.59', 'M54.59', []],
    ['M54.59', 'S39.011D', []],
  ])('%s beside %s', (one, other, expected) => expect(judged([one, other])).toEqual(expected))

  test('by the list of FY2021, the newest at hand', () => {
    const [finding] = judgeDiagnoses({ ...day, diagnoses: ['M54.59', 'S39.012D'] })
    expect(finding?.edition).toBe('ICD-10-CM FY2021')
  })

  test('each pair is told once, on the lines that point to either', () => {
    expect(judged(['M54.59', 'M62.81', 'S39.012D'], '2026-03-02', [2])).toEqual(
      held('M54.59 and S39.012D', ''),
    )
    expect(judged(['M54.59', 'M62.81', 'S39.012D'], '2026-03-02', [3, 2])).toEqual(
      held('M54.59 and S39.012D'),
    )
  })
})
