/**
 * What a payer paid beyond what it owed for a claim, line by line: an open receivable of one line covers no other. A void, a
 * lower charge or an adjustment too many makes credit as well: what goes back is never more than this payer paid of the line.
 * Federal money must be reported and returned within 60 days of the day on which it was identified
 * (42 U.S.C. 1320a-7k(d); 42 CFR 401.305).
 */
import { type Cents, cents, noCents, plusDays, type ServiceDate, sumOf } from '@tally/kernel'
import { deniedOpen, receivableOfPayer } from './account.ts'
import type { Moved } from './movements.ts'

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

/** On the claim's lines at the payer of `order`; `movedFrom` tells of each account of theirs. */
export function overpaidCents(
  chargeLineIds: readonly string[],
  order: number,
  movedFrom: (account: string) => Moved,
): Cents {
  return sumOf(chargeLineIds.map((id) => owedBackCents(id, order, movedFrom)))
}

/** Of one line: its credit, and no more than the payer paid of it. */
export function owedBackCents(
  chargeLineId: string,
  order: number,
  movedFrom: (account: string) => Moved,
): Cents {
  const owed = movedFrom(receivableOfPayer(chargeLineId, order))
  // An answer on top of a denial overpays nothing yet: what was refused of a line is owed of it.
  const refused = movedFrom(deniedOpen(chargeLineId, order))
  const credit = sumOf([...owed.values(), ...refused.values()])
  return cents(Math.max(0, Math.min(credit, paidNet(owed))))
}

/** Through remittances, less what they took back and what was refunded. */
function paidNet(moved: Moved): Cents {
  return sumOf(['clearing', 'unmatched', 'refund'].map((kind) => moved.get(kind) ?? noCents))
}
