/**
 * The join: a claim is made when the newest charge event is captured and eligibility's newest answer to the
 * same version is cleared; until then the row is the held claim with its reason (DESIGN.md 3). Once a version
 * is on its way, later ones wait until its answer is in. Under which frequency a version goes is decided in
 * decide-frequency.ts. Pure: the claim and what is known of its payers come in, what to do comes out.
 */
import {
  type Answer,
  appealFiled,
  type Claim,
  hasNothingToBill,
  isAdjudicated,
  isInFlight,
  isWithdrawn,
  nothingToBill,
  payerAsked,
  selfPay,
  type VersionKind,
} from './claim.ts'
import {
  decideFrequency,
  type FrequencyDecision,
  type FrequencyReason,
  type LastSubmission,
  wantsNewClaim,
} from './decide-frequency.ts'
import type { Standing } from './standing-at-payer.ts'

/** What the claim's facts ask for now. */
export type Step =
  | { readonly kind: 'hold'; readonly because: string }
  | { readonly kind: 'build'; readonly as: VersionKind; readonly reasons: readonly FrequencyReason[] }
  /** A void to the payer that the claim asked before, or of a day that has nothing to bill any more: it says what was sent. */
  | { readonly kind: 'withdraw'; readonly reasons: readonly FrequencyReason[] }
  /** `because`: a payer holds it and can't be told by a claim; null: none does, or it was told. */
  | { readonly kind: 'void'; readonly because: string | null }
  | { readonly kind: 'close'; readonly because: string }
  /** A payer decided on it, and what changed since can't go as a claim: a person has to see. */
  | { readonly kind: 'stand'; readonly because: string }
  /** The visit was corrected, and what was sent says all of it: that stands for this day version, too. */
  | { readonly kind: 'same'; readonly because: string | null }
  /** A version is on its way, or nothing changed. */
  | { readonly kind: 'wait' }

/** Whether `answer` is the newest: answers are numbered, and one that comes late changes nothing. */
export function isNewer(answer: Answer, known: Answer | null): boolean {
  return known === null || answer.decision > known.decision
}

/** Of the payer that the claim asks now. */
export interface StepFacts extends Omit<Standing, 'versions'> {
  readonly acceptsReplacement: boolean
  /** Whether the payer gave its own number. */
  readonly payerNumberKnown: boolean
  /** So says who worked its denial. */
  readonly neverAdjudicated?: boolean
  /** Another payer paid for it before the visit was moved. */
  readonly paidElsewhere?: PaidElsewhere | null
  /** A person wants it to go again: what was thrown out goes, and what can't go says why. */
  readonly askedAgain?: boolean
  /** Of a claim that `isCorrected`, which nobody asked to go again: it would say what was sent (same-claim.ts). */
  readonly sameAsSent?: boolean
}

export interface PaidElsewhere extends Omit<Standing, 'versions'> {
  readonly family: Claim['payerFamily']
  readonly acceptsReplacement: boolean
  readonly payerNumberKnown: boolean
}

/** What has to happen now that a person wants the claim to go again; that it may not is said with the reason. */
export function stepWhenAsked(claim: Claim, payer: StepFacts): Step {
  if (claim.chargeStanding === 'held' && !isWithdrawn(claim)) {
    // It goes with what was asked when it is captured again.
    return { kind: 'stand', because: claim.holdRules.join(' ') }
  }
  // A person's hold wins: what was given is kept, and goes once it is released.
  if (claim.heldByPerson !== null && !isWithdrawn(claim) && !isInFlight(claim)) {
    return { kind: 'stand', because: claim.heldByPerson }
  }
  // Nothing is asked of the payer any more, or who paid before the visit was moved gives it back first.
  const asksNothing =
    isWithdrawn(claim) || payerAsked(claim) === null || hasNothingToBill(claim) || payer.paidElsewhere
  if (asksNothing && !isInFlight(claim)) return nextStep(claim, { ...payer, askedAgain: true })
  const decision = frequencyOf(claim, payer)
  return buildAs(decision) ?? { kind: 'stand', because: rulesOf(decision) }
}

