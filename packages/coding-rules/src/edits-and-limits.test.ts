import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { blocking, day, linesOf, services, two } from './sample-day.ts'

describe('edit pairs', () => {
  test('a line in a pair needs evidence of its own block', () => {
    const coded = codeTreatmentDay({ ...day, services: services('97150 40, 97110 8') })
    expect(blocking(coded)).toEqual([
      'hold ncci/pair-needs-modifier 97110 is column 2 of 97150, indicator 1, on 2026-03-02',
    ])
    expect(coded.findings[0]?.lineIds).toEqual(['2'])
    expect(linesOf(coded)).toBe('97150 GP x1 6000, 97110 GP x1 6000')
  })

  test('with evidence it is held for the 59 that is not added yet', () => {
    const [group, exercise] = two('97150 40, 97110 8')
    const distinctBlock = { from: '10:00', to: '10:08' }
    const coded = codeTreatmentDay({ ...day, services: [group, { ...exercise, distinctBlock }] })
    expect(blocking(coded)).toEqual([
      'hold coding/not-yet 97110 is column 2 of 97150, indicator 1, on 2026-03-02; its block of time is documented, adding 59 is not built',
    ])
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
      'hold coding/not-yet KX is attested; which lines carry it cannot be told while the year’s use is unknown',
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
