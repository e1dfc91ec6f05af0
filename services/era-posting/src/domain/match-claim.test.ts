import { cents } from '@tally/kernel'
import { claimNumberWithCheck } from '@tally/x12'
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
  ...{ id, treatmentDayId: 'day_1', coverageOrder: order, patientId: 'pat_1', payerId: `P${order}` },
  payerFamily: null,
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

const third = known('C', { versions: [['C3C3C3C30003V1X', 10000]] })
/** A number with a right check character. */
const checked = claimNumberWithCheck('K7M2P4X9D')
const checkedClaim = known('D', { order: 3, versions: [[checked, 10000]] })

/** Claims by what the payer and others may call them. */
interface Told {
  readonly payerNumbers?: Record<string, string>
  readonly records?: Record<string, string>
  readonly visits?: Record<string, string>
}

/** What the tables would hold of these claims. */
function candidates(
  claims: readonly KnownClaim[],
  { payerNumbers = {}, records = {}, visits = {} }: Told = {},
): Candidates {
  const numbers = ({ versions }: KnownClaim) => versions.map(({ claimNumber }) => claimNumber)
  return {
    byNumber: new Map(claims.flatMap((claim) => numbers(claim).map((number) => [number, claim] as const))),
    byFolded: (folded) =>
      claims.filter((claim) => numbers(claim).some((number) => foldedNumber(number).startsWith(folded))),
    byPayerNumber: (number) => claims.filter(({ id }) => payerNumbers[number]?.split(' ').includes(id)),
    byChargeLine: (id) => (id.startsWith('LINE') ? claims.filter((claim) => 'A B'.includes(claim.id)) : []),
    byRecord: (number) => claims.filter(({ id }) => records[number]?.split(' ').includes(id)),
    byVisit: (visit) => claims.filter(({ id }) => visits[visit]?.split(' ').includes(id)),
    atOrder: (day, order) =>
      claims.find((claim) => claim.treatmentDayId === day && claim.coverageOrder === order) ?? null,
  }
}

function told(claim: SampleClaim, claims: readonly KnownClaim[], more: Told = {}) {
  const [answered] = sampleRead({ claims: [claim] }).claims
  if (!answered) throw new Error('the sample has a claim')
  const match = matchClaim(answered, candidates(claims, more), 'P1')
  return match.kind === 'matched'
    ? `tier ${match.tier}: ${match.claim.id} version ${match.version.version}`
    : match.because
}

const paid = (number: string, charge: number, more: Partial<SampleClaim> = {}): SampleClaim => ({
  ...{ number, charge, paid: 0, adjustments: [['CO', '45', charge]] },
  ...more,
})
const ref = (qualifier: string, value: string): Partial<SampleClaim> => ({ references: [[qualifier, value]] })
const visitLine = { code: '97110', charge: 10000, paid: 0, adjustments: [['CO', '45', 10000]] as const }
const visit = (member = 'EXH000000001'): Partial<SampleClaim> => ({
  ...{ member, adjustments: [], lines: [visitLine] },
})
const records = { MRN1: 'A', MRN2: 'A C' }
const visits = {
  'EXH000000001|2026-11-10|10000|97110': 'A',
  'EXH000000001|2026-11-10|12000|97110': 'A B',
  'TWICE|2026-11-10|10000|97110': 'A C',
}
const byLine = (control: string): Partial<SampleClaim> => ({
  member: '',
  adjustments: [],
  lines: [{ code: '97110', charge: 10000, paid: 0, control, adjustments: [['CO', '45', 10000]] }],
})

