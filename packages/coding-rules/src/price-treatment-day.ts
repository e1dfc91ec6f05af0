/**
 * What a payer should allow and pay for the billed lines of a treatment day, line by line and in total. Order
 * counts twice: the first of lines that tie is paid in full, and the deductible is used up from the first line
 * on.
 */
import { assert, type Cents, cents, type Finding, type Reason, type ServiceDate, sumOf } from '@tally/kernel'
import { allowedAmounts, noSchedule } from './allowed-amounts.ts'
import { type PayerRules, type PayerToFollow, rulesOf } from './payer-profile.ts'
import type { Pricing } from './pricing.ts'
import { findingOf, reasonOf } from './rule.ts'
import type { Discipline } from './rules/discipline-modifier.ts'
import { misfitsOf } from './rules/documented-input.ts'
import { type LinePayment, type PaymentRates, paymentChain, ratesOn } from './rules/payment-chain.ts'

export interface LineToPrice {
  readonly lineId: string
  readonly procedureCode: string
  readonly units: number
  readonly modifiers: readonly string[]
  readonly discipline: Discipline
  /** Absent: an office. */
  readonly placeOfService?: string | null
  readonly chargeCents?: Cents | null
  /** Given: the payment alone is reckoned, and the line ranks with no other. */
  readonly allowedCents?: Cents | null
}

export interface DayToPrice {
  readonly serviceDate: ServiceDate
  readonly payer: PayerToFollow
  /** null: nobody said where it was furnished; nothing is priced then but what is allowed already. */
  readonly pricing: Pricing | null
  readonly deductibleRemainingCents: Cents
  readonly lines: readonly LineToPrice[]
}

type Amounts = LinePayment & { readonly allowedCents: Cents }
/** Every amount, or null where it is not known. */
type KnownAmounts = { readonly [Amount in keyof Amounts]: Cents | null }

export interface PricedLine extends KnownAmounts {
  readonly lineId: string
  readonly fullUnits: number | null
  readonly reducedUnits: number | null
  readonly reasons: readonly Reason[]
}

export interface PricedDay {
  /** In the order given. */
  readonly lines: readonly PricedLine[]
  /** Sums over the lines that have a price; null when none has. */
  readonly total: KnownAmounts
  readonly findings: readonly Finding[]
}

/** Pure. A line's units are whole, zero or more; the deductible is zero or more. */
export function priceTreatmentDay(day: DayToPrice): PricedDay {
  const { serviceDate, payer, lines } = day
  for (const { units } of lines)
    assert(Number.isSafeInteger(units) && units >= 0, 'units are whole, zero or more')
  assert(day.deductibleRemainingCents >= 0, 'what remains of a deductible is zero or more')
  const { rules, misfits } = rulesOf(payer)
  const allowed = allowedAmounts({
    ...{ serviceDate, family: payer.family, rules, pricing: day.pricing },
    lines: lines.map(({ placeOfService = null, chargeCents = null, allowedCents = null, ...line }) => ({
      ...line,
      ...{ placeOfService, chargeCents, allowedCents, barredBy: null },
    })),
  })
  const rates = paymentRatesOf(rules, serviceDate)
  let deductibleRemaining = day.deductibleRemainingCents
  const priced = lines.map((line, place): PricedLine => {
    const answer = allowed.lines[place]
    assert(answer, 'every line has an answer')
    const { allowedCents, ...rest } = answer
    if (allowedCents === null || rates === null)
      return { lineId: line.lineId, allowedCents, ...unpaid, ...rest }
    const { reason, ...payment } = paid(line, allowedCents, deductibleRemaining, rates)
    deductibleRemaining = cents(deductibleRemaining - payment.deductibleCents)
    return { lineId: line.lineId, allowedCents, ...payment, ...rest, reasons: [...rest.reasons, reason] }
  })
  return {
    lines: priced,
    total: totalOf(priced),
    findings: [
      ...misfitsOf(
        misfits,
        lines.map(({ lineId }) => lineId),
      ),
      ...allowed.findings,
      ...(rates ? [] : unpayable(day, priced)),
    ],
  }
}

/** Medicare's rates of the date, with the payer's own over them; null: nobody knows the coinsurance. */
function paymentRatesOf(rules: PayerRules, serviceDate: ServiceDate): PaymentRates | null {
  const base = rules.medicareRates ? ratesOn(serviceDate) : null
  const coinsurance = rules.coinsurancePercent ?? base?.coinsurance
  if (coinsurance === undefined) return null
  return {
    coinsurance,
    assistant: rules.assistantReductionPercent ?? base?.assistant ?? 0,
    sequestration: rules.sequestrationPercent ?? base?.sequestration ?? 0,
  }
}

const unpaid = {
  deductibleCents: null,
  coinsuranceCents: null,
  assistantReductionCents: null,
  sequestrationCents: null,
  paidCents: null,
  patientCents: null,
  accrualCents: null,
}

function paid(
  { procedureCode, modifiers }: LineToPrice,
  allowedCents: Cents,
  deductibleRemainingCents: Cents,
  rates: PaymentRates,
) {
  const byAssistant = modifiers.includes('CQ') || modifiers.includes('CO')
  return paymentChain.decide({ procedureCode, allowedCents, deductibleRemainingCents, byAssistant, rates })
}

function totalOf(lines: readonly PricedLine[]): KnownAmounts {
  const sum = (amount: keyof Amounts): Cents | null => {
    const known = lines.flatMap((line) => line[amount] ?? [])
    return known.length > 0 ? sumOf(known) : null
  }
  return {
    allowedCents: sum('allowedCents'),
    deductibleCents: sum('deductibleCents'),
    coinsuranceCents: sum('coinsuranceCents'),
    assistantReductionCents: sum('assistantReductionCents'),
    sequestrationCents: sum('sequestrationCents'),
    paidCents: sum('paidCents'),
    patientCents: sum('patientCents'),
    accrualCents: sum('accrualCents'),
  }
}

/** What is allowed may be known where the way of paying is not. */
function unpayable({ payer, serviceDate }: DayToPrice, lines: readonly PricedLine[]): Finding[] {
  const allowed = lines.filter(({ allowedCents }) => allowedCents !== null)
  if (allowed.length === 0) return []
  const says = `how ${payer.family} pays of what it allowed on ${serviceDate} is not known`
  const reason = reasonOf(noSchedule, says, { family: payer.family, serviceDate })
  const fix = 'expect the allowed amount; the remittance says what was paid'
  return [
    findingOf(
      'info',
      allowed.map(({ lineId }) => lineId),
      fix,
      reason,
    ),
  ]
}
