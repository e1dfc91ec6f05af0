import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { blocking, day, linesOf, services, two } from './sample-day.ts'
import type { DocumentedService } from './treatment-day-input.ts'

describe('edit pairs', () => {
  test('a line in a pair needs evidence of its own block', () => {
    const coded = codeTreatmentDay({ ...day, services: services('97150 40, 97110 8') })
    expect(blocking(coded)).toEqual([
      'hold ncci/pair-needs-modifier 97110 is column 2 of 97150, indicator 1, on 2026-03-02',
    ])
    expect(coded.findings[0]?.lineIds).toEqual(['2'])
    expect(linesOf(coded)).toBe('97150 GP x1 6000, 97110 GP x1 6000')
  })

  test.each<[string, DocumentedService['distinctBlock'], DocumentedService['distinctBlock'], string, number]>(
    [
      [
        'a block after it',
        { from: '10:00', to: '10:40' },
        { from: '10:40', to: '10:48' },
        '97110 GP 59 x1 6000',
        0,
      ],
      [
        'a block that overlaps',
        { from: '10:00', to: '10:40' },
        { from: '10:39', to: '10:48' },
        '97110 GP x1 6000',
        1,
      ],
      ['a block, column 1’s is unknown', null, { from: '10:40', to: '10:48' }, '97110 GP 59 x1 6000', 0],
      ['a described block', null, 'described', '97110 GP 59 x1 6000', 0],
      ['a block of column 1 alone', { from: '10:00', to: '10:40' }, null, '97110 GP x1 6000', 1],
    ],
  )('59 goes on column 2 for %s', (_, first, second, line, holds) => {
    const [group, exercise] = two('97150 40, 97110 8')
    const given = [
      { ...group, distinctBlock: first },
      { ...exercise, distinctBlock: second },
    ]
    const coded = codeTreatmentDay({ ...day, services: given })
    expect(linesOf(coded)).toBe(`97150 GP x1 6000, ${line}`)
    expect(blocking(coded)).toHaveLength(holds)
  })

  test.each([
    ['59', 0],
    ['XU', 1],
  ])('the clinic’s own %s satisfies the edit on either line, and stays', (modifier, place) => {
    const given = services('97150 40, 97110 8').map((service, index) =>
      index === place ? { ...service, modifiers: ['GP', modifier] } : service,
    )
    const coded = codeTreatmentDay({ ...day, services: given })
    expect(blocking(coded)).toEqual([])
    expect(coded.lines.map(({ modifiers }) => modifiers.includes(modifier))).toEqual([
      place === 0,
      place === 1,
    ])
  })

  test('both halves of a split line carry it', () => {
    const [group, exercise] = two('97150 40, 97110 30')
    const given = [group, { ...exercise, assistantMinutes: 15, distinctBlock: 'described' as const }]
    expect(linesOf(codeTreatmentDay({ ...day, services: given }))).toBe(
      '97150 GP x1 6000, 97110 GP 59 x1 6000, 97110 GP CQ 59 x1 6000',
    )
  })

  test.each([
    ['medicare-b', {}, 0],
    ['commercial', {}, 0],
    ['commercial', { ncci: 'legacy' }, 1],
    ['workers-comp', {}, 0],
  ] as const)('stale pairs: %s %j', (family, rules, holds) => {
    const coded = codeTreatmentDay({
      ...day,
      payer: { family, rules },
      services: services('97140 15, 97530 15'),
    })
    expect(blocking(coded)).toHaveLength(holds)
  })

  test.each([
    ['medicare-b', 1],
    ['auto', 0],
  ] as const)('a pair in force, for %s', (family, holds) => {
    const coded = codeTreatmentDay({ ...day, payer: { family }, services: services('97150 40, 97110 15') })
    expect(blocking(coded)).toHaveLength(holds)
  })

  test('of a pair that is never paid together column 2 comes off', () => {
    const coded = codeTreatmentDay({ ...day, services: services('97161 30, 97750 15') })
    expect(linesOf(coded)).toBe('97161 GP x1 6000')
    expect(coded.unbilled).toMatchObject([{ procedureCode: '97750', minutes: 15 }])
    expect(blocking(coded)).toEqual([
      'hold ncci/never-together 97750 is column 2 of 97161, indicator 0, on 2026-03-02',
    ])
  })

  test.each([
    ['97164 30, 97763 15, 97110 15', '97164 GP x1 6000, 97110 GP x1 6000'],
    ['OT 97165 30, OT 97750 15, OT 97150 40', '97165 GO x1 6000, 97150 GO x1 6000'],
  ])('a pair whose column 1 came off itself does not act: %s', (given, expected) => {
    const coded = codeTreatmentDay({ ...day, services: services(given) })
    expect(linesOf(coded)).toBe(expected)
    expect(blocking(coded)).toHaveLength(1)
  })

  test('a code with no unit triggers nothing', () => {
    expect(blocking(codeTreatmentDay({ ...day, services: services('97150 40, 97110 7') }))).toEqual([])
  })

  test('97140 beside 97530 was a pair until the end of 2019', () => {
    const given = services('97140 15, 97530 15')
    expect(blocking(codeTreatmentDay({ ...day, services: given }))).toEqual([])
    const before = codeTreatmentDay({
      ...day,
      serviceDate: serviceDate('2019-12-31'),
      therapyAccrued: null,
      services: given,
    })
    expect(blocking(before)).toEqual([
      'hold ncci/pair-needs-modifier 97530 is column 2 of 97140, indicator 1, on 2019-12-31',
    ])
  })
})

