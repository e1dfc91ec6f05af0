/** Lines that were allowed another amount than their fee schedule expects, beyond the payer's tolerance. */
import { type Cents, cents } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'

export interface Variance {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly expectedAllowedCents: Cents
  readonly allowedCents: Cents
  /** Allowed less expected. */
  readonly differenceCents: Cents
}

/** Of a first payer's lines; a denied one is a denial, not a price. Where nothing is expected nothing differs. */
export function findVariances(
  lines: readonly AdjudicatedLine[],
  expectedOf: (chargeLineId: string) => Cents | null,
  toleranceCents: Cents,
): readonly Variance[] {
  return lines.flatMap(({ chargeLineId, procedureCode, allowedCents, denied }) => {
    const expectedAllowedCents = expectedOf(chargeLineId)
    if (denied || allowedCents === null || expectedAllowedCents === null) return []
    const differenceCents = cents(allowedCents - expectedAllowedCents)
    return Math.abs(differenceCents) > toleranceCents
      ? [{ chargeLineId, procedureCode, expectedAllowedCents, allowedCents, differenceCents }]
      : []
  })
}
