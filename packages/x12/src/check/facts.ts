/** What the checker is told beside the file: nothing is looked up, and no clock is read. */
import type { ServiceDate } from '@tally/kernel'
import type { PayerOfClaim, PayerRules } from './payer-rules.ts'

/** Which codes were valid on a date: the tables of @tally/coding-rules, handed in. */
export interface KnownCodes {
  readonly procedure: (code: string, date: ServiceDate) => boolean
  /** ICD-10-CM without its dot. */
  readonly diagnosis: (code: string, date: ServiceDate) => boolean
}

/** Numbers that went to this receiver before. */
export interface SeenControlNumbers {
  /** ISA13, nine digits. */
  readonly interchanges?: ReadonlySet<string>
  /** GS06. */
  readonly groups?: ReadonlySet<string>
  /** BHT03. */
  readonly batches?: ReadonlySet<string>
  /** CLM01. */
  readonly claims?: ReadonlySet<string>
}

export interface CheckFacts {
  readonly today: ServiceDate
  /** Without it no code is looked up, which an info finding says. */
  readonly knows?: KnownCodes
  readonly seenControlNumbers?: SeenControlNumbers
  /** Of the one payer, or by the payer of each claim; null: those of its kind. */
  readonly payer?: PayerRules | ((payer: PayerOfClaim) => PayerRules | null)
}