describe('limits', () => {
  test.each([
    ['six units of 97110', '97110 90', []],
    ['seven', '97110 98', ['hold units/above-mue 7 units of 97110 on 2026-03-02, the limit is 6 (MAI 3)']],
    [
      'an evaluation in two disciplines',
      '97150 40, OT 97150 40',
      ['hold units/above-mue 2 units of 97150 on 2026-03-02, the limit is 1 (MAI 3)'],
    ],
  ])('%s', (_, given, expected) => {
    expect(blocking(codeTreatmentDay({ ...day, services: services(given) }))).toEqual(expected)
  })
})

describe('what a payer makes of a procedure', () => {
  test('97014 goes as G0283, and both are one unit', () => {
    const coded = codeTreatmentDay({ ...day, services: services('97014 15, G0283 15, 97110 15') })
    expect(linesOf(coded)).toBe('G0283 GP x1 6000, 97110 GP x1 6000')
    expect(coded.lines[0]?.sourceLineIds).toEqual(['1', '2'])
    expect(coded.findings[0]).toMatchObject({ rule: 'procedure/replaced', severity: 'info', lineIds: ['1'] })
  })

  test.each([
    ['medicare-b', '97010 10', 1],
    ['medicare-b', '97602 10', 1],
    ['medicare-b', '97037 10', 1],
    ['medicare-b', 'G0282 10', 1],
    ['medicare-b', '20560 10', 1],
    ['medicare-b', '20561 10', 1],
    ['medicare-b', 'OT 20560 10', 0],
    ['medicare-advantage', '97010 10', 1],
    ['tricare', '97010 10', 1],
    ['commercial', '97010 10', 0],
    ['commercial', '20560 10', 0],
  ] as const)('%s and %s', (family, given, off) => {
    const coded = codeTreatmentDay({ ...day, payer: { family }, services: services(`97110 15, ${given}`) })
    expect(blocking(coded)).toEqual([])
    expect(coded.unbilled.map(({ lineId }) => lineId)).toEqual(off ? ['2'] : [])
    expect(coded.findings.filter(({ rule }) => rule === 'procedure/not-payable')).toMatchObject(
      off ? [{ severity: 'info', lineIds: ['2'] }] : [],
    )
    expect(coded.lines).toHaveLength(off ? 1 : 2)
  })

  test('beside a voluntary ABN what is never covered goes with GX and GY, expected to bring nothing', () => {
    const national = { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } }
    const noticed = { ...day, abn: 'voluntary' as const, pricing: national }
    const coded = codeTreatmentDay({ ...noticed, services: services('97110 15, 20560 10, 97010 10') })
    expect(linesOf(coded)).toBe('97110 GP x1 6000, 20560 GP GX GY x1 6000')
    expect(coded.lines.map((line) => line.expectedAllowedCents)).toEqual([2906, 0])
    expect(coded.unbilled.map(({ procedureCode }) => procedureCode)).toEqual(['97010'])
  })

  test('an ABN is for Original Medicare alone: elsewhere it stays off', () => {
    const noticed = { ...day, abn: 'voluntary' as const, payer: { family: 'medicare-advantage' as const } }
    expect(linesOf(codeTreatmentDay({ ...noticed, services: services('97110 15, 20560 10') }))).toBe(
      '97110 GP x1 6000',
    )
  })

  test.each([
    ['97130 15', '97130 without 97129'],
    ['97546 60', '97546 without 97545'],
    ['97551 15', '97551 without 97550'],
    ['98981 20', '98981 without 98980'],
    ['97129 7, 97130 15', '97130 without 97129'],
  ])('an added code without its base: %s', (given, says) => {
    expect(blocking(codeTreatmentDay({ ...day, services: services(given) }))).toEqual([
      `reject procedure/add-on-without-base ${says}`,
    ])
  })

  test.each(['97129 15, 97130 15', '97550 30, 97551 8', '98980 20, 98981 20'])('beside it: %s', (given) => {
    expect(blocking(codeTreatmentDay({ ...day, services: services(given) }))).toEqual([])
  })

  test.each([
    ['97162 30', serviceDate('2026-01-05'), ['warn']],
    ['97164 30', serviceDate('2026-01-05'), []],
    ['97162 30', null, []],
  ])('%s in an episode evaluated on %s', (given, evaluatedOn, expected) => {
    const coded = codeTreatmentDay({ ...day, evaluatedOn, services: services(given) })
    const found = coded.findings.filter(({ rule }) => rule === 'procedure/second-evaluation')
    expect(found.map(({ severity }) => severity)).toEqual(expected)
  })

  test('an unlisted code wants a description', () => {
    const coded = codeTreatmentDay({ ...day, services: services('97139 15, 97110 15') })
    expect(coded.findings[0]).toMatchObject({ rule: 'procedure/unlisted', severity: 'warn', lineIds: ['1'] })
    expect(coded.lines).toHaveLength(2)
  })
})

