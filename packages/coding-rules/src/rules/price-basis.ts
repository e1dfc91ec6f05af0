/**
 * Where and when a fee is reckoned: the indices of a locality and the conversion factor of a date. Three years
 * of Medicare's schedule are held; what is missing in them is made up for by the nearest thing known, and said
 * to be provisional.
 */
import { assert, type Fact, type ServiceDate, type Severity } from '@tally/kernel'
import { fixedPoint } from '../fixed-point.ts'
import type { Pricing } from '../pricing.ts'
import type { RuleCard } from '../rule.ts'
import { conversionFactors, geographicIndices } from '../tables/price-tables.ts'
import { localityOf, zipEdition } from '../tables/zip-localities.ts'

export const provisional: RuleCard = {
  slug: 'price/provisional',
  edition: 'schedules of 2024 to 2026',
  citation: 'CMS physician fee schedule: relative value files, Addendum E, ZIP5',
  sentence: 'A price from rounded, missing or older tables is given all the same and called provisional.',
}

/** A reason to call every price of the day provisional. */
export interface Doubt {
  readonly severity: Extract<Severity, 'warn' | 'info'>
  readonly says: string
  readonly fix: string
  readonly facts: Readonly<Record<string, Fact>>
}

/** In thousandths. */
interface Indices {
  readonly work: number
  readonly practiceExpense: number
  readonly malpractice: number
}

export interface PriceBasis {
  readonly indices: Indices
  /** `<contractor>/<locality>`; null for indices that were handed in, or national ones. */
  readonly locality: string | null
  /** Whose indices, in words: `in 02302/01`. */
  readonly where: string
  /** Dollars a relative value unit, in ten-thousandths. */
  readonly factor: number
  /** Tables that end before the date. */
  readonly stale: readonly string[]
  readonly doubts: readonly Doubt[]
}

/** null: `serviceDate` is before the first schedule held. */
export function priceBasis(pricing: Pricing, serviceDate: ServiceDate): PriceBasis | null {
  const factor = conversionFactors.lastKnown(pricing.conversionFactor ?? 'non-qp', serviceDate)
  if (!factor) return null
  const place = placeOf(pricing, serviceDate)
  const stale = factor.stale ? ['conversion factor', ...place.stale] : place.stale
  return { ...place, factor: factor.row.factor, stale }
}

function placeOf(pricing: Pricing, serviceDate: ServiceDate): Omit<PriceBasis, 'factor'> {
  if ('gpci' in pricing) {
    const { work, practiceExpense, malpractice } = pricing.gpci
    const indices = {
      work: thousandths(work),
      practiceExpense: thousandths(practiceExpense),
      malpractice: thousandths(malpractice),
    }
    return { indices, locality: null, where: 'with the indices given', stale: [], doubts: [] }
  }
  if ('locality' in pricing) {
    const name = `${pricing.locality.contractor}/${pricing.locality.locality}`
    return inLocality(name, serviceDate) ?? nationwide(`no locality ${name} is held`, { locality: name })
  }
  // The ZIP itself is never named: it may be where a person lives.
  const found = localityOf(pricing.zip)
  const place = found && inLocality(found.locality, serviceDate)
  if (!place) return nationwide(`the ZIP code of the place of service is in no locality of ${zipEdition}`, {})
  return found.uncertain ? { ...place, doubts: [...place.doubts, ofTwo(found.locality)] } : place
}

function inLocality(locality: string, serviceDate: ServiceDate): Omit<PriceBasis, 'factor'> | null {
  const found = geographicIndices.lastKnown(locality, serviceDate)
  if (!found) return null
  const { work, pe, mp, rounded } = found.row
  const indices = { work, practiceExpense: pe, malpractice: mp }
  const stale = found.stale ? ['geographic indices'] : []
  const doubts = rounded === 'Y' ? [roundedIn(locality)] : []
  return { indices, locality, where: `in ${locality}`, stale, doubts }
}

function nationwide(why: string, facts: Readonly<Record<string, Fact>>): Omit<PriceBasis, 'factor'> {
  const doubt: Doubt = {
    severity: 'warn',
    says: `${why}: priced with the national indices of 1.000`,
    fix: 'check the address of the service facility or the billing provider',
    facts,
  }
  const indices = { work: 1000, practiceExpense: 1000, malpractice: 1000 }
  return { indices, locality: null, where: 'with national indices', stale: [], doubts: [doubt] }
}

function roundedIn(locality: string): Doubt {
  return {
    severity: 'info',
    says: `the indices of ${locality} are rounded to two decimals: prices are up to half a percent off`,
    fix: 'load Addendum E of the physician fee schedule for exact prices',
    facts: { locality },
  }
}

function ofTwo(locality: string): Doubt {
  return {
    severity: 'warn',
    says: `the ZIP code of the place of service lies in more than one locality; priced in ${locality}`,
    fix: 'name the locality, or load the ZIP+4 file',
    facts: { locality },
  }
}

function thousandths(index: number): number {
  const whole = fixedPoint(String(index), 3)
  assert(whole !== null, 'a geographic index is zero or more, with at most three decimals')
  return whole
}
