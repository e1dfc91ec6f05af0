import { payerFamilies, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { filingWindow } from './timely-filing.ts'

describe('a first claim is due', () => {
  test.each([
    ['medicare-b', '2026-03-02', '2027-03-02', 'verified'],
    ['medicare-b', '2028-02-29', '2029-02-28', 'verified'],
    ['medicaid', '2026-03-02', '2026-05-31', 'unverified'],
    ['commercial', '2026-03-02', '2026-05-31', 'unverified'],
    ['tricare', '2026-03-02', '2027-03-02', 'unverified'],
    ['va', '2026-03-02', '2026-08-29', 'unverified'],
  ] as const)('%s of %s on %s (%s)', (family, served, dueOn, confidence) => {
    expect(filingWindow(family, serviceDate(served))).toMatchObject({ dueOn, confidence })
  })

  test('on no day that we know for the rest', () => {
    const unknown = payerFamilies.filter((family) => filingWindow(family, serviceDate('2026-03-02')) === null)
    expect(unknown).toEqual(['medicare-advantage', 'workers-comp', 'auto', 'self-pay'])
  })
})
