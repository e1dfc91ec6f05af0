/**
 * What other practices used of Medicare's therapy threshold: what the payer counted less what we billed ourselves. Where
 * the allowed amount of a day of ours that went out is not known, it is not known either.
 */
import { type Cents, cents, type ServiceDate } from '@tally/kernel'
import type { BenefitsKnown } from './benefits-known.ts'

export interface OwnDay {
  readonly serviceDate: ServiceDate
  readonly payerId: string | null
  readonly sent: boolean
  /** For PT and speech therapy. */
  readonly therapyAllowedCents: number | null
}

export function usedElsewhere(
  { therapyAmount }: Pick<BenefitsKnown, 'therapyAmount'>,
  { payerId, asOf }: { readonly payerId: string; readonly asOf: ServiceDate },
  own: readonly OwnDay[],
): Cents | null {
  if (!therapyAmount) return null
  const { usedCents, totalCents, remainingCents, from } = therapyAmount
  const year = asOf.slice(0, 4)
  if (from !== null && from.slice(0, 4) !== year) return null
  const used =
    usedCents ?? (totalCents !== null && remainingCents !== null ? totalCents - remainingCents : null)
  if (used === null) return null
  const ours = own
    .filter((day) => day.sent && day.payerId === payerId && day.serviceDate.startsWith(year))
    .map(({ therapyAllowedCents }) => therapyAllowedCents)
  const known = ours.filter((each) => each !== null)
  if (known.length < ours.length) return null
  return cents(Math.max(0, used - known.reduce((sum, each) => sum + each, 0)))
}
