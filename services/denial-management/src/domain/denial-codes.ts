/**
 * What the code map says: of a CARC or a RARC alone, of a combination of them, of a 277CA status code. The tables
 * are data, read by store/load-denial-codes.ts and handed in.
 */
import type { PayerFamily } from '@tally/kernel'

export const codeActions = [
  'resubmit_corrected',
  'resubmit_new',
  'appeal',
  'write_off',
  'bill_patient',
  'bill_cob',
  'send_docs',
  'fix_enrollment',
  'investigate',
  'post_adjustment',
  'hold',
  'none',
] as const
export type CodeAction = (typeof codeActions)[number]

/** The service in which a cause arose; `external` is nobody's of ours, `none` no fault at all. */
export const rootServices = [
  'eligibility',
  'charge-capture',
  'claim-submission',
  'era-posting',
  'denial-management',
  'external',
  'none',
] as const
export type RootService = (typeof rootServices)[number]

/** What one row says of the denial that it fits. */
export interface CodeMeaning {
  readonly category: string
  readonly action: CodeAction
  readonly root: RootService
  /** Our own words for the cause. */
  readonly label: string
  /** Other routes that are normal. */
  readonly alternatives: readonly CodeAction[]
  readonly note: string
}

export interface CodeRow extends CodeMeaning {
  readonly code: string
  readonly kind: 'CARC' | 'RARC'
  /** Tells something beside the decision: never the reason of a denial (product note 6, rule 4). */
  readonly alert: boolean
}

/** A row for several keys at once; null fits any. */
export interface CombinationRow extends CodeMeaning {
  readonly group: string | null
  readonly carc: string | null
  readonly rarc: string | null
  readonly family: PayerFamily | null
}

export interface DenialCodes {
  readonly edition: string
  readonly carc: (code: string) => CodeRow | undefined
  readonly rarc: (code: string) => CodeRow | undefined
  readonly combinations: readonly CombinationRow[]
  readonly rejection: (statusCode: string) => CodeMeaning | undefined
}
