/**
 * The answer to one version of a treatment day (DESIGN.md 3, "The join"): cleared, cleared with warnings, held by its first
 * rule that holds, or still waiting for the payer. Pure: everything known comes in, the answer and its reasons go out.
 */
import type { PayerFamily, Reason, ServiceDate } from '@tally/kernel'
import type { Governing } from './coverage-list.ts'
import { type CheckUsed, coverageOn, coverageVerdicts, inactive, noAnswer } from './coverage-rules.ts'
import { type PlanOfCare, planVerdicts } from './plan-of-care.ts'
import { type Rule, type Verdict, verdict } from './rule.ts'

const changed: Rule = {
  slug: 'coverage/changed',
  edition: '1',
  citation: 'the coverage list that a person set governs',
  sentence: 'A day coded with another card than the patient’s list names is coded anew before it is billed.',
}
const notChecked: Rule = {
  slug: 'coverage/not-checked',
  edition: '1',
  citation: 'the payer’s profile',
  sentence: 'A payer whose profile says so is not asked.',
}
const authorizationNeeded: Rule = {
  slug: 'authorization/needed',
  edition: '1',
  citation: 'the payer’s 271 (EB11) or its denial; coding-rules.md 6.6',
  sentence: 'A payer that wants an authorization is billed with one that fits the day and has room.',
}
const authorizationUnknown: Rule = {
  slug: 'authorization/unknown',
  edition: '1',
  citation: 'the payer’s 271 (EB11)',
  sentence: 'A payer that does not say whether it wants an authorization is billed and the biller warned.',
}
const visitsUsedUp: Rule = {
  slug: 'benefit/visits-used-up',
  edition: '1',
  citation: 'the payer’s 271 (EB*F); x12.md 3.2',
  sentence: 'Visits beyond the plan’s limit are billed and the biller warned.',
}

export const clearanceRules: readonly Rule[] = [
  ...[changed, notChecked, authorizationNeeded, authorizationUnknown, visitsUsedUp],
]

export interface ClearanceFacts {
  readonly serviceDate: ServiceDate
  readonly governing: Governing
  /** The directory's, else what the visit said. */
  readonly family: PayerFamily | null
  readonly asksPayer: boolean
  readonly check: CheckUsed | null
  /** The payer was asked and still has time. */
  readonly waiting: boolean
  /** Why there is no answer, in words without a person. */
  readonly silence: string
  /** Visits of ours since the payer counted. */
  readonly visitsSince: number
  /** A denial taught that this payer wants one for this patient. */
  readonly authorizationLearned: boolean
  /** The one that fits and has room. */
  readonly authorizationId: string | null
  /** How many of this payer are known, whatever their state. */
  readonly authorizationsKnown: number
  readonly plan: PlanOfCare | null
  readonly treatedOn: readonly ServiceDate[]
  /** Holds that a person answers for. */
  readonly overridden: readonly string[]
}

export type Clearance =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'cleared'
      readonly coverage: 'active' | 'unknown' | 'not-checked'
      readonly warnings: readonly string[]
      readonly authorizationId: string | null
      readonly reasons: readonly Reason[]
    }
  | {
      readonly kind: 'held'
      readonly reason: string
      /** What it would be cleared with if the hold were not. */
      readonly coverage: 'active' | 'unknown' | 'not-checked'
      readonly warnings: readonly string[]
      readonly reasons: readonly Reason[]
    }

