/** Findings of an interchange for people: where, what, and the rule. */
import type { Finding } from '@tally/x12'
import { section } from './show-table.ts'

export function showFindings(findings: readonly Finding[]): string[] {
  return section('Findings', findings.map(shown))
}

/** `segment 31 SV101`, as a sentence goes on after "on". */
export function placeOf({ segment, tag, element }: Pick<Finding, 'segment' | 'tag' | 'element'>): string {
  const place = element === null ? tag : `${tag}${String(element).padStart(2, '0')}`
  return segment === 0 ? 'the file' : `segment ${segment}${place === '' ? '' : ` ${place}`}`
}

function shown(finding: Finding): string {
  return `${finding.severity.toUpperCase()} on ${placeOf(finding)}: ${finding.says} (${finding.rule})`
}
