/**
 * What a payer paid beyond what it owed for a claim, line by line: an open receivable of one line covers no other.
 * Federal money must be reported and returned within 60 days of the day on which it was identified
 * (42 U.S.C. 1320a-7k(d); 42 CFR 401.305).
 */
import { type Cents, cents, plusDays, type ServiceDate } from '@tally/kernel'
import { type Balances, openOfLine } from './open-balance.ts'

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
  let overpaid = 0
  // An answer on top of a denial overpays nothing yet: what was refused of a line is owed of it.
  for (const id of chargeLineIds) overpaid += Math.max(0, -openOfLine(id, order, balances))
  return cents(overpaid)
}