describe('the therapy threshold', () => {
  const accrued = (ptSlp: number, ot: number) => ({ ptSlpCents: cents(ptSlp), otCents: cents(ot) })
  const may = (bucket: string, used: number) =>
    `hold coding/not-yet ${bucket}: ${used} cents used, 12000 charged, threshold 248000 on 2026-03-02; a line may need KX`

  test.each([
    ['charges that just fit', 'PT', accrued(236000, 248000), []],
    ['a cent more', 'PT', accrued(236001, 0), [may('PT+SLP', 236001)]],
    ['OT’s own bucket', 'OT', accrued(0, 248000), [may('OT', 248000)]],
  ])('%s', (_, discipline, therapyAccrued, expected) => {
    expect(
      blocking(codeTreatmentDay({ ...day, therapyAccrued, services: services(`${discipline} 97110 30`) })),
    ).toEqual(expected)
  })

  test.each([
    ['before the first threshold', '2020-12-31', 0, 'unknown'],
    ['beyond the last known one', '2027-01-04', 240000, '248000'],
  ])('charges %s are held', (_, date, used, threshold) => {
    const coded = codeTreatmentDay({
      ...day,
      serviceDate: serviceDate(date),
      therapyAccrued: accrued(used, 0),
      services: services('97110 30'),
    })
    expect(blocking(coded)).toEqual([
      `hold coding/not-yet PT+SLP: ${used} cents used, 12000 charged, threshold ${threshold} on ${date}; a line may need KX`,
    ])
  })

  test('in a year whose threshold is not published the last known one counts, and it says so', () => {
    const coded = codeTreatmentDay({
      ...day,
      serviceDate: serviceDate('2027-01-04'),
      services: services('97110 30'),
    })
    expect(coded.findings.map(({ severity, says }) => `${severity} ${says}`)).toContain(
      'warn the PT+SLP threshold of 2027-01-04 is not held; the last known, 248000 cents, is used',
    )
    expect(blocking(coded)).toEqual([])
  })

  test('an attestation without the year’s use cannot be placed', () => {
    const coded = codeTreatmentDay({
      ...day,
      therapyAccrued: null,
      kxAttested: true,
      services: services('97110 30'),
    })
    expect(blocking(coded)).toEqual([
      'hold coding/not-yet KX is attested; which lines carry it cannot be told while the use of the year is unknown',
    ])
  })

  test('without a price or a charge nobody knows whether a line crosses', () => {
    const free = services('97110 30, 97110 15, 97140 15').map((service) => ({
      ...service,
      unitChargeCents: null,
    }))
    const coded = codeTreatmentDay({ ...day, services: free })
    expect(blocking(coded)).toEqual([
      'hold coding/not-yet PT+SLP: 0 cents used, unknown charged, threshold 248000 on 2026-03-02; a line may need KX',
    ])
    expect(coded.findings[0]?.lineIds).toEqual(['1', '2', '3'])
  })

  test('while nobody knows what was used, the day says so and goes on', () => {
    const coded = codeTreatmentDay({ ...day, therapyAccrued: null, services: services('97110 30') })
    expect(coded.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'info coding/not-yet',
      'info price/no-schedule',
    ])
    expect(coded.findings[0]?.lineIds).toEqual([])
  })
})
