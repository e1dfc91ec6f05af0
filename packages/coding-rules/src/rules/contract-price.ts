/**
 * One unit's fee by the basis of a payer's contract: Medicare's own fee, a percentage of it, or the payer's
 * schedule, and what a further unit of the day is worth to it. A schedule reduced by practice expense takes
 * the share that Medicare's relative values give to it.
 */
import { type Cents, cents, type Reason, type ServiceDate, scaleRoundHalfUp } from '@tally/kernel'
import type { PayerRules } from '../payer-profile.ts'
import type { LineToAllow } from '../pricing.ts'
import { type RuleCard, reasonOf } from '../rule.ts'
import { type RelativeValue, relativeValues } from '../tables/price-tables.ts'
import { type UnitPrice, unitPrice } from './fee-schedule.ts'
import type { PriceBasis } from './price-basis.ts'

export const percentOfMedicare: RuleCard = {
  slug: 'price/percent-of-medicare',
  edition: 'payer profile',
  citation: 'the contract of the payer',
  sentence: 'A contract of so many percent of Medicare scales each unit’s fee, to the cent.',
}

export const ownSchedule: RuleCard = {
  slug: 'price/own-schedule',
  edition: 'payer profile',
  citation: 'the fee schedule of the payer',
  sentence:
    'A payer with a schedule of its own is priced by it; a further unit loses what the contract says.',
}

export interface ReckonedFee {
  readonly kind: 'fee'
  readonly full: Cents
  readonly reduced: Cents
  readonly reducible: boolean
  /** Highest is paid in full: practice expense, or the fee where the allowed amount is reduced. */
  readonly rank: number
  readonly stale: boolean
  readonly reasons: readonly Reason[]
}

type Unpaid = Exclude<UnitPrice, { readonly kind: 'fee' }>

/** null: the payer's schedule doesn't hold the code. */
export function lineFee(
  { procedureCode, placeOfService }: LineToAllow,
  serviceDate: ServiceDate,
  rules: PayerRules,
  basis: PriceBasis | null,
): ReckonedFee | Unpaid | null {
  const { price } = rules
  if (price?.kind === 'schedule') return scheduled(procedureCode, serviceDate, rules, price.unitCents)
  if (!basis) return null
  const own = rules.medicareRates ? null : rules.mpprPercent
  const unit = unitPrice(procedureCode, placeOfService, serviceDate, basis, own)
  if (!unit) return null
  // So many percent of what Medicare doesn't pay is not nothing: nobody knows.
  if (unit.kind !== 'fee') return price?.kind === 'medicare' ? unit : { ...unit, kind: 'carrier-priced' }
  const { row, stale, reason } = unit
  if (price?.kind !== 'percent-of-medicare')
    return {
      ...further(unit.full, unit.reduced, row, rules),
      kind: 'fee',
      full: unit.full,
      stale,
      reasons: [reason],
    }
  const full = scaleRoundHalfUp(unit.full, price.percent, 100)
  const reduced = further(full, scaleRoundHalfUp(unit.reduced, price.percent, 100), row, rules)
  const says = `${procedureCode}: ${price.percent} percent of ${unit.full}: ${full} cents a unit, ${reduced.reduced} reduced`
  const facts = {
    procedureCode,
    percent: price.percent,
    byFee: rules.mppr === 'allowed',
    mpprPercent: rules.mpprPercent,
    fullUnitCents: full,
    reducedUnitCents: reduced.reduced,
  }
  return { ...reduced, kind: 'fee', full, stale, reasons: [reason, reasonOf(percentOfMedicare, says, facts)] }
}

/** What a further unit is worth by the contract's way of reducing. */
function further(full: Cents, byExpense: Cents, row: RelativeValue | undefined, rules: PayerRules) {
  const reducible = rules.mppr !== 'none' && row?.mppr === '5'
  const byFee = rules.mppr === 'allowed'
  const reduced = !reducible ? full : byFee ? scaleRoundHalfUp(full, 100 - rules.mpprPercent, 100) : byExpense
  return { reducible, reduced, rank: byFee ? full : (row?.pe ?? 0) }
}

function scheduled(
  procedureCode: string,
  serviceDate: ServiceDate,
  rules: PayerRules,
  unitCents: Readonly<Record<string, Cents>>,
): ReckonedFee | null {
  const full = unitCents[procedureCode]
  if (full === undefined) return null
  const row = relativeValues.lastKnown(procedureCode, serviceDate)?.row
  const all = row ? row.work + row.pe + row.mp : 0
  const byExpense =
    row && all > 0 ? scaleRoundHalfUp(full, 100 * all - rules.mpprPercent * row.pe, 100 * all) : full
  const own = further(cents(full), byExpense, row, rules)
  const says = `${procedureCode}: ${full} cents a unit by the schedule of the payer, ${own.reduced} reduced`
  const facts = { procedureCode, fullUnitCents: full, reducedUnitCents: own.reduced }
  return { ...own, kind: 'fee', full, stale: false, reasons: [reasonOf(ownSchedule, says, facts)] }
}
