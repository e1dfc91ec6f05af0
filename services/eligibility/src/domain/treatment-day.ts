/** A treatment day as eligibility keeps it: what was captured, what was asked for it, and what it was answered. */
import type { PayerFamily, Reason, ServiceDate } from '@tally/kernel'
import type { BilledService } from './authorization.ts'
import type { PlanOfCare } from './plan-of-care.ts'

/** What a visit tells of its plan of care. */
export type PlanSeen = Omit<PlanOfCare, 'recertifications' | 'progressReportsOn'>

/** An answer as it was said; reasons stand beside and are not compared. */
export interface Said {
  readonly kind: 'cleared' | 'held'
  /** Why it is held. */
  readonly reason: string | null
  readonly coverage: 'active' | 'unknown' | 'not-checked' | null
  readonly warnings: readonly string[]
  readonly authorizationId: string | null
  /** Keyed digest of the number that travelled with it. */
  readonly numberKey: string | null
}

export interface TreatmentDay {
  readonly id: string
  readonly patientId: string
  readonly billingNpi: string
  readonly serviceDate: ServiceDate
  /** Of the newest charge event. */
  readonly version: number
  readonly standing: 'captured' | 'held' | 'voided'
  readonly capturedVersion: number
  readonly payerId: string | null
  readonly payerFamily: PayerFamily | null
  readonly memberKey: string | null
  readonly questionKey: string | null
  readonly episodeId: string | null
  readonly services: readonly BilledService[]
  readonly plan: PlanSeen | null
  readonly progressReportsOn: readonly ServiceDate[]
  readonly therapyAllowedCents: number | null
  readonly heardAt: string
  readonly askedKey: string | null
  readonly answerDueAt: string
  readonly waiting: boolean
  readonly decision: number
  readonly answeredVersion: number
  readonly answer: (Said & { readonly reasons: readonly Reason[] }) | null
  readonly overridden: { readonly version: number; readonly rules: readonly string[] } | null
  readonly traceparent: string | null
}

/** Whether `now` is news after what was said of the day before. */
export function isNews({ answer, answeredVersion, version }: TreatmentDay, now: Said): boolean {
  return answer === null || answeredVersion !== version || textOf(answer) !== textOf(now)
}

function textOf({ kind, reason, coverage, warnings, authorizationId, numberKey }: Said): string {
  return JSON.stringify([kind, reason, coverage, [...warnings].sort(), authorizationId, numberKey])
}
