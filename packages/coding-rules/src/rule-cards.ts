/** Every rule's card, in the order in which a day meets them: the source of docs/rules.md. */
import { allowedAlready, barred, lesserOfCharge, noSchedule } from './allowed-amounts.ts'
import type { RuleCard } from './rule.ts'
import { assistantEvaluation, assistantModifier } from './rules/assistant-modifier.ts'
import { disciplineModifier } from './rules/discipline-modifier.ts'
import { neverTogether, pairNeedsModifier } from './rules/edit-pairs.ts'
import { carrierPriced, feeSchedule, notPaid } from './rules/fee-schedule.ts'
import { multipleProcedures } from './rules/multiple-procedures.ts'
import { notYet } from './rules/not-yet.ts'
import { paymentChain } from './rules/payment-chain.ts'
import { provisional } from './rules/price-basis.ts'
import { kxRequired, targetedReview } from './rules/therapy-threshold.ts'
import { timedUnits } from './rules/timed-units.ts'
import { aboveMue } from './rules/unit-limits.ts'
import { untimedUnits } from './rules/untimed-units.ts'

export const ruleCards: readonly RuleCard[] = [
  notYet,
  timedUnits,
  untimedUnits,
  disciplineModifier,
  assistantModifier,
  assistantEvaluation,
  neverTogether,
  pairNeedsModifier,
  aboveMue,
  noSchedule,
  provisional,
  feeSchedule,
  multipleProcedures,
  lesserOfCharge,
  barred,
  notPaid,
  carrierPriced,
  allowedAlready,
  paymentChain,
  kxRequired,
  targetedReview,
]
