/** Lines that came to another amount than their fee schedule expects, beyond the payer's tolerance and what its contract explains. */
import type { Cents } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { compareLine, isWrittenOffWhole, type LineComparison } from './compare-line.ts'
import type { PayerTerms } from './payer-terms.ts'

export type Variance = Omit<LineComparison, 'verdict' | 'because'>

/**
 * Of a first payer's lines; where nothing is expected nothing differs, but where the whole charge was written off: then nobody
 * knows what it should have brought, and at most that is its charge.
 */
export function findVariances(
  lines: readonly AdjudicatedLine[],
  expectedOf: (chargeLineId: string) => Cents | null,
  terms: PayerTerms,
): readonly Variance[] {
  return lines.flatMap((line) => {
    const unknown = isWrittenOffWhole(line) ? line.chargeCents : null
    const compared = compareLine(line, expectedOf(line.chargeLineId) ?? unknown, terms)
    if (compared?.verdict !== 'under' && compared?.verdict !== 'over') return []
    const { verdict, because, ...variance } = compared
    return [variance]
  })
}
