/**
 * As whom a payer answers (CLP02), beside the coverage that the claim it names was sent for. A payer hands a claim on to the next
 * one under the first one's number (x12.md 2.2, status 19 to 21), and what the next one answers is of its own coverage: it never
 * moves what the first one owes.
 */
import type { ChargeDay } from './book-charges.ts'
import type { Claim } from './claim.ts'

/** The coverage order that a status says; null: it says none. */
export function turnOf(status: string): number | null {
  return ['1', '2', '3'].indexOf(status) + 1 || ['19', '20', '21'].indexOf(status) + 1 || null
}

/** The later coverage that the status says it is of; null: it is of the claim's own, or of one before. */
export function laterTurnOf(status: string, { coverageOrder }: Pick<Claim, 'coverageOrder'>): number | null {
  const turn = turnOf(status)
  return turn !== null && turn > coverageOrder ? turn : null
}

export function lists({ coverages }: Pick<ChargeDay, 'coverages'>, order: number): boolean {
  return coverages.some((coverage) => coverage.order === order)
}

/** The claim as it stands at a later payer that it was handed on to: nothing of ours went there, so nothing settles there. */
export function claimAtOrder(
  claim: Claim,
  order: number,
  { coverages }: Pick<ChargeDay, 'coverages'>,
): Claim {
  if (order === claim.coverageOrder) return claim
  const { payerId = claim.payerId, payerFamily = null } = coverages.find((each) => each.order === order) ?? {}
  return { ...claim, coverageOrder: order, payerId, payerFamily, adjudicatedAt: null, settledAt: null }
}