/** What has to happen now. */
export function nextStep(claim: Claim, payer: StepFacts): Step {
  if (isInFlight(claim)) return { kind: 'wait' }
  if (isWithdrawn(claim)) return stepOfVoided(claim, payer)
  const decided = isAdjudicated(claim) && payer.decided
  if (claim.chargeStanding === 'held')
    return isAdjudicated(claim) ? { kind: 'wait' } : { kind: 'hold', because: claim.holdRules.join(' ') }
  const elsewhere = payer.paidElsewhere ?? null
  if (payerAsked(claim) === null)
    return elsewhere
      ? stepOfPaidElsewhere(claim, elsewhere, payer.askedAgain)
      : { kind: 'close', because: selfPay }
  if (hasNothingToBill(claim))
    return elsewhere
      ? stepOfPaidElsewhere(claim, elsewhere, payer.askedAgain)
      : stepOfNothingToBill(claim, payer)
  if (decided) return stepOfAdjudicated(claim, payer)
  if (claim.heldByPerson !== null) return { kind: 'hold', because: claim.heldByPerson }
  const { answer } = claim
  const because =
    !answer || answer.version !== claim.capturedVersion
      ? 'eligibility/not-answered'
      : answer.kind === 'held'
        ? (answer.reason ?? 'eligibility/held')
        : null
  // What another payer paid for stands until the new one is known to cover the visit.
  if (because !== null) {
    if (!elsewhere || !isAdjudicated(claim)) return { kind: 'hold', because }
    return payer.askedAgain ? { kind: 'stand', because } : { kind: 'wait' }
  }
  if (elsewhere) return stepOfPaidElsewhere(claim, elsewhere, payer.askedAgain)
  if (claim.state === 'rejected' && claim.builtDayVersion === claim.capturedVersion) return { kind: 'wait' }
  const decision = frequencyOf(claim, payer)
  return buildAs(decision) ?? { kind: 'hold', because: rulesOf(decision) }
}

/** The one that paid is told first, or a person sees that it can't be told by a claim; then the next one is asked. */
function stepOfPaidElsewhere(
  claim: Claim,
  paid: PaidElsewhere,
  askedAgain = false,
): Extract<Step, { kind: 'wait' | 'withdraw' | 'hold' | 'stand' }> {
  // A draft of the void, or one that was thrown out, which a person has to see.
  if (paid.newestKind === 'void' && claim.state !== 'held' && !askedAgain) return { kind: 'wait' }
  const { family, acceptsReplacement, payerNumberKnown } = paid
  const decision = decideFrequency({
    last: { kind: 'adjudicated', remarks: paid.answered?.remarks ?? [], paid: true },
    ...{ wanted: 'withdrawal', family, filingIndicator: null, acceptsReplacement, payerNumberKnown },
    crossover: null,
  })
  if (decision.kind === 'send') return { kind: 'withdraw', reasons: decision.reasons }
  const because = rulesOf(decision)
  return isAdjudicated(claim) ? { kind: 'stand', because } : { kind: 'hold', because }
}

/** Never sent, or sent and thrown out: it is gone at once. Decided on by a payer: it has to be told, or a person has to see. */
function stepOfVoided(claim: Claim, payer: StepFacts): Step {
  const { askedAgain = false } = payer
  // Who asks hears once more that nothing is asked of this payer.
  if (claim.state === 'voided')
    return askedAgain ? { kind: 'void', because: claim.heldBecause } : { kind: 'wait' }
  const held = claim.chargeStanding === 'voided' ? claim.heldByPerson : null
  const elsewhere = payer.paidElsewhere ?? null
  const known = payer.decided || elsewhere !== null
  if (known && held !== null && !isAdjudicated(claim)) return { kind: 'hold', because: held }
  if (elsewhere) {
    const step = stepOfPaidElsewhere(claim, elsewhere, askedAgain)
    return step.kind === 'withdraw' || step.kind === 'wait' ? step : { kind: 'void', because: step.because }
  }
  // It is a draft; or the payer threw it out, which a person has to see.
  if (payer.newestKind === 'void' && claim.state !== 'held' && !askedAgain) return { kind: 'wait' }
  const decision = frequencyOf(claim, payer)
  const because = decision.kind === 'nothing' ? null : rulesOf(decision)
  return voidAs(claim, decision) ?? { kind: 'void', because }
}

