/** A claim: what one payer is asked to pay for a treatment day, what it waits for, and where it stands. */
import type { chargeCaptured, DataOf, SealedVisit } from '@tally/contracts'
import type { Cents, PayerFamily, ServiceDate } from '@tally/kernel'
import type { AskedAgain } from './asked-again.ts'

export const claimStates = [
  'held',
  'ready',
  'sending',
  'unknown',
  'sent',
  'received',
  'accepted',
  'rejected',
  'adjudicated',
  'closed',
  'voided',
] as const
export type ClaimState = (typeof claimStates)[number]

/** A day as charge-capture captured it last: the clear part of its event. */
export type Charges = Pick<
  DataOf<typeof chargeCaptured>,
  'billing' | 'modality' | 'responsibleParty' | 'coverages' | 'diagnoses' | 'lines' | 'patientPaidCents'
>

/** Eligibility's answer to one version of the day. */
export interface Answer {
  readonly version: number
  /** Numbers the answers: the newest counts. */
  readonly decision: number
  readonly kind: 'cleared' | 'held'
  /** Why it is held; null when cleared. */
  readonly reason: string | null
  readonly coverage: string | null
  readonly warnings: readonly string[]
  readonly authorizationId: string | null
}

export interface Claim {
  readonly id: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  /** Counts what was said of it: the sequence of its events. */
  readonly version: number
  /** Of the newest charge event taken in. */
  readonly dayVersion: number
  readonly chargeStanding: 'captured' | 'held' | 'voided'
  readonly holdRules: readonly string[]
  /** Of the newest captured version, which `charges` are of; 0: never captured. */
  readonly capturedVersion: number
  readonly answer: Answer | null
  readonly heldByPerson: string | null
  readonly state: ClaimState
  readonly heldBecause: string | null
  readonly payerId: string | null
  readonly payerFamily: PayerFamily | null
  readonly patientId: string
  readonly billingNpi: string
  readonly serviceDate: ServiceDate
  readonly chargeCents: Cents
  readonly timelyFilingDueOn: ServiceDate | null
  readonly charges: Charges | null
  /** The newest version made for this payer; 0: none. */
  readonly claimVersion: number
  /** CLM01 of that version. */
  readonly claimNumber: string | null
  readonly builtDayVersion: number
  readonly readyAt: string | null
  readonly unanswered: boolean
  /** Of the visit: what comes back for the claim joins its trace. */
  readonly traceparent: string | null
}

/** The person's part of a claim, sealed at rest. */
export interface ClaimPerson {
  readonly visits: readonly SealedVisit[]
  /** Kept through every coding of the visit; missing or null: nobody asked. */
  readonly asked?: AskedAgain | null
}

/** A version of it has left, or is about to, and no payer has answered for good. */
export function isInFlight({ state }: Pick<Claim, 'state'>): boolean {
  return ['sending', 'unknown', 'sent', 'received', 'accepted'].includes(state)
}

/** Why a claim asks nothing of its payer any more, whatever the visit becomes: a person said so, and a person may end it. */
export const voidedByPerson = 'claim/voided-by-person'

/** Nothing is to be asked of the payer: the day is void, or a person said so. */
export function isWithdrawn({
  chargeStanding,
  heldByPerson,
}: Pick<Claim, 'chargeStanding' | 'heldByPerson'>): boolean {
  return chargeStanding === 'voided' || heldByPerson === voidedByPerson
}

/** The payer that the day asks now; null: the patient or somebody else pays (encounter: `self`, `third-party`). */
export function payerAsked({ charges, payerId }: Pick<Claim, 'charges' | 'payerId'>): string | null {
  return (charges?.responsibleParty ?? 'insurance') === 'insurance' ? payerId : null
}

/** Why a claim is closed that no payer was asked for: it may become one again. */
export const selfPay = 'self-pay/no-claim'

/** Why a claim is closed whose day has no service that reaches a unit: it opens again when a correction brings one. */
export const nothingToBill = 'claim/nothing-to-bill'

/** Captured, and every slot of it is empty. */
export function hasNothingToBill({ charges }: Pick<Claim, 'charges'>): boolean {
  return charges?.lines.every(({ units }) => units === 0) ?? false
}

/** Why a claim that a payer decided on waits for that payer to decide again. */
export const appealFiled = 'appeal/filed'

/** A payer decided on it: only a replacement, a void or an appeal changes anything now. */
export function isAdjudicated({ state, heldBecause }: Pick<Claim, 'state' | 'heldBecause'>): boolean {
  const unasked = heldBecause === selfPay || heldBecause === nothingToBill
  return state === 'adjudicated' || (state === 'closed' && !unasked)
}

export type VersionKind = 'original' | 'replacement' | 'void'

/** What a payer answered to one version of it (835). */
export interface PayerAnswer {
  /** RARC of the claim and its lines. */
  readonly remarks: readonly string[]
  readonly paidCents: Cents
}
