/** Minutes to units by every payer's rule: the pooled one stands in rules/timed-units.test.ts. */
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { blocking, day, services } from './sample-day.ts'

const code = (given: string, rules: Record<string, unknown>) =>
  codeTreatmentDay({ ...day, payer: { family: 'commercial', rules }, services: services(given) })
const unitsOf = ({ lines }: ReturnType<typeof codeTreatmentDay>) =>
  lines.map(({ procedureCode, units }) => `${procedureCode} ${units}`).join(', ')

/** The rows of 2.4: minutes, units by midpoint, units by full 15 minutes. */
const rows = `
1  97112 24, 97110 23                    -> 97112 2, 97110 2                    | 97112 1, 97110 1
2  97112 20, 97110 20                    -> 97112 1, 97110 1                    | 97112 1, 97110 1
3  97110 33, 97140 7                     -> 97110 2                             | 97110 2
4  97110 18, 97140 13, 97116 10, 97035 8 -> 97110 1, 97140 1, 97116 1, 97035 1  | 97110 1
5  97112 7, 97110 7, 97140 7             ->                                     |
6  97035 5, 97140 6, 97110 7             ->                                     |
7  97110 7                               ->                                     |
8  97110 8                               -> 97110 1                             |
9  97110 22                              -> 97110 1                             | 97110 1
10 97110 23                              -> 97110 2                             | 97110 1
11 97110 37                              -> 97110 2                             | 97110 2
12 97110 38                              -> 97110 3                             | 97110 2
13 97110 8, 97140 8                      -> 97110 1, 97140 1                    |
14 97110 10, 97140 10, 97530 10          -> 97110 1, 97140 1, 97530 1           |
15 97110 15, 97140 8, 97530 8            -> 97110 1, 97140 1, 97530 1           | 97110 1
16 97110 20, 97140 10                    -> 97110 1, 97140 1                    | 97110 1
17 97530 25, 97110 12, 97140 8           -> 97530 2, 97110 1, 97140 1           | 97530 1
18 97110 30, 97140 15                    -> 97110 2, 97140 1                    | 97110 2, 97140 1
19 97110 14, 97140 14, 97112 14          -> 97110 1, 97140 1, 97112 1           |
20 97110 16, 97140 7                     -> 97110 1                             | 97110 1
21 97110 40, 97140 4, 97112 4            -> 97110 3                             | 97110 2
22 97110 22, 97140 22                    -> 97110 1, 97140 1                    | 97110 1, 97140 1
23 97110 15, 97140 7                     -> 97110 1                             | 97110 1
24 97110 5, 97140 3                      ->                                     |
25 97110 4, 97140 3                      ->                                     |
26 97110 29, 97140 9                     -> 97110 2, 97140 1                    | 97110 1
27 97530 53                              -> 97530 4                             | 97530 3
28 97110 27, 97140 11, 97035 12, 97116 9 -> 97110 2, 97140 1, 97035 1, 97116 1  | 97110 1
29 97110 38, 97140 22                    -> 97110 3, 97140 1                    | 97110 2, 97140 1
30 97110 7, 97140 15, 97530 15           -> 97140 1, 97530 1                    | 97140 1, 97530 1
31 97161 25, 97110 15, 97140 8           -> 97161 1, 97110 1, 97140 1           | 97161 1, 97110 1
32 97150 40, 97110 8                     -> 97150 1, 97110 1                    | 97150 1
`

describe('each code by itself', () => {
  test.each(rows.trim().split('\n'))('%s', (row) => {
    const [given = '', midpoint = '', full = ''] = row
      .slice(3)
      .split(/->|\|/)
      .map((part) => part.trim())
    const perCode = code(given, { unitRule: 'per-code' })
    expect([unitsOf(perCode), perCode.tie]).toEqual([midpoint, false])
    const full15 = code(given, { unitRule: 'full-15' })
    expect([unitsOf(full15), full15.tie]).toEqual([full, false])
  })
})

