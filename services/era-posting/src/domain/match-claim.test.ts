import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { foldedNumber, type KnownClaim } from './claim.ts'
import { type Candidates, matchClaim } from './match-claim.ts'
import { type SampleClaim, sampleRead } from './sample-remittance.ts'

interface Given {
  readonly order?: number
  /** Number and charge of each version, the newest last. */
  readonly versions: readonly (readonly [number: string, charge: number])[]
}

const known = (id: string, { order = 1, versions }: Given): KnownClaim => ({
  ...{ id, treatmentDayId: 'day_1', coverageOrder: order, patientId: 'pat_1', payerId: 'P1' },
  ...{ serviceDate: '2026-11-10', standing: 'submitted', heard: 1, said: 0, traceparent: null },
  ...{ adjudicatedAt: null, settledAt: null },
  versions: versions.map(([claimNumber, charge], index) => ({
    ...{ claimNumber, version: index + 1, chargeCents: cents(charge), lines: [] },
  })),
})

const first = known('A', {
  versions: [
    ['K7M2P4X90001V1A', 10000],
    ['K7M2P4X90001V2B', 12000],
  ],
})
const second = known('B', { order: 2, versions: [['Q9R8T7W60002V1C', 10000]] })

/** What the tables would hold of these claims. */
function candidates(claims: readonly KnownClaim[], payerNumbers: Record<string, string> = {}): Candidates {
  const numbers = ({ versions }: KnownClaim) => versions.map(({ claimNumber }) => claimNumber)
  return {
    byNumber: new Map(claims.flatMap((claim) => numbers(claim).map((number) => [number, claim] as const))),
    byFolded: (folded) =>
      claims.filter((claim) => numbers(claim).some((number) => foldedNumber(number).startsWith(folded))),
    byPayerNumber: (number) => claims.filter(({ id }) => payerNumbers[number]?.split(' ').includes(id)),
    byChargeLine: (id) => (id.startsWith('LINE') ? claims : []),
  }
}

function told(claim: SampleClaim, claims: readonly KnownClaim[], payerNumbers: Record<string, string> = {}) {
  const [answered] = sampleRead({ claims: [claim] }).claims
  if (!answered) throw new Error('the sample has a claim')
  const match = matchClaim(answered, candidates(claims, payerNumbers))
  return match.kind === 'matched'
    ? `tier ${match.tier}: ${match.claim.id} version ${match.version.version}`
    : match.because
}

const paid = (number: string, charge: number, more: Partial<SampleClaim> = {}): SampleClaim => ({
  ...{ number, charge, paid: 0, adjustments: [['CO', '45', charge]] },
  ...more,
})
const byLine = (control: string): Partial<SampleClaim> => ({
  adjustments: [],
  lines: [{ code: '97110', charge: 10000, paid: 0, control, adjustments: [['CO', '45', 10000]] }],
})

describe('a claim of a remittance is ours', () => {
  it.each<[string, SampleClaim, string]>([
    ['by its number', paid('K7M2P4X90001V1A', 10000), 'tier 1: A version 1'],
    ['by the number of a later version', paid('K7M2P4X90001V2B', 12000), 'tier 1: A version 2'],
    ['by its number in lower case', paid('k7m2p4x90001v1a', 10000), 'tier 2: A version 1'],
    ['by its number with punctuation', paid('K7M2-P4X9 0001V1A', 10000), 'tier 2: A version 1'],
    ['by its number with a letter for a digit', paid('K7M2P4X9OOO1V1A', 10000), 'tier 2: A version 1'],
    ['by its number with a digit for a letter', paid('K7M2P4X9000IV1A', 10000), 'tier 2: A version 1'],
    ['by the beginning of its number', paid('K7M2P4X90001V1', 10000), 'tier 2: A version 1'],
    [
      'by the beginning that two versions share, told apart by the charge',
      paid('K7M2P4X90001V', 12000),
      'tier 2: A version 2',
    ],
    ['by the payer’s own number', paid('0', 10000, { payerNumber: 'ICN1' }), 'tier 3: A version 1'],
    ['by its charge lines', paid('', 10000, byLine('LINE1')), 'tier 4: A version 1'],
    [
      'by its charge lines, as the second payer',
      paid('0', 10000, { status: '2', ...byLine('LINE1') }),
      'tier 4: B version 1',
    ],
    [
      'as reversal, by the same keys',
      paid('K7M2P4X90001V1A', -10000, { status: '22' }),
      'tier 1: A version 1',
    ],
  ])('%s', (_, claim, expected) => {
    expect(told(claim, [first, second], { ICN1: 'A' })).toBe(expected)
  })

  it.each<[string, SampleClaim, string]>([
    ['another charge under its number', paid('K7M2P4X90001V1A', 9000), 'claim/charge-differs'],
    [
      'the charge of another version under its number',
      paid('K7M2P4X90001V1A', 12000),
      'claim/charge-differs',
    ],
    ['another charge under an altered number', paid('k7m2p4x90001v1a', 9000), 'claim/not-found'],
    [
      'another charge under the payer’s number',
      paid('0', 9000, { payerNumber: 'ICN1' }),
      'claim/charge-differs',
    ],
    ['a number too short to mean one', paid('K7M2P4X9', 10000), 'claim/not-found'],
    ['a number that nobody has', paid('ZZZZZZZZZZZZ', 10000), 'claim/not-found'],
    ['no number at all', paid('0', 10000), 'claim/not-found'],
    ['a payer’s number that two claims have', paid('0', 10000, { payerNumber: 'ICN2' }), 'claim/ambiguous'],
    ['a payer’s number that is not known', paid('0', 10000, { payerNumber: 'ICN9' }), 'claim/not-found'],
    ['charge lines that are not ours', paid('0', 10000, byLine('OTHER')), 'claim/not-found'],
    [
      'charge lines of two claims, where the status does not tell',
      paid('0', 10000, { status: '4', ...byLine('LINE1') }),
      'claim/ambiguous',
    ],
  ])('not by %s', (_, claim, because) => {
    expect(told(claim, [first, second], { ICN1: 'A', ICN2: 'A B' })).toBe(because)
  })

  it('not by an altered number that fits two claims with one charge', () => {
    const twin = known('C', { versions: [['K7M2P4X9000LV1A', 10000]] })
    expect(told(paid('k7m2p4x90001v1a', 10000), [first, twin])).toBe('claim/ambiguous')
  })
})
