/**
 * The conservation proof of a remittance: every equality of the 835 itself, line by line, and every equality
 * of what the ledger made of it, each with both sides in cents.
 */
import { type Cents, cents, sumOf } from '@tally/kernel'
import { type Equation, equalitiesOf, type Remittance } from '@tally/x12'

export interface ProvenEquality {
  /** What is compared, in words. */
  readonly says: string
  readonly level: 'line' | 'claim' | 'transaction' | 'ledger'
  readonly claim: number | null
  readonly line: number | null
  readonly leftCents: Cents
  readonly rightCents: Cents
  readonly holds: boolean
}

/** What the ledger holds of one remittance, by account kind: debits less credits. */
export interface PostedTotals {
  /** What passed from the due account into clearing. */
  readonly paymentCents: Cents
  readonly clearingCents: Cents
  /** Paid out of clearing to receivables, to claims not known, and to provider-level accounts. */
  readonly toReceivablesCents: Cents
  readonly toUnmatchedCents: Cents
  readonly toProviderLevelCents: Cents
}

const words: Readonly<Record<Equation, string>> = {
  line: 'line charge less its adjustments = line payment',
  claim: 'claim charge less all adjustments = claim payment',
  'claim-charges': 'line charges = claim charge',
  'claim-payments': 'line payments less the claim’s own adjustments = claim payment',
  'claim-patient': 'patient responsibility = adjustments of group PR (a warning: no money hangs on it)',
  transaction: 'payment = claim payments less provider-level adjustments',
}

/**
 * Of equalities that must hold, how many do not: those of claims that were not posted are why they were not, and what CLP05
 * says moves no money. `reached`: claims by position of which something reached its receivable.
 */
export function brokenIn(equalities: readonly ProvenEquality[], reached: ReadonlySet<number>): number {
  return equalities.filter(
    ({ holds, claim, says }) =>
      !holds && says !== words['claim-patient'] && (claim === null || reached.has(claim)),
  ).length
}

/** What a proof's digest is made of: both sides of every equality of the 835, a line each. */
export function proofText(equalities: readonly ProvenEquality[]): string {
  return equalities
    .filter(({ level }) => level !== 'ledger')
    .map((each) => [each.level, each.claim, each.line, each.says, each.leftCents, each.rightCents].join('|'))
    .join('\n')
}

export function equalitiesOf835(remittance: Remittance): readonly ProvenEquality[] {
  return equalitiesOf(remittance).map(({ equation, level, claim, line, leftCents, rightCents, holds }) => ({
    ...{ says: words[equation], level, claim, line, leftCents, rightCents, holds },
  }))
}

/** `posted`: whether anything of it may be in the ledger; otherwise all must be nothing. */
export function equalitiesOfLedger(
  { paymentCents, claims, providerAdjustments }: Remittance,
  totals: PostedTotals,
  posted: boolean,
): readonly ProvenEquality[] {
  const expected = (amount: Cents) => (posted ? amount : cents(0))
  const paid = sumOf(claims.map((claim) => claim.paidCents))
  const level = sumOf(providerAdjustments.map(({ amountCents }) => amountCents))
  const toClaims = cents(totals.toReceivablesCents + totals.toUnmatchedCents)
  const balance = (says: string, left: Cents, right: Cents): ProvenEquality => ({
    ...{ says, level: 'ledger', claim: null, line: null, leftCents: left, rightCents: right },
    holds: left === right,
  })
  return [
    balance('due, debited to clearing = payment', totals.paymentCents, expected(paymentCents ?? cents(0))),
    balance('clearing, to receivables and to unmatched = claim payments', toClaims, expected(paid)),
    balance(
      'provider-level accounts = provider-level adjustments',
      totals.toProviderLevelCents,
      expected(level),
    ),
    balance('clearing account = 0', totals.clearingCents, cents(0)),
  ]
}
