/**
 * Medicare's fee for one unit: relative values for work, practice expense and malpractice, each times its
 * index, times the conversion factor. Reckoned in whole numbers and rounded once, to the cent.
 */
import { type Cents, cents, type Reason, type ServiceDate, scaleRoundHalfUp } from '@tally/kernel'
import { type RuleCard, reasonOf } from '../rule.ts'
import { facilities, paymentRates, type RelativeValue, relativeValues } from '../tables/price-tables.ts'
import type { PriceBasis } from './price-basis.ts'

export const feeSchedule: RuleCard = {
  slug: 'price/fee-schedule',
  edition: 'RVU24C to RVU26C',
  citation: 'CMS physician fee schedule relative value files; 42 CFR 414.20',
  sentence:
    'A unit is (work × index + practice expense × index + malpractice × index) × conversion factor, to the cent.',
}

export const carrierPriced: RuleCard = {
  slug: 'price/carrier-priced',
  edition: 'RVU24C to RVU26C',
  citation: 'CMS physician fee schedule, status C and R without relative values',
  sentence: 'What the contractor prices itself has no expected amount and stands outside the total.',
}

export const notPaid: RuleCard = {
  slug: 'price/not-paid',
  edition: 'RVU24C to RVU26C',
  citation: 'CMS physician fee schedule status indicators',
  sentence: 'A bundled, invalid, excluded or non-covered code is allowed 0.',
}

export interface UnitFee {
  readonly kind: 'fee'
  readonly full: Cents
  /** With the reduction for a second and later unit of the day. */
  readonly reduced: Cents
  readonly row: RelativeValue
  readonly stale: boolean
  readonly reason: Reason
}

export type UnitPrice =
  | UnitFee
  | { readonly kind: 'not-paid' | 'carrier-priced'; readonly stale: boolean; readonly reason: Reason }

const wholePercent = 100
/** Percents of hundredths of relative value × thousandths of index × ten-thousandths of a dollar. */
const fractionsOfADollar = wholePercent * 100 * 1000 * 10_000
const oneDollar = cents(100)

/** null: the code is in no schedule held for the date. */
export function unitPrice(
  procedureCode: string,
  placeOfService: string | null,
  serviceDate: ServiceDate,
  basis: PriceBasis,
  /** Of the practice expense, where a payer takes another than Medicare's. */
  ownReduction: number | null = null,
): UnitPrice | null {
  const found = relativeValues.lastKnown(procedureCode, serviceDate)
  const reduction = ownReduction ?? paymentRates.on('reduction', serviceDate)?.percent
  if (!found || reduction === undefined) return null
  const { row, stale } = found
  const facility = placeOfService !== null && facilities().has(placeOfService)
  const values = { work: row.work, practiceExpense: facility ? row.pe_facility : row.pe, malpractice: row.mp }
  const unpriced = whyUnpriced(row)
  if (unpriced) {
    const says = `${procedureCode} has Medicare status ${row.status} on ${serviceDate}`
    const reason = reasonOf(editionOf(unpriced.rule, row), says, { procedureCode, status: row.status })
    return { kind: unpriced.kind, stale, reason }
  }
  const full = feeOf(values, basis, wholePercent)
  const reduced = feeOf(values, basis, wholePercent - reduction)
  const setting = facility ? 'facility' : 'non-facility'
  const says = `${procedureCode} ${basis.where}, ${setting}, on ${serviceDate}: ${full} cents a unit, ${reduced} reduced`
  const reason = reasonOf(editionOf(feeSchedule, row), says, {
    procedureCode,
    serviceDate,
    placeOfService,
    locality: basis.locality,
    relativeValueHundredths: values,
    indexThousandths: { ...basis.indices },
    conversionFactorTenThousandths: basis.factor,
    reductionPercent: reduction,
    fullUnitCents: full,
    reducedUnitCents: reduced,
  })
  return { kind: 'fee', full, reduced, row, stale, reason }
}

/** `percent` of the practice expense counts. */
function feeOf(
  values: { readonly work: number; readonly practiceExpense: number; readonly malpractice: number },
  { indices, factor }: PriceBasis,
  percent: number,
): Cents {
  const undiminished = values.work * indices.work + values.malpractice * indices.malpractice
  const weighted = wholePercent * undiminished + percent * values.practiceExpense * indices.practiceExpense
  return scaleRoundHalfUp(oneDollar, weighted * factor, fractionsOfADollar)
}

function whyUnpriced({ status, work, pe, mp }: RelativeValue) {
  const valued = work + pe + mp > 0
  if (status === 'A' || (status === 'R' && valued)) return null
  return status === 'C' || status === 'R'
    ? { kind: 'carrier-priced' as const, rule: carrierPriced }
    : { kind: 'not-paid' as const, rule: notPaid }
}

function editionOf(rule: RuleCard, { release }: RelativeValue): RuleCard {
  return { ...rule, edition: release }
}
