/** What a person should know of a file: where it stands and what is wrong, never the value itself. */
import type { Segment } from './segment.ts'

export type FindingSeverity = 'error' | 'warn' | 'info'

export interface Finding {
  /** `<area>/<what>`; stable, never reused. */
  readonly rule: string
  readonly severity: FindingSeverity
  /** Counts from 1 in the file; 0 when it concerns the file. */
  readonly segment: number
  /** Of the segment's first character, in bytes from the file's start; null when it concerns the file. */
  readonly offset: number | null
  /** '' when it concerns the file. */
  readonly tag: string
  /** The element's position, null when it concerns the whole segment. */
  readonly element: number | null
  /** Codes, numbers and positions alone: it may reach a log. */
  readonly says: string
}

/** A segment, or where one stood. */
export type FindingPlace = Pick<Segment, 'ordinal' | 'offset' | 'tag'>

/** Says at segment `at` (null: of the file) what is wrong there. */
export type Report = (
  severity: FindingSeverity,
  rule: string,
  at: FindingPlace | null,
  says: string,
  element?: number,
) => void

/** A file of garbage could give one finding a byte. Nothing may hang on a finding alone: verdicts don't. */
const mostFindings = 1000

/** A list that keeps the first thousand, and the function that fills it. */
export function collectFindings(): { readonly findings: readonly Finding[]; readonly report: Report } {
  const findings: Finding[] = []
  return { findings, report }

  function report(...[severity, rule, at, says, element]: Parameters<Report>): void {
    if (findings.length > mostFindings) return
    const place = {
      ...{ segment: at?.ordinal ?? 0, offset: at?.offset ?? null },
      ...{ tag: tagOf(at), element: element ?? null },
    }
    findings.push(
      findings.length < mostFindings
        ? { rule, severity, ...place, says }
        : { rule: 'file/more-findings', severity: 'error', ...place, says: 'further findings are left out' },
    )
  }
}

/** A tag that is none may be anything, so it isn't quoted. */
function tagOf(at: FindingPlace | null): string {
  return at && /^[A-Z][A-Z0-9]{1,2}$/.test(at.tag) ? at.tag : ''
}
