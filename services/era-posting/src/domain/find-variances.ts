/** Lines that came to another amount than their fee schedule expects, beyond the payer's tolerance and what its contract explains. */
import type { Cents } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { compareLine, isWrittenOffWhole, type LineComparison } from './compare-line.ts'
import type { PayerTerms } from './payer-terms.ts'

export type Variance = Omit<LineComparison, 'verdict' | 'because'>

/**
 * Of a first payer's lines; where nothing is expected nothing differs, but where the whole charge was written off: then nobody
 * knows what it should have brought, and at most that is its charge.
 * `isWhole`: the payer answered for the claim alone, so that its lines are our own shares of one sum, and the sum is compared.
 */
export function findVariances(
  lines: readonly AdjudicatedLine[],
  expectedOf: (chargeLineId: string) => Cents | null,
  terms: PayerTerms,
  isWhole = false,
): readonly Variance[] {
  if (isWhole && comesToExpected(lines, expectedOf, terms)) return []
  return lines.flatMap((line) => {
    const unknown = isWrittenOffWhole(line) ? line.chargeCents : null
    const compared = compareLine(line, expectedOf(line.chargeLineId) ?? unknown, terms)
    if (compared?.verdict !== 'under' && compared?.verdict !== 'over') return []
    const { verdict, because, ...variance } = compared
    return [variance]
  })
}

/** In sum, within the tolerance of a line; false where nothing is expected of a line or nobody knows what it came to. */
export function comesToExpected(
  lines: readonly AdjudicatedLine[],
  expectedOf: (chargeLineId: string) => Cents | null,
  { toleranceCents }: PayerTerms,
): boolean {
  let difference = 0
  for (const { chargeLineId, allowedCents } of lines) {
    const expected = expectedOf(chargeLineId)
    if (expected === null || allowedCents === null) return false
    difference += allowedCents - expected
  }
  return Math.abs(difference) <= toleranceCents
}
