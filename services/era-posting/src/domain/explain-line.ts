/** Every line of an answer against what was expected, also where nothing differs: rate, tolerance, verdict and explanation. */
import { type Cents, inDollars } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { compareLine, patientShare, sequestered, type Verdict } from './compare-line.ts'
import { type CitedRule, explainVariance, type PriceReason } from './explain-variance.ts'
import type { PayerTerms } from './payer-terms.ts'

export interface ExplainedLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly chargeCents: Cents
  readonly paidCents: Cents
  readonly patientCents: Cents
  readonly expectedAllowedCents: Cents | null
  /** null: not compared. */
  readonly allowedCents: Cents | null
  readonly differenceCents: Cents | null
  readonly verdict: Verdict | 'not-compared'
  /** What differs or explains it, or why it is not compared; a slug. */
  readonly because: string | null
  readonly says: string
  /** The rule that says otherwise. */
  readonly rule: CitedRule | null
}

export interface LineFacts {
  readonly coverageOrder: number
  /** Of the line, as it was billed. */
  readonly expectedAllowedCents: Cents | null
  readonly terms: PayerTerms
  /** By which it was expected. */
  readonly reasons: readonly PriceReason[]
  /** The payer answered for the claim alone, whose sum came to what was expected of its lines: each is our own share of it. */
  readonly isShareOfExpected: boolean
}

export function explainLine(line: AdjudicatedLine, facts: LineFacts): ExplainedLine {
  const { coverageOrder, expectedAllowedCents, terms, reasons } = facts
  const { chargeLineId, procedureCode, chargeCents, paidCents } = line
  const shown = {
    ...{ chargeLineId, procedureCode, chargeCents, paidCents, patientCents: patientShare(line) },
    ...{ expectedAllowedCents, rule: null },
  }
  const compared = coverageOrder === 1 ? compareLine(line, expectedAllowedCents, terms) : null
  if (!compared) {
    const nothing = { allowedCents: null, differenceCents: null, verdict: 'not-compared' } as const
    return { ...shown, ...nothing, ...whyNotCompared(line, facts) }
  }
  const { allowedCents, differenceCents, verdict, because } = compared
  const amounts = { allowedCents, differenceCents, verdict, because }
  switch (verdict) {
    case 'as-expected':
      return { ...shown, ...amounts, says: `${procedureCode} came to what was expected` }
    case 'within-tolerance': {
      const says = `${procedureCode} differs by ${inDollars(differenceCents)}, within ${inDollars(terms.toleranceCents)}`
      return { ...shown, ...amounts, says }
    }
    case 'explained': {
      const says =
        because === 'variance/assistant'
          ? `${procedureCode} is paid at ${100 - terms.assistantPercent} % for an assistant, by the payer’s terms`
          : `${procedureCode} came to what was expected; of its payment ${inDollars(sequestered(line))} is sequestered (CARC 253)`
      return { ...shown, ...amounts, says }
    }
    case 'under':
    case 'over': {
      if (facts.isShareOfExpected) {
        const says = 'the payer answered for the claim as a whole, which came to what was expected'
        return { ...shown, ...amounts, verdict: 'explained', because: 'variance/whole-claim', says }
      }
      const { toleranceCents } = terms
      return {
        ...shown,
        ...amounts,
        ...explainVariance({ variance: compared, line, reasons, toleranceCents }),
      }
    }
  }
}

function whyNotCompared(
  { denied }: AdjudicatedLine,
  { coverageOrder, expectedAllowedCents }: LineFacts,
): { readonly because: string; readonly says: string } {
  if (coverageOrder > 1) {
    const says = 'a later payer pays what those before it left: no schedule prices that'
    return { because: 'line/later-payer', says }
  }
  if (denied) return { because: 'line/denied', says: 'a denied line is a denial, no price' }
  if (expectedAllowedCents === null) {
    const says = 'no schedule of the payer priced it: load one into the payer’s profile'
    return { because: 'price/no-schedule', says }
  }
  return { because: 'line/allowed-unknown', says: 'the payer does not say what it allowed' }
}
