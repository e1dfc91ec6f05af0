/**
 * What a line was expected to be allowed against what it came to (product.md 2, rows 21 and 51). The expected amount knows the
 * schedule, the charge and the reduction of several procedures; what an assistant's work and sequestration take is taken from the
 * payment afterwards (coding-rules.md 4.4) and is no lower price. A denied line is a denial.
 */
import { type Cents, cents, noCents, scaleRoundHalfUp, sumOf } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import type { PayerTerms } from './payer-terms.ts'

/** `explained`: lower, or paid lower, by a rule that the contract of the payer has. */
export type Verdict = 'as-expected' | 'within-tolerance' | 'explained' | 'under' | 'over'

export interface LineComparison {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly expectedAllowedCents: Cents
  /** What the line came to: paid, left to the patient and sequestered; at most what the payer says that it allowed. */
  readonly allowedCents: Cents
  /** Allowed less expected. */
  readonly differenceCents: Cents
  readonly verdict: Verdict
  /** What explains it, where something does. */
  readonly because: 'variance/sequestration' | 'variance/assistant' | null
}

/** null: nothing was expected, or nobody knows what was allowed. */
export function compareLine(
  line: AdjudicatedLine,
  expectedAllowedCents: Cents | null,
  { toleranceCents, assistantPercent }: PayerTerms,
): LineComparison | null {
  const allowedCents = cameTo(line)
  if (line.denied || allowedCents === null || expectedAllowedCents === null) return null
  const differenceCents = cents(allowedCents - expectedAllowedCents)
  const { chargeLineId, procedureCode } = line
  const same = { chargeLineId, procedureCode, expectedAllowedCents, allowedCents, differenceCents }
  if (Math.abs(differenceCents) <= toleranceCents) {
    if (sequestered(line) !== noCents)
      return { ...same, verdict: 'explained', because: 'variance/sequestration' }
    const verdict = differenceCents === noCents ? 'as-expected' : 'within-tolerance'
    return { ...same, verdict, because: null }
  }
  const cut = assistantCut(line, expectedAllowedCents, assistantPercent)
  if (cut !== noCents && isAbout(differenceCents, cents(-cut), toleranceCents)) {
    return { ...same, verdict: 'explained', because: 'variance/assistant' }
  }
  return { ...same, verdict: differenceCents < noCents ? 'under' : 'over', because: null }
}

/**
 * CARC 45 of group CO took all of the charge. It is no denial (DESIGN.md 4), but a contract that lowers a price writes no whole
 * charge off: a person looks at each (product.md 6, rule 7).
 */
export function isWrittenOffWhole({ chargeCents, paidCents, denied, adjustments }: AdjudicatedLine): boolean {
  const contractual = adjustments.filter(({ group, reason }) => group === 'CO' && reason === '45')
  const taken = sumOf(contractual.map(({ amountCents }) => amountCents))
  return !denied && chargeCents > noCents && paidCents === noCents && taken === chargeCents
}

/**
 * AMT*B6 takes no part in balancing, so that a payer may say what it did not do: what was paid, what is the patient's and what
 * was sequestered is true to the cent. The patient's share may hold what no payer allowed, so the lower of both counts; some
 * payers say in B6 what they paid.
 */
function cameTo(line: AdjudicatedLine): Cents | null {
  const { allowedCents, paidCents } = line
  if (allowedCents === null) return null
  const reckoned = sumOf([paidCents, patientShare(line), sequestered(line)])
  return allowedCents === paidCents || reckoned < allowedCents ? reckoned : allowedCents
}

/** All of group PR. */
export function patientShare({ adjustments }: AdjudicatedLine): Cents {
  return sumOf(adjustments.filter(({ group }) => group === 'PR').map(({ amountCents }) => amountCents))
}

/** By CARC 253. */
export function sequestered(line: AdjudicatedLine): Cents {
  return takenBy(line, '253')
}

export function takenBy({ adjustments }: AdjudicatedLine, carc: string): Cents {
  const taken = adjustments.filter(({ group, reason }) => reason === carc && group !== 'PR')
  return sumOf(taken.map(({ amountCents }) => amountCents))
}

/** Of what the payer pays of the expected amount, where the line names an assistant (Social Security Act 1834(v)). */
export function assistantCut(line: AdjudicatedLine, expected: Cents, percent: number): Cents {
  const byAssistant = line.modifiers.includes('CQ') || line.modifiers.includes('CO')
  return byAssistant ? scaleRoundHalfUp(cents(expected - patientShare(line)), percent, 100) : noCents
}

/** Rounding by line and by unit may differ by a cent. */
export function isAbout(one: number, other: number, toleranceCents: Cents): boolean {
  return Math.abs(one - other) <= Math.max(toleranceCents, 1)
}
