/**
 * Claims of a remittance that add up at line and claim level, for properties: paid, denied, reversed and
 * corrected, forwarded, adjudicated by line, by claim or by both. Amounts are split, never made to fit.
 */
import { type Cents, cents, type ServiceDate, sumOf } from '@tally/kernel'
import fc from 'fast-check'
import type { Adjustment } from './remittance.ts'
import {
  type GeneratedLine,
  generatedLine,
  patientCentsOf,
  splitAdjustments,
} from './sample-generated-line.ts'
import { generatedDate, generatedRemark, generatedText, maybe } from './sample-generated-parts.ts'
import type { ClaimToWrite } from './write-claim.ts'

export type GeneratedClaim = ClaimToWrite

/** Up to six claims or pairs of them; of unpaid ones at least one, none of which pays. */
export function generatedClaims(kind: 'any' | 'unpaid'): fc.Arbitrary<GeneratedClaim[]> {
  if (kind === 'unpaid') return fc.array(unpaid, { minLength: 1, maxLength: 6 })
  const one = fc.oneof(
    { weight: 3, arbitrary: decidedByLine.map((claim) => [claim]) },
    { weight: 1, arbitrary: decidedByClaim.map((claim) => [claim]) },
    { weight: 1, arbitrary: unpaid.map((claim) => [claim]) },
    { weight: 1, arbitrary: corrected },
    { weight: 1, arbitrary: decidedByLine.map((claim) => [reversalOf(claim)]) },
  )
  return fc.array(one, { maxLength: 6 }).map((claims) => claims.flat())
}

const person = fc.record({
  last: fc.oneof(fc.constant(''), generatedText(20)),
  first: fc.oneof(fc.constant(''), generatedText(12)),
  memberId: maybe(fc.stringMatching(/^[A-Za-z0-9]{2,12}$/)),
})

const reference = fc.record({
  qualifier: fc.constantFrom('EA', 'F8', 'G1', '1L', 'CE'),
  value: generatedText(20),
})

const about = fc.record({
  claimNumber: fc.oneof(fc.constantFrom('', '0'), generatedText(20)),
  filingIndicator: maybe(fc.constantFrom('12', 'MB', 'HM', 'WC')),
  payerClaimNumber: maybe(generatedText(20)),
  frequency: maybe(fc.constantFrom('1', '7', '8')),
  remarks: fc.array(generatedRemark, { maxLength: 10 }),
  patient: maybe(person),
  correctedInsured: maybe(person),
  crossoverTo: maybe(fc.record({ name: generatedText(20), id: maybe(generatedText(10)) })),
  references: fc.array(reference, { maxLength: 3 }),
  receivedOn: maybe(generatedDate),
  serviceFrom: maybe(generatedDate),
  serviceTo: maybe(generatedDate),
})
type About = typeof about extends fc.Arbitrary<infer Said> ? Said : never

const lines = (kind: 'any' | 'unpaid') => fc.array(generatedLine(kind), { minLength: 1, maxLength: 4 })

const decidedByLine: fc.Arbitrary<GeneratedClaim> = fc
  .record({
    about,
    lines: lines('any'),
    own: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -500, max: 500 }) },
    ),
    status: fc.constantFrom('1', '2', '3', '19', '20', '21'),
    interest: maybe(fc.integer({ min: 1, max: 999 }).map(cents)),
  })
  .map(({ own, interest, ...given }) => {
    const adjustments =
      own === 0 ? [] : [{ group: 'OA', reason: '94', amountCents: cents(own), quantity: null }]
    return claimOf({ ...given, adjustments, interestCents: interest })
  })

/** No line came back: charge less adjustments is what was paid. */
const decidedByClaim: fc.Arbitrary<GeneratedClaim> = fc
  .record({
    about,
    charge: fc.integer({ min: 0, max: 300_000 }),
    share: fc.nat(),
    status: fc.constantFrom('1', '2', '3'),
    seed: fc.array(fc.nat(), { minLength: 1, maxLength: 15 }),
  })
  .map(({ about: said, charge, share, status, seed }) => {
    const paid = share % (charge + 1)
    const adjustments = splitAdjustments(charge - paid, seed, [
      ['CO', '45'],
      ['PR', '1'],
      ['PR', '2'],
      ['OA', '23'],
    ])
    return {
      ...claimOf({ about: said, lines: [], status, adjustments, interestCents: null }),
      chargeCents: cents(charge),
      paidCents: cents(paid),
    }
  })

const unpaid: fc.Arbitrary<GeneratedClaim> = fc
  .record({ about, lines: lines('unpaid'), status: fc.constantFrom('1', '2', '4') })
  .map((given) => claimOf({ ...given, adjustments: [], interestCents: null }))

/** A payment taken back, and the claim decided anew, in one ST (x12.md 2.7). */
const corrected = fc
  .record({ before: decidedByLine, after: decidedByLine })
  .map(({ before, after }) => [reversalOf(before), { ...after, claimNumber: before.claimNumber }])

interface Deciding {
  readonly about: About
  readonly lines: readonly GeneratedLine[]
  readonly status: string
  readonly adjustments: readonly Adjustment[]
  readonly interestCents: Cents | null
}

/** CLP05 is the patient's share; a line without a day of its own has the claim's only one. */
function claimOf({
  about: said,
  lines: drawn,
  status,
  adjustments,
  interestCents,
}: Deciding): GeneratedClaim {
  const day = onlyDayOf(said)
  const all = [...adjustments, ...drawn.flatMap((line) => line.adjustments)]
  return {
    ...said,
    status,
    adjustments,
    interestCents,
    chargeCents: sumOf(drawn.map(({ chargeCents }) => chargeCents)),
    paidCents: cents(
      sumOf(drawn.map(({ paidCents }) => paidCents)) -
        sumOf(adjustments.map(({ amountCents }) => amountCents)),
    ),
    patientCents: patientCentsOf(all),
    lines: drawn.map((line) => ({ ...line, serviceDate: line.serviceDate ?? day })),
  }
}

function onlyDayOf({ serviceFrom, serviceTo }: About): ServiceDate | null {
  return serviceTo === null || serviceFrom === serviceTo ? serviceFrom : null
}

/** Every amount turned, groups and reasons the same (RFI 1147); CLP05 is suspended. */
function reversalOf(claim: GeneratedClaim): GeneratedClaim {
  return {
    ...claim,
    status: '22',
    chargeCents: cents(-claim.chargeCents),
    paidCents: cents(-claim.paidCents),
    patientCents: null,
    interestCents: null,
    adjustments: turned(claim.adjustments),
    lines: claim.lines.map((line) => {
      const [paidCents, adjustments] = [cents(-line.paidCents), turned(line.adjustments)]
      const allowedCents = sumOf([paidCents, patientCentsOf(adjustments)])
      return { ...line, chargeCents: cents(-line.chargeCents), paidCents, adjustments, allowedCents }
    }),
  }
}

function turned(adjustments: readonly Adjustment[]): Adjustment[] {
  return adjustments.map((one) => ({ ...one, amountCents: cents(-one.amountCents) }))
}
