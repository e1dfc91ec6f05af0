/**
 * Medically unlikely edits: units of one code a patient and day, summed over its lines, above what Medicare
 * believes.
 */
import type { Finding, ServiceDate } from '@tally/kernel'
import type { CodedLine } from '../coded-day.ts'
import { unitLimits } from '../data/load.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'

export const aboveMue: RuleCard = {
  slug: 'units/above-mue',
  edition: unitLimits.edition,
  citation: unitLimits.citation,
  sentence:
    'Units of a code on one day above its MUE: a policy edit (MAI 2) can never be paid, others a person decides.',
}

/**
 * One finding a code above its limit on `serviceDate`: reject where the edit is absolute (MAI 2), else hold.
 */
export function limitUnits(lines: readonly CodedLine[], serviceDate: ServiceDate): Finding[] {
  return [...Map.groupBy(lines, (line) => line.procedureCode)].flatMap(([procedureCode, own]) => {
    const limit = unitLimits.on(procedureCode, serviceDate)
    const units = own.reduce((sum, line) => sum + line.units, 0)
    if (!limit || units <= limit.units) return []
    const says = `${units} units of ${procedureCode} on ${serviceDate}, the limit is ${limit.units} (MAI ${limit.mai})`
    const reason = reasonOf(aboveMue, says, { procedureCode, units, limit: limit.units, mai: limit.mai })
    const fix = `check the minutes of ${procedureCode}; bill at most ${limit.units}, or keep the record that proves more`
    return [
      findingOf(
        limit.mai === '2' ? 'reject' : 'hold',
        own.flatMap((line) => line.sourceLineIds),
        fix,
        reason,
      ),
    ]
  })
}
