import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { Claim } from './claim.ts'
import { daysLeftToFile, filingAlarmOn } from './filing-deadline.ts'

const claim: Claim = {
  ...{ id: 'C1', treatmentDayId: 'day_1', coverageOrder: 1, version: 0, dayVersion: 1, state: 'held' },
  ...{
    heldBecause: 'eligibility/not-answered',
    payerId: '02302',
    patientId: 'pat_1',
    billingNpi: '1234567893',
  },
  ...{
    serviceDate: serviceDate('2026-03-02'),
    chargeCents: cents(12000),
    charges: { diagnoses: [], lines: [] },
  },
  timelyFilingDueOn: serviceDate('2027-03-02'),
}

describe('the filing window', () => {
  it('presses 30 days before it closes, over a year end and a leap day', () => {
    expect(filingAlarmOn(serviceDate('2027-03-02'))).toBe('2027-01-31')
    expect(filingAlarmOn(serviceDate('2028-03-01'))).toBe('2028-01-31')
  })

  it.each([
    ['30 days before', '2027-01-31', 30],
    ['on its last day', '2027-03-02', 0],
    ['a day late', '2027-03-03', -1],
  ])('counts the days left: %s', (_, today, left) => {
    expect(daysLeftToFile(claim, serviceDate(today))).toBe(left)
  })

  it.each([
    ['it was voided', { ...claim, state: 'voided' as const }],
    ['it went out', { ...claim, state: 'sent' as const }],
    ['no window is known', { ...claim, timelyFilingDueOn: null }],
  ])('presses for nothing when %s', (_, each) => {
    expect(daysLeftToFile(each, serviceDate('2027-03-01'))).toBeNull()
  })
})
