import { describe, expect, it } from 'vitest'
import { type SampleClaim, sampleRead } from './sample-remittance.ts'
import { keysOf, keysOfVersion, waitingKeys } from './waiting-keys.ts'

const number = 'K7M2P4X90001V1A'
const sent = keysOfVersion({
  ...{ claimNumber: number, lines: [{ chargeLineId: 'LINE1' }], payerClaimNumber: 'icn1' },
  ...{ visit: 'EXH000000001|2026-11-10|10000|97110', record: 'MRN1' },
})
const line = { code: '97110', charge: 10000, paid: 0, adjustments: [['CO', '45', 10000]] as const }

function waits(more: Partial<SampleClaim>, known = {}) {
  const claim = { number: '0', charge: 10000, paid: 0, member: '', lines: [line], ...more }
  const [answered] = sampleRead({ claims: [claim] }).claims
  if (!answered) throw new Error('the sample has a claim')
  return waitingKeys(answered, { treatmentDayId: null, claimId: null, ...known })
}

describe('an unmatched claim is looked at again when a claim turns up by', () => {
  it.each<[string, Partial<SampleClaim>]>([
    ['its number', { number }],
    ['its number, altered', { number: 'k7m2-p4x9-ooo1-v1a' }],
    ['its number, cut', { number: number.slice(0, 13) }],
    ['the payer’s number', { payerNumber: 'ICN1' }],
    ['the payer’s earlier number', { references: [['F8', 'ICN1']] }],
    ['its medical record number', { references: [['EA', 'MRN1']] }],
    ['a charge line', { lines: [{ ...line, control: 'LINE1' }] }],
    ['its visit', { member: 'EXH000000001' }],
  ])('%s', (_, claim) => {
    expect(waits(claim).some((key) => sent.includes(key))).toBe(true)
  })

  it.each<[string, Partial<SampleClaim>]>([
    ['another number', { number: 'K7M2P4X90002V1A' }],
    ['too short a beginning', { number: number.slice(0, 11) }],
    ['another reference', { references: [['G1', 'ICN1']] }],
  ])('not by %s', (_, claim) => {
    expect(waits(claim).filter((key) => sent.includes(key))).toEqual([])
  })

  it('its charge, or the answer that it takes back, where the claim is known', () => {
    expect(waits({}, { treatmentDayId: 'day_1' })).toEqual(
      expect.arrayContaining([...keysOf('day', ['day_1'])]),
    )
    expect(waits({}, { claimId: 'A' })).toEqual(expect.arrayContaining([...keysOf('claim', ['A'])]))
    expect(keysOf('payer', [' icn1 '])).toEqual(['payer/ICN1'])
  })

  it('of a reversal by the visit that it takes back', () => {
    const back = { ...line, charge: -10000, adjustments: [['CO', '45', -10000]] as const }
    const keys = waits({ status: '22', charge: -10000, lines: [back], member: 'EXH000000001' })
    expect(keys.some((key) => sent.includes(key))).toBe(true)
  })
})
