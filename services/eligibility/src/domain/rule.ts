/** A rule of eligibility, and what it says of a treatment day: it passes, it warns, or it holds the day. */
import type { Fact, Reason, ServiceDate } from '@tally/kernel'

export interface Rule {
  /** `<thing>/<why>`, never reused. */
  readonly slug: string
  readonly edition: string
  readonly citation: string
  readonly sentence: string
}

export interface Verdict {
  readonly effect: 'pass' | 'warn' | 'hold'
  readonly reason: Reason
}

/** `says` is made of codes, numbers and dates alone: it travels in the clear. */
export function verdict(
  { slug, edition, citation }: Rule,
  effect: Verdict['effect'],
  says: string,
  facts: Readonly<Record<string, Fact>> = {},
): Verdict {
  return { effect, reason: { rule: slug, edition, says, facts, citation } }
}

/** A time from one day to another, both counted; an end that nobody said is open. */
export interface Span {
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
}

export function holdsOn({ from, to }: Span, date: ServiceDate): boolean {
  return (from === null || from <= date) && (to === null || date <= to)
}
