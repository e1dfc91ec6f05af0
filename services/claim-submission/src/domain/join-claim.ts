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
  payerKnows,
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

export interface StepFacts {
  readonly acceptsReplacement: boolean
  /** Whether the payer gave its own number. */
  readonly payerNumberKnown: boolean
  /** Of the newest version, which may be a draft; null: none was made. */
  readonly newestKind: VersionKind | null
  /** What it said of the newest version that it decided on, and whether it paid any; null: it decided on none. */
  readonly answered: { readonly remarks: readonly string[]; readonly paid: boolean } | null
}

/** What has to happen now. */
export function nextStep(claim: Claim, payer: StepFacts): Step {
  if (isInFlight(claim)) return { kind: 'wait' }
  if (claim.chargeStanding === 'voided') return stepOfVoided(claim, payer)
  if (claim.chargeStanding === 'held') {
    return isAdjudicated(claim) ? { kind: 'wait' } : { kind: 'hold', because: claim.holdRules.join(' ') }
  }
  if (claim.charges?.responsibleParty === 'self' || claim.payerId === null) {
    return isAdjudicated(claim) ? { kind: 'wait' } : { kind: 'close', because: selfPay }
  }
  if (isAdjudicated(claim)) return stepOfAdjudicated(claim, payer)
  if (claim.heldByPerson !== null) return { kind: 'hold', because: claim.heldByPerson }
  const { answer } = claim
  if (!answer || answer.version !== claim.capturedVersion)
    return { kind: 'hold', because: 'eligibility/not-answered' }
  if (answer.kind === 'held') return { kind: 'hold', because: answer.reason ?? 'eligibility/held' }
  if (claim.state === 'rejected' && claim.builtDayVersion === claim.capturedVersion) return { kind: 'wait' }
  const decision = frequencyOf(claim, payer)
  return buildAs(decision) ?? { kind: 'hold', because: rulesOf(decision) }
}

/** Never sent, or sent and thrown out: it is gone at once. Decided on by a payer: it has to be told, or a person has to see. */
function stepOfVoided(claim: Claim, payer: StepFacts): Step {
  if (claim.state === 'voided') return { kind: 'wait' }
  const known = payerKnows(claim, payer.newestKind)
  if (known && claim.heldByPerson !== null && !isAdjudicated(claim))
    return { kind: 'hold', because: claim.heldByPerson }
  if (payer.newestKind === 'void') {
    // The payer has answered it; or it is a draft; or the payer threw it out, which a person has to see.
    if (isAdjudicated(claim)) return { kind: 'void', because: null }
    if (claim.state !== 'held') return { kind: 'wait' }
  }
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

/** Under which frequency the claim goes now. `neverAdjudicated`: so says who worked its denial. */
export function frequencyOf(claim: Claim, payer: StepFacts, neverAdjudicated = false): FrequencyDecision {
  const { acceptsReplacement, payerNumberKnown } = payer
  const coverages = [...(claim.charges?.coverages ?? [])].sort((a, b) => a.order - b.order)
  const coverage = coverages[claim.coverageOrder - 1]
  return decideFrequency({
    last: lastSubmissionOf(claim, payer, neverAdjudicated),
    wanted: claim.chargeStanding === 'voided' ? 'withdrawal' : 'payment',
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
  { newestKind, answered }: StepFacts,
  neverAdjudicated: boolean,
): LastSubmission {
  if (claim.state === 'unknown') return { kind: 'unknown' }
  if (isInFlight(claim)) return { kind: 'on-its-way' }
  const { remarks, paid } = answered ?? { remarks: [], paid: false }
  const known = payerKnows(claim, newestKind)
  // What was thrown out now leaves what the payer decided on before; and what it paid for it has decided on.
  const standsBefore = known && claim.state === 'rejected'
  if (neverAdjudicated && !paid && !standsBefore) return { kind: 'never-accepted' }
  if (known || wantsNewClaim(remarks)) return { kind: 'adjudicated', remarks, paid }
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
