/**
 * From charge and price to what a payer pays on a line (coding-rules.md 4.4): lesser of charge and fee, then
 * deductible, copay, coinsurance, the assistant's 15 %, sequestration. Every step rounds to cents, halves up.
 */
import { type Cents, cents, noCents, scaleRoundHalfUp } from '@tally/kernel'
import type { Adjustment } from '../wire/claim.ts'
import type { Plan } from './plan.ts'
import type { ScheduledPrice } from './price-medicare.ts'

/** What is left of a member's deductible and of this visit's copay; emptied line by line. */
export interface Purse {
  deductible: Cents
  copay: Cents
}

export interface PaidLine {
  readonly paidCents: Cents
  readonly allowedCents: Cents
  readonly adjustments: readonly Adjustment[]
  /** The assistant's cut was taken. */
  readonly assistantCut: boolean
}

export type Terms = Pick<Plan, 'coinsurancePercent' | 'sequestered' | 'cutsAssistants' | 'contractual'>

export function payLine(
  line: { readonly chargeCents: Cents; readonly modifiers: readonly string[] },
  price: ScheduledPrice,
  terms: Terms,
  purse: Purse,
): PaidLine {
  const { chargeCents } = line
  const allowed = least(chargeCents, price.allowedCents)
  const multiple = minus(least(chargeCents, price.fullCents), allowed)
  const deductible = least(purse.deductible, allowed)
  const copay = least(purse.copay, minus(allowed, deductible))
  purse.deductible = minus(purse.deductible, deductible)
  purse.copay = minus(purse.copay, copay)
  const shared = minus(minus(allowed, deductible), copay)
  const coinsurance = percentOf(shared, terms.coinsurancePercent)
  const owed = minus(shared, coinsurance)
  const assistant = terms.cutsAssistants && /\bC[QO]\b/.test(line.modifiers.join(' '))
  const cut = assistant ? percentOf(owed, 15) : noCents
  const sequestration = terms.sequestered ? percentOf(minus(owed, cut), 2) : noCents
  const contractual = cents(chargeCents - allowed - multiple + cut)
  const adjustments: Adjustment[] = [
    { group: 'CO', reason: terms.contractual, cents: contractual },
    { group: 'CO', reason: '59', cents: multiple },
    { group: 'CO', reason: '253', cents: sequestration },
    { group: 'PR', reason: '1', cents: deductible },
    { group: 'PR', reason: '2', cents: coinsurance },
    { group: 'PR', reason: '3', cents: copay },
  ]
  return {
    paidCents: cents(owed - cut - sequestration),
    allowedCents: allowed,
    adjustments: adjustments.filter((adjustment) => adjustment.cents !== 0),
    assistantCut: cut > 0,
  }
}

export function percentOf(amount: Cents, percent: number): Cents {
  return scaleRoundHalfUp(amount, percent, 100)
}

export function least(one: Cents, other: Cents): Cents {
  return one < other ? one : other
}

function minus(one: Cents, other: Cents): Cents {
  return cents(one - other)
}
