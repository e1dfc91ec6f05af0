import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { daysLeftToFile, filingAlarmOn } from './filing-deadline.ts'
import { sampleClaim } from './sample-claim.ts'

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
    expect(daysLeftToFile(sampleClaim, serviceDate(today))).toBe(left)
    // A rejected claim was never filed: its window runs on.
    expect(daysLeftToFile({ ...sampleClaim, state: 'rejected' }, serviceDate(today))).toBe(left)
  })

  it.each([
    ['it was voided', { ...sampleClaim, state: 'voided' as const }],
    ['it went out', { ...sampleClaim, state: 'sent' as const }],
    ['no window is known', { ...sampleClaim, timelyFilingDueOn: null }],
  ])('presses for nothing when %s', (_, each) => {
    expect(daysLeftToFile(each, serviceDate('2027-03-01'))).toBeNull()
  })
})
