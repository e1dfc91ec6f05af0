/** Why a rule decided as it did, passing or not: what a biller reads and an auditor re-derives. */

export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact }

export interface Reason {
  /** A stable slug, `<area>/<rule>`; listed in docs, never reused. */
  readonly rule: string
  /** Which edition of the rule's table: a year, a quarter, a release. */
  readonly edition: string
  /** A sentence built from codes, numbers and dates alone, so that it may travel in an event's clear part. */
  readonly says: string
  /** The inputs from which the rule can be computed again. */
  readonly facts: { readonly [name: string]: Fact }
  /** Manual chapter, table row or payer policy. */
  readonly citation: string
}

/** reject: can never be paid as it is · hold: a person must decide · warn and info: go on. */
export type Severity = 'reject' | 'hold' | 'warn' | 'info'

/**
 * Something a person should know of a visit's lines. Those of severity reject or hold keep it from being
 * captured.
 */
export interface Finding extends Reason {
  readonly severity: Severity
  readonly lineIds: readonly string[]
  /** What to do about it, in a sentence. */
  readonly fix: string
}
