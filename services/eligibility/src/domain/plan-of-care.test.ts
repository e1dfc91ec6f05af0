import { plusDays, type ServiceDate, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { certificationDueOn, type PlanOfCare, planVerdicts } from './plan-of-care.ts'

const start = serviceDate('2026-02-20')
const bare: PlanOfCare = {
  ...{
    initialTreatmentOn: start,
    from: start,
    to: null,
    signedOn: null,
    orderSignedOn: null,
    transmittedOn: null,
  },
  ...{ recertifications: [], progressReportsOn: [] },
}
const signed: PlanOfCare = { ...bare, signedOn: serviceDate('2026-02-24') }

/** What does not pass, on the day `day` of the plan, its first being 0. */
function saidOn(plan: PlanOfCare, day: number, treatedOn: readonly ServiceDate[] = []) {
  return planVerdicts(plan, plusDays(start, day), treatedOn)
    .filter(({ effect }) => effect !== 'pass')
    .map(({ effect, reason }) => `${effect} ${reason.rule}`)
}

describe('the initial certification', () => {
  it('is due thirty days after the first treatment', () => {
    expect(certificationDueOn(bare)).toBe('2026-03-22')
    expect(certificationDueOn({ ...bare, initialTreatmentOn: null })).toBe('2026-03-22')
    expect(certificationDueOn({ ...bare, initialTreatmentOn: null, from: null })).toBeNull()
  })

  it.each<[string, PlanOfCare, number, string[]]>([
    ['missing on day 30', bare, 30, []],
    ['missing on day 31', bare, 31, ['hold plan-of-care/not-certified']],
    ['signed late', { ...bare, signedOn: serviceDate('2026-04-10') }, 40, []],
    [
      'ordered, and the plan sent within 30 days: no signature needed since 2025',
      { ...bare, orderSignedOn: serviceDate('2026-02-18'), transmittedOn: serviceDate('2026-03-22') },
      40,
      [],
    ],
    [
      'ordered, and the plan sent too late',
      { ...bare, orderSignedOn: serviceDate('2026-02-18'), transmittedOn: serviceDate('2026-03-23') },
      40,
      ['hold plan-of-care/not-certified'],
    ],
    [
      'sent without an order (direct access)',
      { ...bare, transmittedOn: serviceDate('2026-02-21') },
      40,
      ['hold plan-of-care/not-certified'],
    ],
  ])('%s', (_, plan, day, said) => {
    expect(saidOn(plan, day)).toEqual(said)
  })

  it('knows no exception for dates before 2025', () => {
    const old = serviceDate('2024-10-01')
    const plan = { ...bare, initialTreatmentOn: old, from: old, orderSignedOn: old, transmittedOn: old }
    const effects = (date: string) => planVerdicts(plan, serviceDate(date), []).map(({ effect }) => effect)
    expect(effects('2024-11-15')).toContain('hold')
    expect(effects('2025-01-01')).not.toContain('hold')
  })
})

describe('recertification', () => {
  const overdue = ['warn plan-of-care/recertification-overdue']
  const again = { from: plusDays(start, 90), to: plusDays(start, 150), signedOn: plusDays(start, 88) }
  it.each<[string, PlanOfCare, number, string[]]>([
    ['day 90', signed, 90, []],
    ['day 91', signed, 91, overdue],
    ['after the plan’s own end', { ...signed, to: plusDays(start, 45) }, 46, overdue],
    ['recertified', { ...signed, recertifications: [again] }, 150, []],
    ['after that', { ...signed, recertifications: [again] }, 151, overdue],
    [
      'recertification not signed',
      { ...signed, recertifications: [{ ...again, signedOn: null }] },
      91,
      overdue,
    ],
    ['a later plan, signed', { ...signed, from: plusDays(start, 60) }, 140, []],
    [
      'a later plan, unsigned: it warns and does not hold',
      { ...bare, from: plusDays(start, 60) },
      70,
      overdue,
    ],
  ])('%s', (_, plan, day, said) => {
    expect(saidOn(plan, day)).toEqual(said)
  })
})

describe('progress reports', () => {
  const days = (count: number) => Array.from({ length: count }, (_, each) => plusDays(start, each * 2))
  const overdue = ['warn plan-of-care/progress-report-overdue']
  it.each<[string, number, ServiceDate[], string[]]>([
    ['on the tenth treatment day', 10, [], []],
    ['on the eleventh without one', 11, [], overdue],
    ['on the eleventh, one written on the tenth', 11, [plusDays(start, 18)], []],
    ['eleven days after the last one', 21, [plusDays(start, 18)], overdue],
    ['one that is still to come counts nothing', 11, [plusDays(start, 40)], overdue],
  ])('%s', (_, count, progressReportsOn, said) => {
    const treated = days(count)
    expect(saidOn({ ...signed, progressReportsOn }, (count - 1) * 2, treated)).toEqual(said)
  })
})
