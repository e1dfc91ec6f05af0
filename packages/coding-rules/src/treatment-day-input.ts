/** What is coded at once: everything documented for one patient, billing provider, date and case. */
import type { Cents, PayerFamily, ServiceDate } from '@tally/kernel'
import type { Pricing } from './pricing.ts'
import type { Discipline } from './rules/discipline-modifier.ts'

export type Modality = 'in-person' | 'video' | 'audio'

export interface DocumentedService {
  /** Unique in the day. */
  readonly lineId: string
  readonly procedureCode: string
  /** All treatment time of the service, the assistant's included; null when not documented. */
  readonly minutes: number | null
  /** The part an assistant furnished alone. */
  readonly assistantMinutes: number
  /** The clinic's own count, compared with ours. */
  readonly units: number | null
  readonly unitChargeCents: Cents | null
  /** For the whole service, of `units`: counts where there is no unit charge. */
  readonly chargeCents?: Cents | null
  /** From 1, into the day's diagnoses. */
  readonly diagnosisPointers: readonly number[]
  readonly modifiers: readonly string[]
  readonly discipline: Discipline
  readonly modality: Modality
  readonly placeOfService: string
  readonly renderingNpi: string | null
  /** Evidence of a block of time of its own: a span, or words kept elsewhere. */
  readonly distinctBlock: { readonly from: string; readonly to: string } | 'described' | null
}

export interface TreatmentDayInput {
  readonly serviceDate: ServiceDate
  readonly payer: { readonly family: PayerFamily; readonly rules?: Readonly<Record<string, unknown>> }
  readonly diagnoses: readonly string[]
  readonly services: readonly DocumentedService[]
  /** Allowed amounts used this calendar year before this day, in cents; null while nobody knows. */
  readonly therapyAccrued: { readonly ptSlpCents: Cents; readonly otCents: Cents } | null
  readonly kxAttested: boolean
  readonly abn: 'required' | 'voluntary' | null
  /** When the episode was first evaluated, when that was before this day; absent or null: unknown, or today. */
  readonly evaluatedOn?: ServiceDate | null
  /** Where it was furnished, for prices; absent or null: nothing is expected. */
  readonly pricing?: Pricing | null
}
