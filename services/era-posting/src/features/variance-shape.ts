/** A line that came to another amount than expected, as it is shown: both amounts, why, what was decided and what is next. */
import { cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { z } from 'zod'
import { nextStep, varianceStates } from '../domain/variance-work.ts'
import { priceReasonsOf } from '../store/charge-prices.ts'
import { decisionsOf } from '../store/variance-decisions.ts'
import type { ListedVariance } from '../store/variances.ts'

export const citedRule = z.object({
  rule: z.string(),
  edition: z.string(),
  says: z.string(),
  citation: z.string(),
})

export const varianceShown = z
  .object({
    id: z.string(),
    remittanceId: z.string(),
    /** Of the claim in the remittance; null on what was found before it was kept. */
    position: z.int().nullable(),
    claimId: z.string(),
    chargeLineId: z.string(),
    payerId: z.string(),
    serviceDate: z.string(),
    procedureCode: z.string(),
    expectedAllowedCents: z.int(),
    /** What the line came to: paid, left to the patient and sequestered, at most what the payer says that it allowed. */
    allowedCents: z.int(),
    /** Allowed less expected. */
    differenceCents: z.int(),
    toleranceCents: z.int(),
    paidCents: z.int().nullable(),
    patientCents: z.int().nullable(),
    /** What the payer took off the charge. */
    adjustments: z.array(z.object({ group: z.string(), reason: z.string(), amountCents: z.int() })),
    /** What differs, a slug. */
    because: z.string(),
    says: z.string(),
    /** The rule that says otherwise; null: none was told. */
    rule: citedRule.nullable(),
    /** By which rules the amount was expected, in order. */
    expectedBy: z.array(citedRule),
    state: z.enum(varianceStates),
    withdrawnBecause: z.string().nullable(),
    /** What people decided, the oldest first; `by` is the label of the person's key. */
    decisions: z.array(
      z.object({ state: z.enum(varianceStates), by: z.string(), reason: z.string(), at: z.string() }),
    ),
    next: z.string(),
    foundAt: z.string(),
  })
  .meta({ id: 'Variance', description: 'A line that came to another amount than expected.' })

export async function shownVariances(
  work: Work,
  variances: readonly ListedVariance[],
): Promise<z.infer<typeof varianceShown>[]> {
  const reasonsOf = await priceReasonsOf(work, variances)
  const decided = await decisionsOf(
    work,
    variances.map(({ id }) => id),
  )
  return variances.map((each) => {
    const differenceCents = cents(each.allowedCents - each.expectedAllowedCents)
    return {
      ...each,
      differenceCents,
      adjustments: [...each.adjustments],
      expectedBy: reasonsOf(each).map(({ facts: _, ...cited }) => cited),
      decisions: decided(each.id).map(({ state, by, reason }) => ({
        state,
        by: by.label,
        reason,
        at: by.at,
      })),
      next: nextStep(each.state, differenceCents),
    }
  })
}
