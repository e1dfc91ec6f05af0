/**
 * Whether a line might need KX, told without prices: Medicare never allows more than the charge, so charges
 * that stay within what is left of the year's threshold prove that no line crosses it. Anything else is held
 * until lines are priced.
 */
import { type Cents, type Finding, type ServiceDate, sumOf } from '@tally/kernel'
import type { CodedLine } from '../coded-day.ts'
import { therapyThresholds } from '../data/load.ts'
import { findingOf } from '../rule.ts'
import type { TreatmentDayInput } from '../treatment-day-input.ts'
import { heldNotYet, reasonNotYet } from './not-yet.ts'

/**
 * At most one finding a bucket (PT with SLP, and OT). `info` while the year's use is unknown, `hold` when KX
 * may be needed.
 */
export function watchThreshold(day: TreatmentDayInput, lines: readonly CodedLine[]): Finding[] {
  if (lines.length === 0) return []
  const { therapyAccrued, serviceDate } = day
  if (therapyAccrued === null) {
    const reason = reasonNotYet(
      'therapy used this year is unknown; whether a line needs KX is not watched yet',
    )
    return [findingOf('info', [], 'watch the therapy threshold by hand until Tally does', reason)]
  }
  const ot = lines.filter((line) => line.discipline === 'OT')
  const ptSlp = lines.filter((line) => line.discipline !== 'OT')
  return [
    ...mayNeedKx('PT+SLP', ptSlp, therapyAccrued.ptSlpCents, serviceDate),
    ...mayNeedKx('OT', ot, therapyAccrued.otCents, serviceDate),
  ]
}

function mayNeedKx(
  bucket: 'PT+SLP' | 'OT',
  lines: readonly CodedLine[],
  used: Cents,
  serviceDate: ServiceDate,
): Finding[] {
  if (lines.length === 0) return []
  const threshold = therapyThresholds.on(bucket, serviceDate)?.threshold_cents ?? null
  const charges = lines.map((line) => line.chargeCents)
  const priced = charges.filter((charge) => charge !== null)
  const charged = priced.length === charges.length ? sumOf(priced) : null
  if (threshold !== null && charged !== null && used + charged <= threshold) return []
  const sums = `${used} cents used, ${charged ?? 'unknown'} charged, threshold ${threshold ?? 'unknown'}`
  const says = `${bucket}: ${sums} on ${serviceDate}; a line may need KX`
  const reason = reasonNotYet(says, {
    bucket,
    usedCents: used,
    chargedCents: charged,
    thresholdCents: threshold,
  })
  return [
    heldNotYet(
      lines.flatMap((line) => line.sourceLineIds),
      reason,
    ),
  ]
}
