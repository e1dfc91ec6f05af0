/**
 * What other practices used of Medicare's therapy threshold: what it counted less what it counted of ours, which is what it has
 * decided on; a claim that it holds back for its 14 days is not in its figure yet. Where the allowed amount of such a day of ours is
 * not known, it is not known either. No other payer counts towards the threshold.
 */
import { type Cents, cents, type ServiceDate } from '@tally/kernel'
import type { BenefitsKnown } from './benefits-known.ts'

export interface OwnDay {
  readonly serviceDate: ServiceDate
  readonly payerId: string | null
  /** The payer has decided on its claim. */
  readonly decided: boolean
  /** For PT and speech therapy. */
  readonly therapyAllowedCents: number | null
}

export function usedElsewhere(
  { therapyAmount, insuranceTypes }: Pick<BenefitsKnown, 'therapyAmount' | 'insuranceTypes'>,
  { payerId, asOf }: { readonly payerId: string; readonly asOf: ServiceDate },
  own: readonly OwnDay[],
): Cents | null {
  if (!therapyAmount || !insuranceTypes.includes('MB')) return null
  const { usedCents, totalCents, remainingCents, from } = therapyAmount
  const year = asOf.slice(0, 4)
  if (from !== null && from.slice(0, 4) !== year) return null
  const used =
    usedCents ?? (totalCents !== null && remainingCents !== null ? totalCents - remainingCents : null)
  if (used === null) return null
  const ours = own
    .filter((day) => day.decided && day.payerId === payerId && day.serviceDate.startsWith(year))
    .map(({ therapyAllowedCents }) => therapyAllowedCents)
  const known = ours.filter((each) => each !== null)
  if (known.length < ours.length) return null
  return cents(Math.max(0, used - known.reduce((sum, each) => sum + each, 0)))
}
