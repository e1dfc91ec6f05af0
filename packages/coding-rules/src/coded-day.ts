/** What coding answers: lines to bill, what stays off the claim, and what a person should know. */
import type { Cents, Finding, Reason } from '@tally/kernel'
import type { Discipline } from './rules/discipline-modifier.ts'

export interface CodedLine {
  /** Unique: the first of `sourceLineIds`, or a name of its own for the second line of a split service. */
  readonly lineId: string
  /** The first of `sourceLineIds`. */
  readonly sourceLineId: string
  /** The documented services merged into this line, in order. */
  readonly sourceLineIds: readonly string[]
  readonly procedureCode: string
  readonly discipline: Discipline
  /** An assistant's units: CQ or CO is on it. */
  readonly assistant: boolean
  readonly renderingNpi: string | null
  readonly placeOfService: string
  readonly units: number
  readonly modifiers: readonly string[]
  readonly diagnosisPointers: readonly number[]
  /** Unit charge × units; null when the services name none or different ones. */
  readonly chargeCents: Cents | null
  /** What the payer should allow, reductions taken off; null where no schedule of its is known. */
  readonly expectedAllowedCents: Cents | null
  readonly reasons: readonly Reason[]
}

export interface UnbilledService {
  readonly lineId: string
  readonly sourceLineIds: readonly string[]
  readonly procedureCode: string
  readonly minutes: number | null
  readonly reasons: readonly Reason[]
}

/** Allowed amounts of a calendar year: what KX and targeted review are counted by. */
export interface TherapyAccrued {
  readonly ptSlpCents: Cents
  readonly otCents: Cents
  /** Above the threshold of targeted medical review in either bucket. */
  readonly reviewFlag: boolean
}

export interface CodedDay {
  readonly unitRule: 'cms-pooled' | 'per-code' | 'full-15'
  readonly timedMinutes: number
  readonly treatmentMinutes: number
  readonly tie: boolean
  readonly lines: readonly CodedLine[]
  readonly unbilled: readonly UnbilledService[]
  readonly findings: readonly Finding[]
  /** The sum over the lines that have a price; null where no schedule is known for the payer. */
  readonly expectedAllowedCents: Cents | null
  /** With this day; null while the year's use or a price is unknown. */
  readonly therapyAccruedAfter: TherapyAccrued | null
}
