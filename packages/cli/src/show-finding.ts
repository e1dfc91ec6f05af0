/** Findings of an interchange for people: where, what, and the rule. */
import type { Finding } from '@tally/x12'
import { section } from './show-table.ts'

export function showFindings(findings: readonly Finding[]): string[] {
  return section('Findings', findings.map(shown))
}

function shown({ severity, rule, segment, tag, element, says }: Finding): string {
  const place = element === null ? tag : `${tag}${String(element).padStart(2, '0')}`
  const where = segment === 0 ? 'the file' : `segment ${segment}${place === '' ? '' : ` ${place}`}`
  return `${severity.toUpperCase()} on ${where}: ${says} (${rule})`
}
