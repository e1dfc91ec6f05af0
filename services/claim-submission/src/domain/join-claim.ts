/**
 * The join: a claim is made when the newest charge event is captured and eligibility's newest answer to the
 * same version is cleared; until then the row is the held claim with its reason (DESIGN.md 3). Once a version
 * is on its way, later ones wait until its answer is in. Under which frequency a version goes is decided in
 * decide-frequency.ts. Pure: an event comes in, the claim and what to do come out.
 */
import { type Cents, noCents, type ServiceDate, type Ulid } from '@tally/kernel'
import {
  type Answer,
  appealFiled,
  type Charges,
  type Claim,
  isAdjudicated,
  isInFlight,
  isWithdrawn,
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

export interface DayFacts {
  readonly treatmentDayId: string
  readonly version: number
  readonly patientId: string
  readonly billingNpi: string
  readonly serviceDate: ServiceDate
}

export type ChargeEvent = DayFacts &
  (
    | {
        readonly kind: 'captured'
        readonly chargeCents: Cents
        readonly timelyFilingDueOn: ServiceDate | null
        readonly charges: Charges
      }
    | {
        readonly kind: 'held'
        readonly payerId: string | null
        readonly timelyFilingDueOn: ServiceDate | null
        readonly rules: readonly string[]
      }
    | { readonly kind: 'voided' }
  )

/** What the claim's facts ask for now. */
export type Step =
  | { readonly kind: 'hold'; readonly because: string }
  | { readonly kind: 'build'; readonly as: VersionKind; readonly reasons: readonly FrequencyReason[] }
  /** A void to the payer that the claim asked before. */
  | { readonly kind: 'withdraw'; readonly reasons: readonly FrequencyReason[] }
  /** `because`: a payer holds it and can't be told by a claim; null: none does, or it was told. */
  | { readonly kind: 'void'; readonly because: string | null }
  | { readonly kind: 'close'; readonly because: string }
  /** A payer decided on it, and what changed since can't go as a claim: a person has to see. */
  | { readonly kind: 'stand'; readonly because: string }
  /** A version is on its way, or nothing changed. */
  | { readonly kind: 'wait' }

/** The claim after a charge event, not yet stepped; null when it was taken in already or is older than that. */
export function withCharges(known: Claim | null, event: ChargeEvent, newId: () => Ulid): Claim | null {
  if (known && event.version <= known.dayVersion) return null
  const claim: Claim = { ...(known ?? newClaim(event, newId())), dayVersion: event.version }
  switch (event.kind) {
    case 'captured': {
      const { chargeCents, timelyFilingDueOn, charges, version } = event
      const first = [...charges.coverages].sort((a, b) => a.order - b.order)[0]
      return {
        ...claim,
        ...{ chargeStanding: 'captured', holdRules: [], capturedVersion: version },
        ...{ payerId: first?.payerId ?? null, payerFamily: first?.payerFamily ?? null },
        ...{ chargeCents, timelyFilingDueOn, charges },
      }
    }
    case 'held': {
      const { payerId, timelyFilingDueOn, rules } = event
      const named = {
        payerId: claim.payerId ?? payerId,
        timelyFilingDueOn: claim.timelyFilingDueOn ?? timelyFilingDueOn,
      }
      return { ...claim, ...named, chargeStanding: 'held', holdRules: rules }
    }
    case 'voided':
      return { ...claim, chargeStanding: 'voided', holdRules: [], chargeCents: noCents }
  }
}

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
  // Nothing is asked of the payer any more, or who paid before the visit was moved gives it back first.
  const asksNobody = isWithdrawn(claim) || payerAsked(claim) === null || payer.paidElsewhere
  if (asksNobody && !isInFlight(claim)) return nextStep(claim, { ...payer, askedAgain: true })
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
  return buildAs(decision) ?? { kind: 'void', because }
}

function stepOfAdjudicated(claim: Claim, payer: StepFacts): Step {
  const { answer } = claim
  if (claim.builtDayVersion === claim.capturedVersion) return { kind: 'wait' }
  if (!answer || answer.version !== claim.capturedVersion || answer.kind === 'held') return { kind: 'wait' }
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
    wanted: isWithdrawn(claim) ? 'withdrawal' : 'payment',
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

function newClaim({ treatmentDayId, patientId, billingNpi, serviceDate }: DayFacts, id: Ulid): Claim {
  return {
    ...{ id, treatmentDayId, coverageOrder: 1, version: 0, dayVersion: 0 },
    ...{ chargeStanding: 'held', holdRules: [], capturedVersion: 0, answer: null, heldByPerson: null },
    ...{ state: 'held', heldBecause: null, payerId: null, payerFamily: null },
    ...{ patientId, billingNpi, serviceDate, chargeCents: noCents, timelyFilingDueOn: null, charges: null },
    ...{
      claimVersion: 0,
      claimNumber: null,
      builtDayVersion: 0,
      readyAt: null,
      unanswered: false,
      traceparent: null,
    },
  }
}
