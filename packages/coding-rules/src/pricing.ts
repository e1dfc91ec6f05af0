/** What a price depends on beside codes: where the service was furnished, and for whom. */
import type { Cents, Finding, Reason } from '@tally/kernel'
import type { Discipline } from './rules/discipline-modifier.ts'

/**
 * Where Medicare prices it: the ZIP code of the place of service, the locality when that is known, or its
 * indices as CMS publishes them, with at most three decimals.
 */
export type Pricing = (
  | { readonly zip: string }
  | { readonly locality: { readonly contractor: string; readonly locality: string } }
  | {
      readonly gpci: {
        readonly work: number
        readonly practiceExpense: number
        readonly malpractice: number
      }
    }
) & {
  /** `qp` for a qualifying participant of an advanced payment model; practices of therapists seldom are. */
  readonly conversionFactor?: 'non-qp' | 'qp'
}

export interface LineToAllow {
  readonly lineId: string
  readonly procedureCode: string
  readonly discipline: Discipline
  readonly units: number
  /** null is priced as an office. */
  readonly placeOfService: string | null
  /** null while nobody knows: then the fee alone counts. */
  readonly chargeCents: Cents | null
  /** What was allowed, when that is known already: it is taken as it is, and the line ranks with no other. */
  readonly allowedCents: Cents | null
  /** The rule that keeps the payer from allowing it: then it is allowed 0 and ranks with no other. */
  readonly barredBy: string | null
}

export interface AllowedLine {
  /** null: no price is known, neither this payer's nor one that its contractor sets. */
  readonly allowedCents: Cents | null
  /** Units paid in full, and with half their practice expense; null where none were counted. */
  readonly fullUnits: number | null
  readonly reducedUnits: number | null
  readonly reasons: readonly Reason[]
}

export interface AllowedAmounts {
  /** In the order given. */
  readonly lines: readonly AllowedLine[]
  /** The sum of what is known; null when no schedule is, or no line has a price. */
  readonly totalCents: Cents | null
  readonly findings: readonly Finding[]
}
