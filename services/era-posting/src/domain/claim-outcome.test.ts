import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { claimOutcome } from './claim-outcome.ts'
import type { Matched, Unmatched } from './match-claim.ts'
import { type SampleClaim, sampleRead } from './sample-remittance.ts'

const line = {
  chargeLineId: 'L1',
  procedureCode: '97110',
  modifiers: ['GP'],
  chargeCents: cents(10000),
  expectedAllowedCents: null,
}
const version = { claimNumber: 'A', version: 1, chargeCents: cents(10000), lines: [line] }
const matched: Matched = {
  ...{ kind: 'matched', version, order: 1, tier: 1, evidence: 'its number' },
  claim: {
    ...{
      id: 'C',
      treatmentDayId: 'day_1',
      coverageOrder: 1,
      patientId: 'pat_1',
      payerId: 'P1',
      payerFamily: null,
      heard: 1,
      said: 0,
    },
    ...{
      serviceDate: '2026-11-10',
      standing: 'submitted',
      traceparent: null,
      adjudicatedAt: null,
      settledAt: null,
    },
    versions: [version],
  },
}
const booked = {
  ...{ chargeLineId: 'L1', procedureCode: '97110', modifiers: ['GP'], expectedAllowedCents: null },
  ...{ account: 'receivable:payer:L1:1', bookedCents: cents(10000) },
}
const coverages = [1, 2].map((order) => ({ order, payerId: `P${order}`, payerFamily: 'commercial' }))
const day = { lines: [booked], coverages }
const unmatched: Unmatched = { kind: 'unmatched', because: 'claim/not-found', evidence: null }

function told(
  status: string,
  more: Partial<SampleClaim> = {},
  match: Matched | Unmatched = matched,
  broken?: string,
) {
  const claim = {
    number: 'A',
    status,
    charge: 10000,
    paid: 8000,
    adjustments: [['CO', '45', 2000]] as const,
    ...more,
  }
  const [answered] = sampleRead({ claims: [claim] }).claims
  if (!answered) throw new Error('the sample has a claim')
  const outcome = claimOutcome(answered, match, broken, day)
  return 'because' in outcome ? `${outcome.kind}: ${outcome.because}` : outcome.kind
}

describe('a claim of a remittance', () => {
  it.each(['1', '2', '3', '4', '19', '20', '21'])('of status %s posts', (status) => {
    expect(told(status)).toBe('posts')
  })

  it.each<[string, string, string]>([
    ['of status 22 takes back', '22', 'reverses'],
    ['of status 5, of 4010', '5', 'unmatched: claim/status-unknown'],
    ['without a status', '', 'unmatched: claim/status-unknown'],
    ['that was forwarded, and pays all the same', '23', 'unmatched: claim/pays-nothing'],
    ['that only foretells, and pays all the same', '25', 'unmatched: claim/pays-nothing'],
  ])('%s', (_, status, expected) => {
    expect(told(status)).toBe(expected)
  })

  it('of status 23 and 25 moves no money', () => {
    const nothing = { paid: 0, adjustments: [['CO', '109', 10000]] as const }
    expect(told('23', nothing)).toBe('no-money: claim/forwarded')
    expect(told('25', nothing)).toBe('no-money: claim/predetermination')
  })

  it('that is broken is kept, whatever it is', () => {
    expect(told('1', {}, matched, 'line/out-of-balance')).toBe('unmatched: line/out-of-balance')
    expect(told('22', {}, matched, 'claim/out-of-balance')).toBe('unmatched: claim/out-of-balance')
  })

  it('that is nobody’s is kept with the reason why', () => {
    expect(told('1', {}, unmatched)).toBe('unmatched: claim/not-found')
  })

  it.each([
    ['at a coverage that the visit lists posts', 2, 'posts'],
    ['at one that it does not list waits', 3, 'unmatched: claim/coverage-missing'],
  ])('that was handed on, answered %s', (_, order, expected) => {
    expect(told(String(order), {}, { ...matched, order })).toBe(expected)
  })

  it('of a visit that is not charged yet is kept', () => {
    const [answered] = sampleRead({ claims: [{ number: 'A', charge: 100, paid: 100 }] }).claims
    const of = (known: typeof day | undefined) =>
      answered && claimOutcome(answered, matched, undefined, known)
    expect(of(undefined)).toMatchObject({ because: 'claim/not-charged' })
    expect(of({ lines: [], coverages })).toMatchObject({ because: 'claim/not-charged' })
  })

  it('one of whose lines answers none of ours is kept', () => {
    const lines = [
      { code: '97110', charge: 6000, paid: 6000 },
      { code: 'G0283', charge: 2000, paid: 1000, adjustments: [['CO', '45', 1000]] as const },
      { code: '97014', charge: 2000, paid: 1000, adjustments: [['CO', '45', 1000]] as const },
    ]
    expect(told('1', { adjustments: [], lines })).toBe('unmatched: line/not-found')
  })
})
