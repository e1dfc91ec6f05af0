/** What a new coding of a day makes of charge lines that were captured before, one finding for each that changed. */
import type { RuleCard } from '@tally/coding-rules'
import type { Finding } from '@tally/kernel'
import type { ChargeLine } from './treatment-day.ts'

export const lineRecoded: RuleCard = {
  slug: 'charge/recoded',
  edition: '1',
  citation: 'a treatment day is coded from all its encounters',
  sentence: 'Another encounter or version of a day codes it anew: what changed on a captured line is said.',
}

/** `before` are the lines that stand captured, `after` the same and new ones as they are coded now. */
export function lineChanges(before: readonly ChargeLine[], after: readonly ChargeLine[]): Finding[] {
  const stood = new Map(before.map((line) => [line.id, line]))
  return after.flatMap((line): Finding[] => {
    const { slot, units, chargeCents, modifiers, sources } = line
    const was = stood.get(line.id) ?? { units: 0, chargeCents: 0, modifiers: [] }
    const changed = [
      ...(was.units === units ? [] : [`units ${was.units} to ${units}`]),
      ...(was.chargeCents === chargeCents ? [] : [`charge ${was.chargeCents} to ${chargeCents} cents`]),
      ...(same(was.modifiers, modifiers)
        ? []
        : [`modifiers ${was.modifiers.join(' ') || 'none'} to ${modifiers.join(' ') || 'none'}`]),
    ]
    if (changed.length === 0) return []
    const { slug: rule, edition, citation } = lineRecoded
    return [
      {
        ...{ rule, edition, citation, severity: 'info', lineIds: sources },
        says: `${slot.procedureCode}: ${changed.join(', ')}`,
        facts: {
          procedureCode: slot.procedureCode,
          before: { units: was.units, chargeCents: was.chargeCents, modifiers: [...was.modifiers] },
          after: { units, chargeCents, modifiers: [...modifiers] },
        },
        fix: 'nothing: the claim follows',
      },
    ]
  })
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, place) => each === other[place])
}
