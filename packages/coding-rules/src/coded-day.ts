/** What coding answers: lines to bill, what stays off the claim, and what a person should know. */
import type { Cents, Finding, Reason } from '@tally/kernel'
import type { Discipline } from './rules/discipline-modifier.ts'

export interface CodedLine {
  /** The first of `sourceLineIds`. */
  readonly lineId: string
  readonly sourceLineId: string
  /** The documented services merged into this line, in order. */
  readonly sourceLineIds: readonly string[]
  readonly procedureCode: string
  readonly discipline: Discipline
  readonly renderingNpi: string | null
  readonly placeOfService: string
  readonly units: number
  readonly modifiers: readonly string[]
  readonly diagnosisPointers: readonly number[]
  /** Unit charge × units; null when the services name none or different ones. */
  readonly chargeCents: Cents | null
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

export interface CodedDay {
  /** null: no unit rule of this payer is built yet. */
  readonly unitRule: 'cms-pooled' | null
  readonly timedMinutes: number
  readonly treatmentMinutes: number
  readonly tie: boolean
  readonly lines: readonly CodedLine[]
  readonly unbilled: readonly UnbilledService[]
  readonly findings: readonly Finding[]
  readonly expectedAllowedCents: Cents | null
}
