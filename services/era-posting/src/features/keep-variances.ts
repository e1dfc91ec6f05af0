/** Keeps the lines of posted claims that came to another amount than expected, each with what differs and the rule that says so. */
import type { Work } from '@tally/platform'
import { explainVariance } from '../domain/explain-variance.ts'
import { familyOf } from '../domain/payer-terms.ts'
import { priceReasonsOf } from '../store/charge-prices.ts'
import { termsOf } from '../store/payers.ts'
import { saveVariances, withdrawVariances } from '../store/variances.ts'
import type { Posted } from './decide-postings.ts'

export async function keepVariances(work: Work, posted: readonly Posted[]): Promise<void> {
  const overtaken = posted.flatMap(({ supersedes, payment: { claim } }) =>
    supersedes ? [{ ...supersedes, claimId: claim.id }] : [],
  )
  await withdrawVariances(work, overtaken, 'payment/answered-anew')
  const found = posted.flatMap(({ payment, day, variances }) =>
    variances.flatMap((variance) => {
      const line = payment.lines.find(({ chargeLineId }) => chargeLineId === variance.chargeLineId)
      return line ? [{ payment, day, variance, line }] : []
    }),
  )
  if (found.length === 0) return
  const reasonsOf = await priceReasonsOf(
    work,
    found.map(({ variance }) => variance),
  )
  const payers = new Set(found.map(({ payment: { claim } }) => claim.payerId))
  const termsFor = await termsOf(work, [...payers])
  const kept = found.map(({ payment: { row, claim, answered }, day, variance, line }) => {
    const { toleranceCents } = termsFor(claim.payerId, familyOf(day, claim))
    const reasons = reasonsOf(variance)
    return {
      ...{ remittanceId: row.id, position: answered.position, claimId: claim.id, payerId: claim.payerId },
      ...{ serviceDate: claim.serviceDate, variance, line, toleranceCents },
      explanation: explainVariance({ variance, line, reasons, toleranceCents }),
    }
  })
  await saveVariances(work, kept)
}
