/** An episode of care: its plan as a person or EMR set it, laid over what visits told. */
import type { ServiceDate } from '@tally/kernel'
import type { PlanOfCare, Recertification } from './plan-of-care.ts'
import type { PlanSeen } from './treatment-day.ts'

export interface EpisodeTold extends PlanSeen {
  /** Of the condition; absent in what was set before these two were kept. */
  readonly onsetOn?: ServiceDate | null
  /** NPI of who signs the plan. */
  readonly certifierNpi?: string | null
  readonly recertifications: readonly Recertification[]
  readonly progressReportsOn: readonly ServiceDate[]
  readonly dischargedOn: ServiceDate | null
}

/** Each date as it was set, else as a visit told it; null when neither tells of a plan. `reportsOn`: documents of visits. */
export function planOf(
  told: EpisodeTold | null,
  seen: PlanSeen | null,
  reportsOn: readonly ServiceDate[],
): PlanOfCare | null {
  if (!told && !seen) return null
  const either = (field: keyof PlanSeen) => told?.[field] ?? seen?.[field] ?? null
  return {
    initialTreatmentOn: either('initialTreatmentOn'),
    from: either('from'),
    to: either('to'),
    signedOn: either('signedOn'),
    orderSignedOn: either('orderSignedOn'),
    transmittedOn: either('transmittedOn'),
    recertifications: told?.recertifications ?? [],
    progressReportsOn: [...(told?.progressReportsOn ?? []), ...reportsOn],
  }
}

/** What the day's own visit told, filled from the newest visit under the same plan. */
export function seenOf(own: PlanSeen | null, newest: PlanSeen | null): PlanSeen | null {
  if (!own || !newest || own.from !== newest.from) return own ?? newest
  return {
    initialTreatmentOn: own.initialTreatmentOn ?? newest.initialTreatmentOn,
    from: own.from,
    to: newest.to ?? own.to,
    signedOn: own.signedOn ?? newest.signedOn,
    orderSignedOn: own.orderSignedOn ?? newest.orderSignedOn,
    transmittedOn: own.transmittedOn ?? newest.transmittedOn,
  }
}
