/**
 * What a payer paid beyond what it owed for a claim, line by line: an open receivable of one line covers no other.
 * Federal money must be reported and returned within 60 days of the day on which it was identified
 * (42 U.S.C. 1320a-7k(d); 42 CFR 401.305).
 */
import { type Cents, cents, plusDays, type ServiceDate } from '@tally/kernel'
import { accountsAt, type Balances } from './open-balance.ts'

const federalFamilies: readonly string[] = ['medicare-b', 'medicare-advantage', 'medicaid', 'tricare', 'va']
const federalDays = 60
export const federalCitation = '42 U.S.C. 1320a-7k(d); 42 CFR 401.305'

export function isFederal(payerFamily: string): boolean {
  return federalFamilies.includes(payerFamily)
}

/** null: no law sets a day. */
export function returnDueOn(payerFamily: string, identifiedOn: ServiceDate): ServiceDate | null {
  return isFederal(payerFamily) ? plusDays(identifiedOn, federalDays) : null
}

/** Credits on the claim's lines at the payer of `order`. */
export function overpaidCents(chargeLineIds: readonly string[], order: number, balances: Balances): Cents {
  const credits = chargeLineIds.map((id) =>
    // What was refused and what is owed of one line are one: an answer on top of a denial overpays nothing yet.
    accountsAt([id], order).reduce((sum, account) => sum + (balances.get(account) ?? 0), 0),
  )
  return cents(credits.reduce((sum, balance) => sum + Math.max(0, -balance), 0))
}