describe('codes of another length stand outside every pool', () => {
  test.each([
    ['97129 7', ''],
    ['97129 8', '97129 1'],
    ['97129 90', '97129 1'],
    ['97129 15, 97130 22', '97129 1, 97130 1'],
    ['97129 15, 97130 23', '97129 1, 97130 2'],
    ['97550 15', ''],
    ['97550 16', '97550 1'],
    ['97550 60', '97550 1'],
    ['97550 30, 97551 7', '97550 1'],
    ['97550 30, 97551 8', '97550 1, 97551 1'],
    ['97545 60', ''],
    ['97545 61', '97545 1'],
    ['97545 120, 97546 30', '97545 1'],
    ['97545 120, 97546 91', '97545 1, 97546 2'],
    ['OT 96125 30', ''],
    ['OT 96125 31', '96125 1'],
    ['OT 96125 91', '96125 2'],
    ['98979 9', ''],
    ['98979 19', '98979 1'],
    ['98980 19', ''],
    ['98980 40', '98980 1'],
    ['98980 20, 98981 39', '98980 1, 98981 1'],
    ['98980 20, 98981 40', '98980 1, 98981 2'],
    ['98967 10', ''],
    ['98967 25', '98967 1'],
    ['97129 8, 97110 7', '97129 1'],
    ['97550 30, 97551 7, 97110 7', '97550 1'],
    ['97552 45', '97552 1'],
    ['98975 5', '98975 1'],
    ['98985 5', '98985 1'],
  ])('%s', (given, expected) => {
    for (const family of ['medicare-b', 'commercial'] as const) {
      const coded = codeTreatmentDay({ ...day, payer: { family }, services: services(given) })
      expect(unitsOf(coded)).toBe(expected)
    }
  })

  test('their minutes are treatment, and no timed minutes of the pool', () => {
    const { timedMinutes, treatmentMinutes } = codeTreatmentDay({
      ...day,
      services: services('97550 30, 97110 15, 97012 10'),
    })
    expect([timedMinutes, treatmentMinutes]).toEqual([15, 55])
  })
})

describe('units in place of minutes', () => {
  const given = (units: number, what: string) => services(what).map((service) => ({ ...service, units }))

  test.each([
    ['97110 -', 3, '97110 3'],
    ['97598 -', 4, '97598 4'],
    ['97597 -', 1, '97597 1'],
    ['95851 20', 3, '95851 3'],
    ['95852 -', 2, '95852 2'],
  ])('%s ×%i', (what, units, expected) => {
    expect(unitsOf(codeTreatmentDay({ ...day, services: given(units, what) }))).toBe(expected)
  })

  test('they add nothing to the pool, and it is told', () => {
    const coded = codeTreatmentDay({
      ...day,
      services: [...given(1, '97110 -'), ...services('97012 5, 97140 7').slice(1)],
    })
    expect(unitsOf(coded)).toBe('97110 1')
    expect(coded.findings[0]).toMatchObject({ rule: 'units/as-given', severity: 'info', lineIds: ['1'] })
  })

  test.each([
    ['97597 -', '97597 1'],
    ['97597 20', '97597 1'],
    ['95851 20', '95851 1'],
  ])('without them %s is one', (what, expected) => {
    const coded = codeTreatmentDay({ ...day, services: services(what) })
    expect([unitsOf(coded), blocking(coded)]).toEqual([expected, []])
  })

  test('an assistant has his share of the whole, as of any code that is not counted by time', () => {
    const assisted = given(3, '95851 20').map((service) => ({ ...service, assistantMinutes: 5 }))
    const { lines } = codeTreatmentDay({ ...day, services: assisted })
    expect(lines.map(({ modifiers, units }) => [modifiers.join(' '), units])).toEqual([['GP CQ', 3]])
  })

  test('two units of an untimed code are held', () => {
    expect(blocking(codeTreatmentDay({ ...day, services: given(2, '97012 -') }))).toEqual([
      'hold units/clinic-count 97012: the clinic counts 2, the rule 1',
    ])
  })

  test('on both of two services, minutes on one: held all the same', () => {
    const [timed, counted] = given(1, '97110 15, 97110 -')
    if (!timed || !counted) throw new Error('two services')
    const coded = codeTreatmentDay({ ...day, services: [timed, counted] })
    expect(unitsOf(coded)).toBe('')
    expect(blocking(coded)).toEqual(['hold coding/not-yet 97110: minutes on some of its services alone'])
  })

  test('a count of limbs on one of two services', () => {
    const [one, other] = services('95851 -, 95851 -')
    if (!one || !other) throw new Error('two services')
    const coded = codeTreatmentDay({ ...day, services: [{ ...one, units: 2 }, other] })
    expect(unitsOf(coded)).toBe('')
    expect(blocking(coded)[0]).toBe('hold coding/not-yet 95851: units on some of its services alone')
  })

  test('minutes on one of two services', () => {
    const [timed, counted] = services('97110 15, 97110 -')
    if (!timed || !counted) throw new Error('two services')
    const coded = codeTreatmentDay({ ...day, services: [timed, { ...counted, units: 1 }] })
    expect(unitsOf(coded)).toBe('')
    expect(blocking(coded)[0]).toBe('hold coding/not-yet 97110: minutes on some of its services alone')
  })
})

