/**
 * A payer that takes so many units a day: what stands above comes off, first the units that leftovers earned,
 * then from the code with the fewest minutes, so that the most documented is billed.
 */
import type { Finding } from '@tally/kernel'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'

export const dailyCap: RuleCard = {
  slug: 'units/daily-cap',
  edition: 'payer profile',
  citation: 'the policy of the payer on units a day',
  sentence: 'Units above the payer’s daily cap are not billed; the smallest times give way first.',
}

export interface CappedCode {
  readonly procedureCode: string
  readonly units: number
  /** What is not counted by 15 minutes has more than anything that is. */
  readonly minutes: number
  readonly lineIds: readonly string[]
}

/** The units of each code, in order, of which no more than `cap` stand together. */
export function underCap<Code extends CappedCode>(
  all: readonly Code[],
  cap: number | null,
  what: string,
): { readonly units: readonly number[]; readonly findings: readonly Finding[] } {
  const units = all.map((code) => code.units)
  const sum = units.reduce((total, own) => total + own, 0)
  if (cap === null || sum <= cap) return { units, findings: [] }
  for (let over = sum - cap; over > 0; over -= 1) {
    const [least] = all
      .map((code, place) => ({ place, own: units[place] ?? 0, minutes: code.minutes }))
      .filter(({ own }) => own > 0)
      .sort(
        (a, b) =>
          a.minutes - 15 * a.own - (b.minutes - 15 * b.own) || a.minutes - b.minutes || b.place - a.place,
      )
    if (least) units[least.place] = least.own - 1
  }
  const cut = all.filter((code, place) => units[place] !== code.units)
  const says = `${sum} ${what} units on the day, the payer takes ${cap}: fewer of ${cut.map((code) => code.procedureCode).join(', ')}`
  const reason = reasonOf(dailyCap, says, { what, documented: sum, cap })
  const fix = 'nothing, unless the contract has another cap'
  return {
    units,
    findings: [
      findingOf(
        'warn',
        cut.flatMap((code) => code.lineIds),
        fix,
        reason,
      ),
    ],
  }
}
