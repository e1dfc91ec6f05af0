/** Other payers of generated claims: what they decided adds up to the charge, on the claim or on its lines. */
import { type Cents, cents, type ServiceDate, serviceDate, sumOf } from '@tally/kernel'
import fc from 'fast-check'
import type { ClaimLine } from '../claim-document.ts'
import type { Adjustment, OtherPayer } from '../claim-other-payer.ts'
import {
  anyAddress,
  anyOf,
  bare,
  before,
  groups,
  maybe,
  number,
  personName,
  relationship,
  text,
} from './sample-values.ts'

/** `total` split into triples, the groups together as a CAS has them. */
function adjustments(total: number): fc.Arbitrary<Adjustment[]> {
  const piece = fc.record({
    group: fc.constantFrom('CO' as const, 'OA' as const, 'PI' as const, 'PR' as const),
    reason: anyOf('45 1 2 3 253 A1 P12'),
    weight: fc.integer({ min: -900, max: 900 }),
    quantity: maybe(fc.constantFrom(1, 2, 0.5, 1.25)),
  })
  return fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => {
    const rest = total - pieces.slice(1).reduce((sum, { weight }) => sum + weight, 0)
    return pieces
      .map(({ group, reason, weight, quantity }, index) => ({
        group,
        reason,
        amountCents: cents(index === 0 ? rest : weight),
        quantity,
      }))
      .sort((one, other) => (one.group < other.group ? -1 : one.group > other.group ? 1 : 0))
  })
}

function decisions(claimLines: readonly ClaimLine[]): fc.Arbitrary<OtherPayer['lines']> {
  const each = claimLines.map((line) =>
    fc.integer({ min: 0, max: line.chargeCents }).chain((paid) =>
      fc.record({
        chargeLineId: fc.constant(line.chargeLineId),
        paidCents: fc.constant(cents(paid)),
        procedureCode: anyOf('97110 97140'),
        modifiers: fc.subarray(['GP', '59', 'KX', 'CQ']),
        units: fc.constantFrom(0, 1, 2, 1.5),
        bundledInto: maybe(fc.integer({ min: 1, max: 50 })),
        adjustments: adjustments(line.chargeCents - paid),
        decidedOn: before(serviceDate('2026-11-20')),
        patientOwesCents: maybe(fc.integer({ min: 0, max: 9_999 }).map(cents)),
      }),
    ),
  )
  return fc.tuple(...each)
}

export function otherPayer(
  turn: 'P' | 'T',
  id: string,
  claimLines: readonly ClaimLine[],
): fc.Arbitrary<OtherPayer> {
  const charge = sumOf(claimLines.map(({ chargeCents }) => chargeCents))
  const base = fc.record({
    responsibility: fc.constant(turn),
    relationship: fc.oneof(fc.constant('self' as const), relationship),
    filingIndicator: anyOf('CI BL 16'),
    medicareSecondaryType: fc.constant(null),
    groups,
    memberId: bare(20, 2),
    subscriber: fc.oneof(
      fc.record({
        kind: fc.constant('person' as const),
        name: personName,
        birthDate: fc.constant(null),
        sex: fc.constant(null),
        address: maybe(anyAddress),
      }),
      fc.record({ kind: fc.constant('organization' as const), name: text(60), address: maybe(anyAddress) }),
    ),
    payer: fc.record({ id: fc.constant(id), name: text(60), address: maybe(anyAddress) }),
    assignmentOfBenefits: fc.boolean(),
    releaseOfInformation: fc.boolean(),
    nonCoveredCents: maybe(fc.integer({ min: 0, max: 9_999 }).map(cents)),
    remarks: fc.uniqueArray(anyOf('MA18 N130 M15 MA01 N517 M80'), { maxLength: 5 }),
    payerClaimNumber: maybe(number(50)),
  })
  const undecided = fc.constant({
    paidCents: null as Cents | null,
    patientOwesCents: null as Cents | null,
    adjustments: [] as Adjustment[],
    decidedOn: null as ServiceDate | null,
    lines: [] as OtherPayer['lines'],
  })
  const onClaim = fc.integer({ min: 0, max: charge }).chain((paid) =>
    fc.record({
      paidCents: fc.constant(cents(paid) as Cents | null),
      patientOwesCents: maybe(fc.integer({ min: 0, max: 9_999 }).map(cents)),
      adjustments: adjustments(charge - paid),
      decidedOn: before(serviceDate('2026-11-20')) as fc.Arbitrary<ServiceDate | null>,
      lines: fc.constant([] as OtherPayer['lines']),
    }),
  )
  const onLines = decisions(claimLines).map((own) => ({
    paidCents: sumOf(own.map(({ paidCents }) => paidCents)) as Cents | null,
    patientOwesCents: null as Cents | null,
    adjustments: [] as Adjustment[],
    decidedOn: null as ServiceDate | null,
    lines: own,
  }))
  const decided = turn === 'P' ? fc.oneof(onClaim, onLines) : undecided
  return fc.tuple(base, decided).map(([{ groups: group, ...rest }, own]) => ({ ...rest, ...group, ...own }))
}