describe('minutes and the count of the clinic', () => {
  const counted = (units: (number | null)[], what: string) =>
    codeTreatmentDay({
      ...day,
      services: services(what).map((service, place) => ({ ...service, units: units[place] ?? null })),
    })
  const told = ({ findings }: ReturnType<typeof counted>) =>
    findings
      .filter(({ rule }) => rule === 'units/clinic-count')
      .map(({ severity, says, lineIds }) => `${severity} [${lineIds}] ${says}`)

  test.each([
    [[2], '97110 30', []],
    [[1], '97110 30', ['warn [1] 97110: the clinic counts 1, the rule 2']],
    [[3], '97110 30', ['warn [1] 97110: the clinic counts 3, the rule 2']],
    [[1, 1], '97110 15, 97110 15', []],
    [[1, 2], '97110 15, 97110 15', ['warn [1,2] 97110: the clinic counts 3, the rule 2']],
    [[5, null], '97110 15, 97110 15', []],
    [[1], '97012 10', []],
    [[0], '97012 10', ['warn [1] 97012: the clinic counts 0, the rule 1']],
    [[2], '97012 10', ['hold [1] 97012: the clinic counts 2, the rule 1']],
  ])('%j units of %s', (units, what, expected) => expect(told(counted(units, what))).toEqual(expected))

  test('a cap is no second session', () => {
    const capped = codeTreatmentDay({
      ...{ ...day, payer: { family: 'commercial', rules: { dailyVisitCap: 0 } } },
      services: services('97012 10').map((service) => ({ ...service, units: 1 })),
    })
    expect(told(capped)).toEqual(['warn [1] 97012: the clinic counts 1, the rule 0'])
  })

  test('it says by which rule', () => {
    expect(counted([1], '97110 30').findings).toMatchObject([{ edition: '2026' }, {}])
  })

  test('ours are billed', () => expect(unitsOf(counted([3], '97110 30'))).toBe('97110 2'))
})

describe('a payer of so many units a day', () => {
  test.each([
    ['dailyTimedCap', 4, '97110 30, 97140 15, 97530 23', '97110 2, 97140 1, 97530 1'],
    ['dailyTimedCap', 4, '97110 30, 97140 30, 97161 30', '97110 2, 97140 2, 97161 1'],
    ['dailyTimedCap', 2, '97110 15, 97140 30, 97161 30', '97140 2, 97161 1'],
    ['dailyTimedCap', 3, '97110 45, 97140 45', '97110 2, 97140 1'],
    ['dailyTimedCap', 0, '97110 45, 97161 30', '97161 1'],
    ['dailyVisitCap', 2, '97110 45, 97161 30', '97110 1, 97161 1'],
  ])('%s %i: %s', (key, cap, given, expected) => {
    const coded = code(given, { [key]: cap })
    expect(unitsOf(coded)).toBe(expected)
    const cut = coded.findings.filter(({ rule }) => rule === 'units/daily-cap')
    expect(cut.map(({ severity }) => severity)).toEqual(
      given.includes('97140 30, 97161') && cap === 4 ? [] : ['warn'],
    )
  })
})

describe('what a cap leaves', () => {
  test('a count of the clinic’s stands before any minutes', () => {
    const counted = services('97110 -').map((service) => ({ ...service, units: 2 }))
    const both = [...counted, ...services('97012 5, 97140 23').slice(1)]
    const capped = (rules: Record<string, unknown>) =>
      codeTreatmentDay({ ...day, payer: { family: 'commercial', rules }, services: both })
    expect(unitsOf(capped({ dailyVisitCap: 2 }))).toBe('97110 2')
    expect(unitsOf(capped({ dailyTimedCap: 3 }))).toBe('97110 2, 97140 1')
  })

  test('fewer units than the clinic counted in place of minutes are the cap’s doing, and nobody else’s', () => {
    const counted = services('97110 -').map((service) => ({ ...service, units: 2 }))
    const payer = { family: 'commercial' as const, rules: { dailyTimedCap: 1 } }
    const coded = codeTreatmentDay({ ...day, payer, services: counted })
    expect([unitsOf(coded), blocking(coded)]).toEqual(['97110 1', []])
  })

  test('a code that bills nothing raises no doubt of its own', () => {
    const coded = code('97161 30, 97139 15', { dailyVisitCap: 1 })
    expect(unitsOf(coded)).toBe('97161 1')
    expect(coded.findings.map(({ rule, lineIds }) => [rule, lineIds])).toEqual([
      ['units/daily-cap', ['2']],
      ['price/no-schedule', ['1']],
    ])
  })
})

test.each([
  ['97112 20, 97110 20', 'cms-pooled', true],
  ['97112 24, 97110 23', 'cms-pooled', false],
  ['97112 20, OT 97110 20', 'cms-pooled', false],
  ['97110 15, OT 97112 8, OT 97535 8', 'cms-pooled', true],
  ['97112 20, 97110 20', 'per-code', false],
])('%s by %s: a tie is told: %s', (given, unitRule, tie) => expect(code(given, { unitRule }).tie).toBe(tie))