describe('a whole number of our own that nobody knows yet is waited for', () => {
  const own = claimNumberWithCheck('TK7M2P4X9D3Q5R8S')

  it.each<[string, Partial<SampleClaim>]>([
    ['though another claim is of the same visit', visit()],
    ['though another claim has the record', ref('EA', 'MRN1')],
  ])('%s', (_, more) => {
    expect(own).toHaveLength(17)
    expect(told(paid(own, 10000, more), [first, second], { records, visits })).toBe('claim/not-found')
    // With its check character wrong it may be anybody's.
    const other = `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`
    expect(told(paid(other, 10000, more), [first, second], { records, visits })).toMatch(/^tier [56]: A/)
  })

  it('but for what names a claim for certain', () => {
    expect(told(paid(own, 10000, byLine('LINE1')), [first, second])).toBe('tier 4: A version 1')
  })
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
    [
      'by the payer’s own number, of two payers with that number',
      paid('0', 10000, { payerNumber: 'ICN2' }),
      'tier 3: A version 1',
    ],
    [
      'by the number of a payer whom our directory calls otherwise, of its day',
      paid('0', 10000, { payerNumber: 'ICN4', adjustments: [], lines: [visitLine] }),
      'tier 3: B version 1',
    ],
    ['by its charge lines', paid('', 10000, byLine('LINE1')), 'tier 4: A version 1'],
    [
      'by its charge lines, as the second payer',
      paid('0', 10000, { status: '2', ...byLine('LINE1') }),
      'tier 4: B version 1',
    ],
    [
      'by its number with one character wrong, which the check character tells',
      paid(checked.replace('M', 'N'), 10000),
      'tier 2: D version 1',
    ],
    [
      'by its charge lines where two claims have the payer’s number',
      paid('0', 10000, { payerNumber: 'ICN2', status: '2', ...byLine('LINE1') }),
      'tier 4: B version 1',
    ],
    ['by the payer’s earlier number', paid('0', 10000, ref('F8', 'ICN1')), 'tier 5: A version 1'],
    ['by its medical record number', paid('0', 10000, ref('EA', 'MRN1')), 'tier 5: A version 1'],
    [
      'by the record that several visits have, where one has this charge',
      paid('0', 12000, ref('EA', 'MRN2')),
      'tier 5: A version 2',
    ],
    ['by the visit', paid('0', 10000, visit()), 'tier 6: A version 1'],
    [
      'by the visit, its member id as the payer writes it',
      paid('0', 10000, visit('exh-0000 00001')),
      'tier 6: A version 1',
    ],
    [
      'by the visit, of the two payers’ claims that of the one that answers',
      paid('0', 12000, {
        ...visit(),
        lines: [{ ...visitLine, charge: 12000, adjustments: [['CO', '45', 12000]] }],
      }),
      'tier 6: A version 2',
    ],
    [
      'as reversal by the visit',
      paid('0', -10000, {
        ...visit(),
        status: '22',
        lines: [{ ...visitLine, charge: -10000, adjustments: [['CO', '45', -10000]] }],
      }),
      'tier 6: A version 1',
    ],
    [
      'as reversal, by the same keys',
      paid('K7M2P4X90001V1A', -10000, { status: '22' }),
      'tier 1: A version 1',
    ],
  ])('%s', (_, claim, expected) => {
    expect(
      told(claim, [first, second, third, checkedClaim], {
        payerNumbers: { ICN1: 'A', ICN2: 'A B', ICN3: 'A C', ICN4: 'B' },
        records,
        visits,
      }),
    ).toBe(expected)
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
    ['a payer’s number that two claims have', paid('0', 10000, { payerNumber: 'ICN3' }), 'claim/ambiguous'],
    ['a number that another payer gave', paid('0', 10000, { payerNumber: 'ICN4' }), 'claim/not-found'],
    [
      'a number that another payer gave, for another day',
      paid('0', 10000, { payerNumber: 'ICN4', adjustments: [], lines: [{ ...visitLine, date: '20260110' }] }),
      'claim/not-found',
    ],
    ['an earlier number that another payer gave', paid('0', 10000, ref('F8', 'ICN4')), 'claim/not-found'],
    ['a payer’s number that is not known', paid('0', 10000, { payerNumber: 'ICN9' }), 'claim/not-found'],
    ['the payer’s earlier number with another charge', paid('0', 9000, ref('F8', 'ICN1')), 'claim/not-found'],
    ['a record of two claims with one charge', paid('0', 10000, ref('EA', 'MRN2')), 'claim/ambiguous'],
    ['a visit without a member id', paid('0', 10000, visit('')), 'claim/not-found'],
    [
      'a visit of another day',
      paid('0', 10000, { ...visit(), lines: [{ ...visitLine, date: '20261111' }] }),
      'claim/not-found',
    ],
    [
      'a visit with another procedure',
      paid('0', 10000, { ...visit(), lines: [{ ...visitLine, code: '97530' }] }),
      'claim/not-found',
    ],
    ['a visit of two claims at this payer', paid('0', 10000, visit('TWICE')), 'claim/ambiguous'],
    ['two characters wrong', paid(checked.replace('M', 'N').replace('P', 'Q'), 10000), 'claim/not-found'],
    ['charge lines that are not ours', paid('0', 10000, byLine('OTHER')), 'claim/not-found'],
    [
      'charge lines of two claims, where the status does not tell',
      paid('0', 10000, { status: '4', ...byLine('LINE1') }),
      'claim/ambiguous',
    ],
  ])('not by %s', (_, claim, because) => {
    expect(
      told(claim, [first, second, third, checkedClaim], {
        payerNumbers: { ICN1: 'A', ICN2: 'A B', ICN3: 'A C', ICN4: 'B' },
        records,
        visits,
      }),
    ).toBe(because)
  })

  it('not by an altered number that fits two claims with one charge', () => {
    const twin = known('C', { versions: [['K7M2P4X9000LV1A', 10000]] })
    expect(told(paid('k7m2p4x90001v1a', 10000), [first, twin])).toBe('claim/ambiguous')
  })
})

