/**
 * From what Medicare Part B allows for a line to what it pays: first the patient's deductible, then 20 %
 * coinsurance, then 15 % off where an assistant furnished it, then 2 % sequestration. The patient's share and
 * what counts towards the therapy threshold know neither of the last two. No cent is lost: allowed = paid +
 * patient + assistant's reduction + sequestration.
 */
import { type Cents, cents, type Reason, type ServiceDate, scaleRoundHalfUp } from '@tally/kernel'
import { type Rule, reasonOf } from '../rule.ts'
import { paymentRates } from '../tables/price-tables.ts'

/** Percents. */
export interface PaymentRates {
  readonly coinsurance: number
  readonly assistant: number
  readonly sequestration: number
}

export interface LinePayment {
  readonly deductibleCents: Cents
  readonly coinsuranceCents: Cents
  readonly assistantReductionCents: Cents
  readonly sequestrationCents: Cents
  readonly paidCents: Cents
  /** Deductible and coinsurance. */
  readonly patientCents: Cents
  /** What counts towards the therapy threshold: all that is allowed. */
  readonly accrualCents: Cents
}

/** null: not all rates of `serviceDate` are held. */
export function ratesOn(serviceDate: ServiceDate): PaymentRates | null {
  const percent = (rate: keyof PaymentRates) => paymentRates.on(rate, serviceDate)?.percent
  const [coinsurance, assistant, sequestration] = [
    percent('coinsurance'),
    percent('assistant'),
    percent('sequestration'),
  ]
  if (coinsurance === undefined || assistant === undefined || sequestration === undefined) return null
  return { coinsurance, assistant, sequestration }
}

export interface AllowedForPayment {
  readonly procedureCode: string
  readonly allowedCents: Cents
  /** The patient's, before this line. */
  readonly deductibleRemainingCents: Cents
  /** The line carries CQ or CO. */
  readonly byAssistant: boolean
  readonly rates: PaymentRates
}

export const paymentChain: Rule<AllowedForPayment, LinePayment & { readonly reason: Reason }> = {
  slug: 'price/payment-chain',
  edition: 'rates to 2026',
  citation: 'Social Security Act 1833(a), 1833(b), 1834(v); sequestration order, CARC 253',
  sentence:
    'Of the allowed amount the patient owes deductible and coinsurance; the rest is cut for an assistant and by sequestration.',
  decide: ({ procedureCode, allowedCents, deductibleRemainingCents, byAssistant, rates }) => {
    const deductibleCents = cents(Math.min(deductibleRemainingCents, allowedCents))
    const afterDeductible = cents(allowedCents - deductibleCents)
    const coinsuranceCents = percentOf(afterDeductible, rates.coinsurance)
    const share = cents(afterDeductible - coinsuranceCents)
    const assistantReductionCents = percentOf(share, byAssistant ? rates.assistant : 0)
    const reduced = cents(share - assistantReductionCents)
    const sequestrationCents = percentOf(reduced, rates.sequestration)
    const payment: LinePayment = {
      deductibleCents,
      coinsuranceCents,
      assistantReductionCents,
      sequestrationCents,
      paidCents: cents(reduced - sequestrationCents),
      patientCents: cents(deductibleCents + coinsuranceCents),
      accrualCents: allowedCents,
    }
    const says =
      `${procedureCode}: of ${allowedCents} cents allowed the patient owes ${payment.patientCents}, ` +
      `${assistantReductionCents} are cut for the assistant, ${sequestrationCents} sequestered, ${payment.paidCents} paid`
    const facts = {
      procedureCode,
      allowedCents,
      deductibleRemainingCents,
      byAssistant,
      percents: { ...rates },
    }
    return { ...payment, reason: reasonOf(paymentChain, says, { ...facts, ...payment }) }
  },
}

function percentOf(amount: Cents, percent: number): Cents {
  return scaleRoundHalfUp(amount, percent, 100)
}
