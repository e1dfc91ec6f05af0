/**
 * What would match an unmatched claim of a remittance when it turns up, and what a claim of ours that turns up may be
 * called. The two meet in a key; whether it is a match, match-claim.ts then decides.
 */
import type { RemittanceClaim } from '@tally/x12'
import { type BilledLine, foldedNumber, plainPayerNumber } from './claim.ts'
import { chargeOf, referencesOf } from './match-claim.ts'
import { beginningsOf } from './named-claim.ts'
import { visitOf } from './visit-key.ts'

export interface WaitsFor {
  /** It is known and was not charged yet. */
  readonly treatmentDayId: string | null
  /** It is known and was not answered yet: what a reversal takes back. */
  readonly claimId: string | null
}

export function waitingKeys(
  answered: RemittanceClaim,
  { treatmentDayId, claimId }: WaitsFor,
): readonly string[] {
  const number = foldedNumber(answered.claimNumber)
  const payers = [
    answered.payerClaimNumber,
    ...referencesOf(answered).flatMap(({ qualifier, value }) => (qualifier === 'F8' ? [value] : [])),
  ]
  const records = referencesOf(answered).flatMap(({ qualifier, value }) =>
    qualifier === 'EA' ? [value] : [],
  )
  const visit = visitOf(answered, chargeOf(answered))
  return keys({
    number: number.length > 1 ? [number] : [],
    payer: payers.flatMap((number) => (number === null ? [] : plainPayerNumber(number))),
    line: answered.lines.flatMap(({ lineControlNumber }) => lineControlNumber ?? []),
    record: records,
    visit: visit === null ? [] : [visit],
    day: treatmentDayId === null ? [] : [treatmentDayId],
    claim: claimId === null ? [] : [claimId],
  })
}

/** A claim version that was sent. */
export function keysOfVersion(version: {
  readonly claimNumber: string
  readonly lines: readonly Pick<BilledLine, 'chargeLineId'>[]
  readonly payerClaimNumber: string | null
  readonly visit: string | null
  readonly record: string | null
}): readonly string[] {
  const { claimNumber, lines, payerClaimNumber, visit, record } = version
  const folded = foldedNumber(claimNumber)
  return keys({
    number: [folded, ...beginningsOf(folded)],
    payer: payerClaimNumber === null ? [] : [plainPayerNumber(payerClaimNumber)],
    line: lines.map(({ chargeLineId }) => chargeLineId),
    record: record === null ? [] : [record],
    visit: visit === null ? [] : [visit],
  })
}

/** Of a number that a payer gave a claim, of a day that was charged, of a claim that was answered. */
export function keysOf(
  kind: 'payer' | 'day' | 'line' | 'claim',
  values: readonly string[],
): readonly string[] {
  return keys({ [kind]: kind === 'payer' ? values.map(plainPayerNumber) : values })
}

function keys(kinds: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const all = Object.entries(kinds).flatMap(([kind, values]) => values.map((value) => `${kind}/${value}`))
  return [...new Set(all)]
}
