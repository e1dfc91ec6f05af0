/**
 * Denied has one definition (DESIGN.md 4): paid 0, charge above 0, a status that decides, and at least one
 * adjustment that is neither contractual, nor another payer's, nor the patient's ordinary share. CLP02 4 alone
 * decides nothing: payers deny with 1, 2 and 3 (x12.md 2.9, RFI 1423, 1079).
 */

/** CAS group and reason that lower a payment without denying it. */
const lowersOnly = new Set([
  ...['CO 42', 'CO 45', 'CO 59', 'CO 131', 'CO 253', 'CO A2'],
  ...['OA 23', 'OA 59', 'OA 94'],
  ...['PR 1', 'PR 2', 'PR 3'],
])

/** Whether an adjustment of this group and reason denies what it was made on; the same reason in another group may. */
export function deniesPayment(groupCode: string, reasonCode: string): boolean {
  return !lowersOnly.has(`${groupCode} ${reasonCode}`)
}

/** 22 reverses, 23 was passed on unpaid, 25 only foretells: no decision to pay or not (CLP02). */
const undecided = new Set(['22', '23', '25'])

export function isPaymentDecision(status: string): boolean {
  return !undecided.has(status)
}