export function decideClearance(facts: ClearanceFacts): Clearance {
  const { governing, serviceDate, overridden } = facts
  if (governing.kind === 'nobody') {
    return concluded(
      [verdict(notChecked, 'pass', 'no payer is billed for this day')],
      'not-checked',
      null,
      [],
    )
  }
  if (governing.kind === 'ended') {
    const says = `no coverage of the patient’s list holds on ${serviceDate}`
    return concluded([verdict(inactive, 'hold', says, { date: serviceDate })], 'unknown', null, overridden)
  }
  if (governing.kind === 'changed') {
    const says = `the patient’s list names another card for ${serviceDate} than this version was coded with`
    return concluded([verdict(changed, 'hold', says, { date: serviceDate })], 'unknown', null, overridden)
  }
  if (facts.waiting) return { kind: 'waiting' }
  const { authorizationId } = facts
  const said = [...ofCoverage(facts), ...ofAuthorization(facts), ...ofVisits(facts), ...ofPlan(facts)]
  return concluded(said, coverageOf(facts), authorizationId, overridden)
}

function coverageOf({ asksPayer, check, serviceDate }: ClearanceFacts): 'active' | 'unknown' | 'not-checked' {
  if (!asksPayer) return 'not-checked'
  return check && coverageOn(check.benefits, serviceDate) === 'active' ? 'active' : 'unknown'
}

function ofCoverage({ asksPayer, check, silence, family, serviceDate }: ClearanceFacts): Verdict[] {
  if (!asksPayer) return [verdict(notChecked, 'pass', 'this payer is not asked before a claim goes out')]
  if (!check || !family) return [noAnswer(silence, serviceDate)]
  return coverageVerdicts(check, family, serviceDate)
}

/** Part B asks for none (coding-rules.md 6.8). What a payer denied for once it wants, whatever its answers say. */
function ofAuthorization(facts: ClearanceFacts): Verdict[] {
  const {
    family,
    check,
    authorizationId,
    authorizationsKnown: known,
    authorizationLearned,
    asksPayer,
  } = facts
  if (authorizationId !== null) {
    return [verdict(authorizationNeeded, 'pass', 'an authorization fits and has room', { authorizationId })]
  }
  const byAnswer = family === 'medicare-b' ? 'no' : (check?.benefits.authorizationRequired ?? 'unknown')
  const need = authorizationLearned ? 'yes' : byAnswer
  const values = { need, learnedFromDenial: authorizationLearned, authorizationsKnown: known }
  if (need === 'yes') {
    const says = `the payer wants an authorization; ${known} known, none that fits this day and has room`
    return [verdict(authorizationNeeded, 'hold', says, values)]
  }
  if (need === 'no' || !asksPayer)
    return [verdict(authorizationNeeded, 'pass', 'no authorization is asked for', values)]
  return [
    verdict(authorizationUnknown, 'warn', 'the payer does not say whether it wants an authorization', values),
  ]
}

function ofVisits({ check, visitsSince }: ClearanceFacts): Verdict[] {
  const visits = check?.benefits.therapyVisits
  if (!visits || visits.remaining === null) return []
  const left = visits.remaining - visitsSince
  const facts = {
    limit: visits.limit,
    remaining: visits.remaining,
    visitsSince,
    confidence: visits.confidence,
  }
  const says = `${visits.remaining} visits were left, ${visitsSince} of ours came since`
  return [verdict(visitsUsedUp, left <= 0 ? 'warn' : 'pass', says, facts)]
}

function ofPlan({ family, plan, serviceDate, treatedOn }: ClearanceFacts): Verdict[] {
  return family === 'medicare-b' ? planVerdicts(plan, serviceDate, treatedOn) : []
}

function concluded(
  said: readonly Verdict[],
  coverage: 'active' | 'unknown' | 'not-checked',
  authorizationId: string | null,
  overridden: readonly string[],
): Clearance {
  const reasons = said.map(({ reason }) => reason)
  const of = (effect: Verdict['effect']) =>
    said.filter((each) => each.effect === effect).map(({ reason }) => reason.rule)
  const released = of('hold').filter((rule) => overridden.includes(rule))
  const [reason] = of('hold').filter((rule) => !overridden.includes(rule))
  const warnings = [...new Set([...of('warn'), ...released])]
  return reason === undefined
    ? { kind: 'cleared', coverage, warnings, authorizationId, reasons }
    : { kind: 'held', reason, coverage, warnings, reasons }
}