describe('a claim that its payer handed on', () => {
  const [number] = ['K7M2P4X90001V1A']
  const answered = (
    status: string,
    payerId: string,
    claims: readonly KnownClaim[],
    more: Told & { payerNumber?: string } = {},
  ) => {
    const sign = status === '22' ? -1 : 1
    const sample = {
      ...{ number, charge: sign * 10000, paid: 0, status, payerNumber: more.payerNumber ?? '' },
      adjustments: [['OA', '23', sign * 10000]] as const,
    }
    const [claim] = sampleRead({ claims: [sample] }).claims
    if (!claim) throw new Error('the sample has a claim')
    const match = matchClaim(claim, candidates(claims, more), payerId)
    return match.kind === 'matched' ? `${match.claim.id} at ${match.order}` : match.because
  }

  it.each([
    ['by its own payer', '1', 'P1', [first], 'A at 1'],
    ['by its own payer, which hands it on', '19', 'P1', [first], 'A at 1'],
    ['by the next one', '2', 'P2', [first], 'A at 2'],
    ['by the next one, which hands it on', '20', 'P2', [first], 'A at 2'],
    ['by the third one', '3', 'P3', [first], 'A at 3'],
    ['by the third one, last', '21', 'P3', [first], 'A at 3'],
    ['by the next one, whose claim of ours is known', '2', 'P2', [first, second], 'B at 2'],
    ['by one that our directory calls otherwise', '2', 'P9', [first, second], 'B at 2'],
    ['by its own payer as the second', '2', 'P1', [first], 'claim/coverage-differs'],
    [
      'by its own payer as the second, which another one is',
      '2',
      'P1',
      [first, second],
      'claim/coverage-differs',
    ],
    ['denied, which says no turn', '4', 'P2', [first], 'A at 1'],
  ])('is answered %s', (_, status, payerId, claims, expected) => {
    expect(answered(status, payerId, claims)).toBe(expected)
  })

  it('of one payer twice is the second claim’s', () => {
    const both = known('E', { order: 2, versions: [['E5E5E5E50002V1Y', 10000]] })
    expect(answered('2', 'P1', [first, { ...both, payerId: 'P1' }])).toBe('E at 2')
  })

  it('is taken back by the number that the next payer gave it', () => {
    const more = { payerNumber: 'ICN2', payerNumbers: { ICN2: 'B', ICN1: 'A' } }
    expect(answered('22', 'P2', [first, second], more)).toBe('B at 2')
    expect(answered('22', 'P1', [first, second], { ...more, payerNumber: 'ICN1' })).toBe('A at 1')
    expect(answered('22', 'P1', [first, second], { ...more, payerNumber: 'ICN3' })).toBe('A at 1')
  })
})
