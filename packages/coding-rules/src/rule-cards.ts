/** Every rule's card, in the order in which a day meets them: the source of docs/rules.md. */
import { allowedAlready, barred, lesserOfCharge, noSchedule, perDiem } from './allowed-amounts.ts'
import type { RuleCard } from './rule.ts'
import { assistantEvaluation, assistantModifier } from './rules/assistant-modifier.ts'
import { clinicCount } from './rules/clinic-count.ts'
import { ownSchedule, percentOfMedicare } from './rules/contract-price.ts'
import { dailyCap } from './rules/daily-cap.ts'
import { excludes1, notValidOnDate } from './rules/diagnoses.ts'
import { disciplineModifier } from './rules/discipline-modifier.ts'
import { documentedInput } from './rules/documented-input.ts'
import { distinct, neverTogether, pairNeedsModifier } from './rules/edit-pairs.ts'
import { carrierPriced, feeSchedule, notPaid } from './rules/fee-schedule.ts'
import { contradiction, kept, order, side, telehealth, unknownModifier } from './rules/line-modifiers.ts'
import { multipleProcedures } from './rules/multiple-procedures.ts'
import { notYet } from './rules/not-yet.ts'
import { paymentChain } from './rules/payment-chain.ts'
import { provisional } from './rules/price-basis.ts'
import { addOnWithoutBase, notPayable, replaced, secondEvaluation, unlisted } from './rules/procedures.ts'
import { abnOnFile, kxEarly, kxRequired, targetedReview } from './rules/therapy-threshold.ts'
import { timedUnits } from './rules/timed-units.ts'
import { aboveMue } from './rules/unit-limits.ts'
import { asGiven, fullLengths, perCode } from './rules/units-by-code.ts'
import { untimedUnits } from './rules/untimed-units.ts'

export const ruleCards: readonly RuleCard[] = [
  documentedInput,
  notYet,
  notValidOnDate,
  excludes1,
  replaced,
  notPayable,
  timedUnits,
  perCode,
  fullLengths,
  asGiven,
  untimedUnits,
  dailyCap,
  clinicCount,
  disciplineModifier,
  assistantModifier,
  assistantEvaluation,
  kept,
  contradiction,
  unknownModifier,
  telehealth,
  side,
  neverTogether,
  pairNeedsModifier,
  distinct,
  aboveMue,
  addOnWithoutBase,
  unlisted,
  secondEvaluation,
  noSchedule,
  provisional,
  feeSchedule,
  percentOfMedicare,
  ownSchedule,
  perDiem,
  multipleProcedures,
  lesserOfCharge,
  barred,
  notPaid,
  carrierPriced,
  allowedAlready,
  paymentChain,
  kxRequired,
  kxEarly,
  abnOnFile,
  order,
  targetedReview,
]

/** What the sources of these rules name and no rule here decides, each with the reason; at most ten. */
export const notDone: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'Medicaid’s own edit pairs and unit limits',
    why: 'their tables are not at hand; Medicare’s stand in where a profile says `medicaid`',
  },
  {
    what: 'how often across days: RTM devices a 30-day period, 98975 an episode, 98979 or 98980 a month, needling in a year',
    why: 'a treatment day sees no other day',
  },
  {
    what: 'one code by two clinicians or in two places on a day',
    why: 'held: the source leaves open whose line the merged minutes are',
  },
  {
    what: '76 or 77 on a second session of an untimed code',
    why: 'one code is one line a day; the modifier stays when the clinic sends it',
  },
  {
    what: 'state schedules of workers’ compensation and auto (units of value a day, cascades)',
    why: 'no state’s schedule is at hand; a profile takes a schedule or one amount a day',
  },
  {
    what: 'which codes may be furnished by video on a date',
    why: 'the yearly list is not at hand; place and modifier are judged, the code is not',
  },
]
