/**
 * Medically unlikely edits: units of one code a patient and day, summed over its lines and disciplines, above
 * what Medicare believes.
 */
import type { Finding, ServiceDate } from '@tally/kernel'
import type { Draft } from '../draft-line.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { unitLimits } from '../tables/therapy-tables.ts'

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
export function limitUnits(drafts: readonly Draft[], serviceDate: ServiceDate): Finding[] {
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (const { group } of drafts) {
    const { procedureCode } = group
    if (seen.has(procedureCode)) continue
    seen.add(procedureCode)
    const limit = unitLimits.on(procedureCode, serviceDate)
    const own = drafts.filter((draft) => draft.group.procedureCode === procedureCode)
    const units = own.reduce((sum, draft) => sum + draft.units, 0)
    // A limit of 0 says that Medicare never pays it, which is the profile's to say.
    if (!limit || limit.units === 0 || units <= limit.units) continue
    const says = `${units} units of ${procedureCode} on ${serviceDate}, the limit is ${limit.units} (MAI ${limit.mai})`
    const reason = reasonOf(aboveMue, says, { procedureCode, units, limit: limit.units, mai: limit.mai })
    const fix = `check the minutes of ${procedureCode}; bill at most ${limit.units}, or keep the record that proves more`
    const lineIds = own.flatMap((draft) => draft.group.lineIds)
    findings.push(findingOf(limit.mai === '2' ? 'reject' : 'hold', lineIds, fix, reason))
  }
  return findings
}
