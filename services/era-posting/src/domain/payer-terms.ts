/** What the practice agreed on with a payer, as far as it says whether a line was paid as expected. */
import { type Cents, noCents } from '@tally/kernel'
import type { ChargeDay } from './book-charges.ts'
import type { Claim } from './claim.ts'

export interface PayerTerms {
  /** By so much a line may differ, either way. */
  readonly toleranceCents: Cents
  /** Taken off the payment of a line that an assistant furnished, in percent. */
  readonly assistantPercent: number
}

const ofMedicare = 15

/** As its profile's coding rules say; else Medicare Part B alone takes any (Social Security Act 1834(v)). */
export function assistantPercentOf(
  payerFamily: string,
  codingRules: Readonly<Record<string, unknown>>,
): number {
  const { assistantReductionPercent: own } = codingRules
  if (typeof own === 'number' && Number.isSafeInteger(own) && own >= 0 && own <= 100) return own
  return payerFamily === 'medicare-b' ? ofMedicare : 0
}

/** Of a payer that the directory has no entry of. */
export function termsWithoutProfile(payerFamily: string): PayerTerms {
  return { toleranceCents: noCents, assistantPercent: assistantPercentOf(payerFamily, {}) }
}

/** As the claim was sent, else as the charge names it. */
export function familyOf(
  { coverages }: Pick<ChargeDay, 'coverages'>,
  { coverageOrder, payerFamily }: Pick<Claim, 'coverageOrder' | 'payerFamily'>,
): string {
  return payerFamily ?? coverages.find(({ order }) => order === coverageOrder)?.payerFamily ?? ''
}
