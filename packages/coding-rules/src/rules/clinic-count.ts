/**
 * The clinic's own count of units beside ours, which is billed: another count of minutes is worth a look, a
 * second unit of what is billed once a day may be a second session that a person must tell.
 */
import type { Finding } from '@tally/kernel'
import type { Group } from '../draft-line.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { countsItself } from './units-by-code.ts'

export const clinicCount: RuleCard = {
  slug: 'units/clinic-count',
  edition: '2026',
  citation: '3.6 of the coding rules, 11 and 12',
  sentence: 'Where the clinic counts other units than the rule, the rule’s are billed, and a person is told.',
}

/** Nothing where units came with only some of the services; in place of minutes they are ours too. */
export function compareWithClinic(group: Group, units: number): Finding[] {
  const { code, procedureCode, clinicUnits, lineIds } = group
  if (clinicUnits === null || clinicUnits === units || countsItself(code)) return []
  const says = `${procedureCode}: the clinic counts ${clinicUnits}, the rule ${units}`
  const reason = reasonOf(clinicCount, says, { procedureCode, clinicUnits, units })
  const once = code.timed === 'N' && clinicUnits > 1
  return [
    once
      ? findingOf('hold', lineIds, 'bill it once, or document the second session', reason)
      : findingOf('warn', lineIds, 'compare the minutes with the record', reason),
  ]
}
