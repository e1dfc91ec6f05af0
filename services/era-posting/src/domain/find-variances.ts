/** Lines that came to another amount than their fee schedule expects, beyond the payer's tolerance and what its contract explains. */
import type { Cents } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { compareLine, type LineComparison } from './compare-line.ts'
import type { PayerTerms } from './payer-terms.ts'

export type Variance = Omit<LineComparison, 'verdict' | 'because'>

/** Of a first payer's lines; where nothing is expected nothing differs. */
export function findVariances(
  lines: readonly AdjudicatedLine[],
  expectedOf: (chargeLineId: string) => Cents | null,
  terms: PayerTerms,
): readonly Variance[] {
  return lines.flatMap((line) => {
    const compared = compareLine(line, expectedOf(line.chargeLineId), terms)
    if (compared?.verdict !== 'under' && compared?.verdict !== 'over') return []
    const { verdict, because, ...variance } = compared
    return [variance]
  })
}