/** As a day that is void, but that the claim is closed and may open again. */
function stepOfNothingToBill(claim: Claim, payer: StepFacts): Step {
  const { askedAgain = false } = payer
  const adjudicated = isAdjudicated(claim)
  if (payer.decided && claim.heldByPerson !== null && !adjudicated)
    return { kind: 'hold', because: claim.heldByPerson }
  if (payer.newestKind === 'void' && claim.state !== 'held' && !askedAgain) return { kind: 'wait' }
  const decision = frequencyOf(claim, payer)
  if (decision.kind === 'nothing') return { kind: 'close', because: nothingToBill }
  const step = voidAs(claim, decision)
  if (step) return step
  if (!adjudicated) return { kind: 'hold', because: rulesOf(decision) }
  return claim.heldBecause === appealFiled ? { kind: 'wait' } : { kind: 'stand', because: rulesOf(decision) }
}

/** A void of the day as it was captured last, or, where that has no line any more, as it was sent. */
function voidAs(
  claim: Claim,
  decision: FrequencyDecision,
): Extract<Step, { kind: 'build' | 'withdraw' }> | null {
  const step = buildAs(decision)
  return step && hasNothingToBill(claim) ? { kind: 'withdraw', reasons: step.reasons } : step
}

/** A payer decided on it, and the visit was captured and cleared anew since it was made. */
export function isCorrected(claim: Claim, { decided }: Pick<StepFacts, 'decided'>): boolean {
  const { builtDayVersion, capturedVersion, answer } = claim
  const isCleared = answer?.version === capturedVersion && answer.kind === 'cleared'
  return isAdjudicated(claim) && decided && builtDayVersion !== capturedVersion && isCleared
}

function stepOfAdjudicated(claim: Claim, payer: StepFacts): Step {
  if (!isCorrected(claim, payer)) return { kind: 'wait' }
  // What an earlier correction left for a person to see is over; an appeal is not.
  if (payer.sameAsSent)
    return { kind: 'same', because: claim.heldBecause === appealFiled ? appealFiled : null }
  const decision = frequencyOf(claim, payer)
  const step = buildAs(decision)
  if (step) return step
  // What keeps it from going is not to hide that an appeal is under way.
  return claim.heldBecause === appealFiled ? { kind: 'wait' } : { kind: 'stand', because: rulesOf(decision) }
}

/** Under which frequency the claim goes now. */
export function frequencyOf(claim: Claim, payer: StepFacts): FrequencyDecision {
  const { acceptsReplacement, payerNumberKnown } = payer
  const coverages = [...(claim.charges?.coverages ?? [])].sort((a, b) => a.order - b.order)
  const coverage = coverages[claim.coverageOrder - 1]
  return decideFrequency({
    last: lastSubmissionOf(claim, payer),
    wanted: isWithdrawn(claim) || hasNothingToBill(claim) ? 'withdrawal' : 'payment',
    family: claim.payerFamily,
    filingIndicator: coverage?.claimFilingIndicator ?? null,
    ...{ acceptsReplacement, payerNumberKnown },
    // Claims to a second payer are not made here: nothing was handed on.
    crossover: null,
  })
}

export function buildAs(decision: FrequencyDecision): Extract<Step, { kind: 'build' }> | null {
  if (decision.kind !== 'send') return null
  const as = ({ 1: 'original', 7: 'replacement', 8: 'void' } as const)[decision.frequency]
  return { kind: 'build', as, reasons: decision.reasons }
}

/** As a claim keeps them: slugs in one text. */
export function rulesOf({ reasons }: FrequencyDecision): string {
  return reasons.map(({ rule }) => rule).join(' ')
}

function lastSubmissionOf(
  claim: Claim,
  { decided, answered, neverAdjudicated = false }: StepFacts,
): LastSubmission {
  if (claim.state === 'unknown') return { kind: 'unknown' }
  if (isInFlight(claim)) return { kind: 'on-its-way' }
  const { remarks, paid } = answered ?? { remarks: [], paid: false }
  // What was thrown out now leaves what the payer decided on before; and what it paid for it has decided on.
  const standsBefore = decided && claim.state === 'rejected'
  if (neverAdjudicated && !paid && !standsBefore) return { kind: 'never-accepted' }
  if (decided || wantsNewClaim(remarks)) return { kind: 'adjudicated', remarks, paid }
  return { kind: claim.state === 'rejected' ? 'never-accepted' : 'none' }
}
