import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type SampleClaim, type SampleLine, sampleRead } from './sample-remittance.ts'
import { visitKey, visitOf } from './visit-key.ts'

const line = (code: string, more: Partial<SampleLine> = {}): SampleLine => ({
  ...{ code, charge: 10000, paid: 0, adjustments: [['CO', '45', 10000]] },
  ...more,
})
function told(lines: readonly SampleLine[], charge: number, more: Partial<SampleClaim> = {}) {
  const [answered] = sampleRead({ claims: [{ number: '0', charge, paid: 0, lines, ...more }] }).claims
  return answered ? visitOf(answered, cents(charge)) : undefined
}

describe('a visit is told by who, when, how much and what', () => {
  it('the same in any order of its lines, and however the member id is written', () => {
    const expected = 'EXH000000001|2026-11-10|20000|97110 97530'
    expect(told([line('97530'), line('97110')], 20000)).toBe(expected)
    expect(told([line('97110'), line('97530')], 20000, { member: 'exh 0000-00001' })).toBe(expected)
    const sent = { memberId: 'EXH000000001', serviceDate: '2026-11-10', chargeCents: cents(20000) }
    expect(visitKey({ ...sent, procedureCodes: ['97530', '97110'] })).toBe(expected)
  })

  it.each([
    ['on two days', told([line('97110'), line('97530', { date: '20261111' })], 20000)],
    ['whose lines are not the whole charge', told([line('97110')], 20000)],
    ['without lines', told([], 20000)],
    ['without a member id', told([line('97110')], 10000, { member: '' })],
  ])('but not %s', (_, visit) => {
    expect(visit).toBeNull()
  })
})
