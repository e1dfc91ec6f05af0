/** What keeps something from being written, and what was written otherwise than it was given. */

/** Stable slugs, never reused. */
export type ProblemRule =
  | 'x12/accident-date'
  | 'x12/accident-state'
  | 'x12/accident-without-cause'
  | 'x12/amount'
  | 'x12/attachment'
  | 'x12/batch-size'
  | 'x12/billing-address'
  | 'x12/charge-line-id'
  | 'x12/charge-line-id-twice'
  | 'x12/claim-number'
  | 'x12/claim-number-twice'
  | 'x12/claim-total'
  | 'x12/code'
  | 'x12/control-number'
  | 'x12/date-in-future'
  | 'x12/date-order'
  | 'x12/delimiter'
  | 'x12/diagnosis-code'
  | 'x12/diagnosis-count'
  | 'x12/diagnosis-pointer'
  | 'x12/diagnosis-twice'
  | 'x12/filing-indicator'
  | 'x12/line-count'
  | 'x12/medicare-referrer'
  | 'x12/medicare-rendering-provider'
  | 'x12/medicare-secondary-type'
  | 'x12/medicare-therapy-modifier'
  | 'x12/missing'
  | 'x12/modifier'
  | 'x12/npi'
  | 'x12/other-payer'
  | 'x12/other-payer-balance'
  | 'x12/patient-is-organization'
  | 'x12/payer-claim-number'
  | 'x12/phone'
  | 'x12/place-of-service'
  | 'x12/procedure-code'
  | 'x12/property-casualty-number'
  | 'x12/related-cause'
  | 'x12/responsibility-twice'
  | 'x12/service-date'
  | 'x12/state'
  | 'x12/tax-id'
  | 'x12/taxonomy'
  | 'x12/too-long'
  | 'x12/too-short'
  | 'x12/trace'
  | 'x12/units'
  | 'x12/unwritable'
  | 'x12/zip'

export interface Problem {
  /** JSON pointer into what was handed in. */
  readonly pointer: string
  readonly rule: ProblemRule
  /** What is wrong, without any of the patient's data. */
  readonly says: string
  /** Loop and element, as in an acknowledgment. */
  readonly x12: string
  /** Box of the paper form; null where it has none. */
  readonly cms1500: string | null
  readonly fix: string
}

/** A text that was written otherwise. Holds the patient's data: seal it. */
export interface Replacement {
  readonly pointer: string
  readonly from: string
  readonly to: string
}

/** A field that was given and has no place in this claim. */
export interface Unsent {
  readonly pointer: string
  readonly says: string
}

export interface Findings {
  readonly problems: Problem[]
  readonly replacements: Replacement[]
  readonly unsent: Unsent[]
}

export function noFindings(): Findings {
  return { problems: [], replacements: [], unsent: [] }
}
