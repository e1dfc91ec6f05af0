/**
 * The Medicare fee schedule by the payer's own arithmetic (coding-rules.md 4.1 and 4.2): of all units of a day
 * that fall under the therapy multiple-procedure rule the one with the highest office practice expense is paid
 * in full, each other at half its practice expense. Each unit is rounded to cents, then added.
 */
import { type Cents, cents } from '@tally/kernel'
import { type Conversion, conversionFactor, type FeeRow, feeOf, type Geography } from './fee-tables.ts'

export interface ServiceToPrice {
  readonly procedure: string
  readonly units: number
  readonly serviceDate: string
  /** False where the place of service takes the facility practice expense. */
  readonly office: boolean
}

export interface ScheduledPrice {
  /** All units in full. */
  readonly fullCents: Cents
  /** After the multiple-procedure rule. */
  readonly allowedCents: Cents
}

/** Null for a service that has no relative values of its own. */
export function medicarePrices(
  services: readonly ServiceToPrice[],
  geography: Geography,
  conversion: Conversion,
): (ScheduledPrice | null)[] {
  const priced = services.map((service) => unitsOf(service, geography, conversion))
  const best = new Map<string, Unit>()
  for (const units of priced) {
    if (!units?.multiple) continue
    const before = best.get(units.serviceDate)
    if (!before || outranks(units, before)) best.set(units.serviceDate, units)
  }
  return priced.map((units) => units && sumUnits(units, best.get(units.serviceDate) === units))
}

interface Unit {
  readonly serviceDate: string
  readonly count: number
  readonly multiple: boolean
  readonly peOffice: number
  readonly full: Cents
  readonly reduced: Cents
}

/** The highest practice expense, then the highest fee of one unit, then the first on the claim. */
function outranks(one: Unit, other: Unit): boolean {
  return one.peOffice === other.peOffice ? one.full > other.full : one.peOffice > other.peOffice
}

function sumUnits({ count, multiple, full, reduced }: Unit, first: boolean): ScheduledPrice {
  const inFull = multiple ? (first ? 1 : 0) : count
  return { fullCents: cents(full * count), allowedCents: cents(full * inFull + reduced * (count - inFull)) }
}

function unitsOf(service: ServiceToPrice, geography: Geography, conversion: Conversion): Unit | null {
  const { procedure, units, serviceDate, office } = service
  const fee = feeOf(procedure, serviceDate)
  const factor = conversionFactor(serviceDate, conversion)
  if (!fee || factor === undefined || fee.work + fee.peOffice + fee.malpractice === 0) return null
  // Therapy has one rate wherever it is furnished.
  const pe = office || fee.therapy ? fee.peOffice : fee.peFacility
  return {
    ...{ serviceDate, count: units, multiple: fee.multiple, peOffice: fee.peOffice },
    full: unitFee({ fee, pe, halves: 2 }, geography, factor),
    reduced: unitFee({ fee, pe, halves: 1 }, geography, factor),
  }
}

/** Hundredths × thousandths × ten-thousandths of a dollar, twice over for the half: 2 × 10^7 of them a cent. */
function unitFee(
  { fee, pe, halves }: { fee: FeeRow; pe: number; halves: 1 | 2 },
  geography: Geography,
  factor: number,
): Cents {
  const values =
    2 * fee.work * geography.work + halves * pe * geography.pe + 2 * fee.malpractice * geography.malpractice
  const twice = BigInt(values) * BigInt(factor)
  return cents(Number((2n * twice + 20_000_000n) / 40_000_000n))
}
