/**
 * What a rule of the checker is: data that docs print, and a pure function that looks at one thing and says where
 * it breaks the rule. A slug never changes and is never used again.
 */
import type { FindingPlace } from '../reader/finding.ts'

/**
 * reject: the guide forbids it, or a payer or clearinghouse is known to refuse it · warn: some refuse it, or money
 * or time is at stake · info: told, nothing is wrong.
 */
export type CheckSeverity = 'reject' | 'warn' | 'info'

/** x12.md 4: 1 syntax, 2 guide, 3 balance, 4 situations, 5 code sets, 6 line of service, 7 trading partner. */
export type SnipLevel = 1 | 2 | 3 | 4 | 5 | 6 | 7

export interface CheckRule {
  /** `<area>/<what>`. */
  readonly slug: string
  readonly snip: SnipLevel
  readonly severity: CheckSeverity
  /** What the rule demands, for docs. */
  readonly sentence: string
  /** Section of x12.md, loop of the guide (TR3 005010X222A1), number of X12's interpretation (RFI). */
  readonly citation: string
  /** What a person does about it. */
  readonly fix: string
}

/** Says that the rule is broken at `at`. `says` names codes, numbers and positions, never a person's data. */
export type Fault = (at: FindingPlace | null, element: number | null, says: string) => void

export interface Check<Subject> extends CheckRule {
  readonly check: (subject: Subject, fault: Fault) => void
}

export interface CheckFinding {
  readonly rule: string
  readonly severity: CheckSeverity
  readonly snip: SnipLevel
  /** From 1 in the file; 0 when it concerns the file. */
  readonly segment: number
  /** Of the segment's first character, in bytes from the file's start; null when it concerns the file. */
  readonly offset: number | null
  readonly tag: string
  readonly element: number | null
  readonly says: string
  readonly citation: string
  readonly fix: string
}

/** A tag that is none may be anything, so it isn't quoted. */
const tagForm = /^[A-Z][A-Z0-9]{1,2}$/

export function findingBy(
  rule: CheckRule,
  at: FindingPlace | null,
  element: number | null,
  says: string,
): CheckFinding {
  const { slug, severity, snip, citation, fix } = rule
  const place = at
    ? { segment: at.ordinal, offset: at.offset, tag: tagForm.test(at.tag) ? at.tag : '' }
    : { segment: 0, offset: null, tag: '' }
  return { rule: slug, severity, snip, ...place, element, says, citation, fix }
}
