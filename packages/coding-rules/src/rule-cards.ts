/** Every rule's card, in the order in which a day meets them: the source of docs/rules.md. */
import { noSchedule } from './code-treatment-day.ts'
import type { RuleCard } from './rule.ts'
import { disciplineModifier } from './rules/discipline-modifier.ts'
import { neverTogether, pairNeedsModifier } from './rules/edit-pairs.ts'
import { notYet } from './rules/not-yet.ts'
import { timedUnits } from './rules/timed-units.ts'
import { aboveMue } from './rules/unit-limits.ts'
import { untimedUnits } from './rules/untimed-units.ts'

export const ruleCards: readonly RuleCard[] = [
  notYet,
  timedUnits,
  untimedUnits,
  disciplineModifier,
  neverTogether,
  pairNeedsModifier,
  aboveMue,
  noSchedule,
]
