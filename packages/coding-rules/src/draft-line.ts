/** One code of one discipline on its way to lines: the services merged, their units, and what was decided. */
import type { Finding, Reason } from '@tally/kernel'
import type { Discipline } from './rules/discipline-modifier.ts'
import type { TherapyCode } from './tables/therapy-tables.ts'
import type { DocumentedService } from './treatment-day-input.ts'

export type Services = readonly [DocumentedService, ...DocumentedService[]]

/** The services of one code in one discipline. */
export interface Group {
  readonly procedureCode: string
  readonly discipline: Discipline
  readonly code: TherapyCode
  readonly services: Services
  readonly lineIds: readonly string[]
  /** null when any of them has none. */
  readonly minutes: number | null
  readonly assistantMinutes: number
  /** The clinic's count, when every service has one. */
  readonly clinicUnits: number | null
  /** Why it goes as this code. */
  readonly reasons: readonly Reason[]
  /** Never covered, and billed so that it is denied. */
  readonly excluded: boolean
}

export interface Counted {
  readonly group: Group
  readonly units: number
  /** Shares the pool of its discipline, or is counted by 15 minutes alone: its units are clinicians' one by one. */
  readonly byUnit: boolean
  readonly reason: Reason
  /** Why the payer's daily cap leaves it fewer. */
  readonly capped?: Reason
}

export interface Draft extends Counted {
  /** Which of the units carry the assistant's modifier. */
  readonly assistant: {
    readonly modifier: 'CQ' | 'CO'
    readonly units: number
    readonly reason: Reason
  } | null
  readonly modifiers: readonly string[]
  readonly reasons: readonly Reason[]
  readonly findings: readonly Finding[]
  readonly evidence: 'own-modifier' | 'described' | null
  /** Documented spans of time of its own. */
  readonly spans: readonly { readonly from: string; readonly to: string }[]
}
