import { type PayerFamily, payerFamilies, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { filingWindow } from './timely-filing.ts'

const windowOf = (family: PayerFamily, served: string, filingDays: number | null = null) =>
  filingWindow({ family, payerId: '60054', filingDays }, serviceDate(served))

describe('a first claim is due', () => {
  test.each([
    ['medicare-b', '2026-03-02', '2027-03-02', 'verified'],
    ['medicare-b', '2028-02-29', '2029-02-28', 'verified'],
    ['medicaid', '2026-03-02', '2026-05-31', 'unverified'],
    ['commercial', '2026-03-02', '2026-05-31', 'unverified'],
    ['tricare', '2026-03-02', '2027-03-02', 'unverified'],
    ['va', '2026-03-02', '2026-08-29', 'unverified'],
  ] as const)('%s of %s on %s (%s)', (family, served, dueOn, confidence) => {
    expect(windowOf(family, served)).toMatchObject({ dueOn, confidence })
  })

  test('on no day that we know for the rest', () => {
    const unknown = payerFamilies.filter((family) => windowOf(family, '2026-03-02') === null)
    expect(unknown).toEqual(['medicare-advantage', 'workers-comp', 'auto', 'self-pay'])
  })

  test('on no day where nobody is asked', () => {
    expect(filingWindow(null, serviceDate('2026-03-02'))).toBeNull()
  })
})

describe('the days of a payer’s profile win', () => {
  test.each<[PayerFamily, number, string]>([
    ['commercial', 180, '2026-08-29'],
    ['commercial', 60, '2026-05-01'],
    ['medicaid', 95, '2026-06-05'],
    ['medicare-advantage', 365, '2027-03-02'],
    ['workers-comp', 30, '2026-04-01'],
    ['auto', 95, '2026-06-05'],
    ['medicare-b', 90, '2026-05-31'],
  ])('%s with %i days: %s', (family, days, dueOn) => {
    const citation = `profile of payer 60054: ${days} days from service`
    expect(windowOf(family, '2026-03-02', days)).toEqual({ dueOn, confidence: 'practice', citation })
  })

  test.each([365, 366, 730])('but over Medicare’s year: %i days', (days) => {
    expect(windowOf('medicare-b', '2026-03-02', days)).toMatchObject({
      dueOn: '2027-03-02',
      confidence: 'verified',
    })
  })
})
