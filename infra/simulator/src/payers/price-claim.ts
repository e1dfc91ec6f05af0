/** What a plan's schedule says about each line of a claim. */
import { allocate, type Cents, cents } from '@tally/kernel'
import { type Conversion, commercialUnit, feeOf, type Geography, geographyOf } from './fee-tables.ts'
import { least, percentOf } from './pay-line.ts'
import type { Plan } from './plan.ts'
import { medicarePrices, type ScheduledPrice } from './price-medicare.ts'

export interface LineToPrice {
  readonly procedure: string
  readonly units: number
  readonly serviceDate: string
  readonly placeOfService: string
  readonly chargeCents: Cents
}

/** CMS place-of-service codes that take the facility rate (shared/reference/pos.csv). */
const facilities = new Set('02 06 08 19 21 22 23 24 26 31 34 41 42 51 52 53 56 61'.split(' '))
/** A ZIP that no table knows is priced without geography. */
const nowhere: Geography = { work: 1000, pe: 1000, malpractice: 1000 }
/** Without a price of its own a service is paid by its charge: carriers 70 %, commercial plans 60 %. */
const carrierPercent = 70
const unlistedPercent = 60

/** In the order of `lines`; those that are denied are not handed in, so that they rank nowhere. */
export function pricesOf(
  lines: readonly LineToPrice[],
  plan: Plan,
  { zip, conversion }: { readonly zip: string; readonly conversion: Conversion },
): ScheduledPrice[] {
  switch (plan.basis) {
    case 'fee-schedule': {
      const services = lines.map((line) => ({ ...line, office: !facilities.has(line.placeOfService) }))
      const geography = geographyOf(zip, lines[0]?.serviceDate ?? '') ?? nowhere
      return medicarePrices(services, geography, conversion).map(
        (price, index) => price ?? byCharge(lines[index]?.chargeCents ?? cents(0), carrierPercent),
      )
    }
    case 'own':
      return lines.map((line) => {
        const unit = commercialUnit(line.procedure, line.serviceDate)
        if (unit === undefined) return byCharge(line.chargeCents, unlistedPercent)
        const fee = cents(percentOf(unit, plan.percent) * line.units)
        return { fullCents: fee, allowedCents: fee }
      })
    default:
      return lines.map((line) => byCharge(line.chargeCents, plan.percent))
  }
}

function byCharge(charge: Cents, percent: number): ScheduledPrice {
  const fee = percentOf(charge, percent)
  return { fullCents: fee, allowedCents: fee }
}

/** The same price at another percent, never above the charge. */
export function shifted(price: ScheduledPrice, percent: number, charge: Cents): ScheduledPrice {
  const allowed = least(percentOf(least(price.allowedCents, charge), percent), charge)
  return { fullCents: cents(Math.max(allowed, price.fullCents)), allowedCents: allowed }
}

/** What one of `units` units of a charge is; the odd cents are on the first ones. */
export function lastUnitOf(charge: Cents, units: number): Cents {
  return allocate(charge, Array<number>(units).fill(1)).at(-1) ?? charge
}

/** The schedule's word on a code of that day: what Medicare never pays separately or at all. */
export function statusOf(procedure: string, on: string): { status: string; therapy: boolean } {
  const fee = feeOf(procedure, on)
  return { status: fee?.status ?? 'unknown', therapy: fee?.therapy === true }
}
