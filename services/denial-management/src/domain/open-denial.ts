/**
 * Opens a denial: its meaning by the code map, the remedy that follows, and the day until which it can be had. One for each
 * denied part of a payment, for a rejected claim, or for a takeback that no new decision followed.
 */
import { assert, cents, type PayerFamily, type ServiceDate, type Ulid } from '@tally/kernel'
import { type AppealWindow, appealDeadline, type Deadline, filingDeadline } from './appeal-deadline.ts'
import { chooseRemedy } from './choose-remedy.ts'
import { type ClaimStanding, paysAny, recoverable, type TakenBack } from './claim-standing.ts'
import { type Classified, classifyDenial } from './classify-denial.ts'
import { classifyRejection, type RejectionCode, rejectionReason } from './classify-rejection.ts'
import type { Denial, DenialKey, DenialSource } from './denial.ts'
import type { DenialCodes } from './denial-codes.ts'
import { goesAsNew, type RemedyFacts } from './refuse-remedy.ts'
import type { DeniedPart } from './what-counts-as-denied.ts'

/** What stands around a denial and is not the claim's own. */
export interface Surroundings {
  readonly codes: DenialCodes
  readonly windows: readonly AppealWindow[]
  readonly family: PayerFamily | null
  readonly appealDays: number | null
  readonly acceptsReplacement: boolean
  /** Another payer follows on the treatment day. */
  readonly nextPayer: boolean
  readonly today: ServiceDate
  /** RFC 3339. */
  readonly now: string
  readonly newId: () => Ulid
}

/** How the decision came in. */
export interface Received {
  readonly remittanceId: string | null
  readonly receivedOn: ServiceDate
  readonly claimVersion: number
  readonly claimNumber: string
}

export function openForPart(
  part: DeniedPart,
  claim: ClaimStanding,
  received: Received,
  around: Surroundings,
): Denial {
  const { groupCode, reasonCode, remarks } = part
  const classified = classifyDenial({ groupCode, reasonCode, remarks, family: around.family }, around.codes)
  const key = { ...part, claimId: claim.id, coverageOrder: claim.coverageOrder }
  return opened(
    'payment',
    false,
    key,
    part.procedureCode,
    part.amountCents,
    classified,
    claim,
    received,
    around,
  )
}

export function openForRejection(
  codes: readonly RejectionCode[],
  amountCents: number,
  standsDecided: boolean,
  claim: ClaimStanding,
  received: Received,
  around: Surroundings,
): Denial {
  const [first] = codes
  assert(first, 'a rejection names at least one code')
  const classified = classifyRejection(codes, around.codes)
  const key = { ...whole(claim), reasonCode: rejectionReason(first), remarks: [] }
  return opened('rejection', standsDecided, key, null, amountCents, classified, claim, received, around)
}

/** CLP02 of a reversal. */
export const takebackReason = 'CLP02:22'

export function openForTakeback(taken: TakenBack, claim: ClaimStanding, around: Surroundings): Denial {
  const { remittanceId, receivedOn, amountCents } = taken
  const remarks = [...new Set(taken.remarks)].sort()
  const key = { ...whole(claim), reasonCode: takebackReason, remarks }
  const { family } = around
  const classified = classifyDenial(
    { groupCode: null, reasonCode: takebackReason, remarks, family },
    around.codes,
  )
  const { claimVersion, claimNumber } = claim
  const received = { remittanceId, receivedOn, claimVersion, claimNumber }
  return opened('takeback', false, key, null, amountCents, classified, claim, received, around)
}

function whole(claim: ClaimStanding) {
  return { claimId: claim.id, coverageOrder: claim.coverageOrder, chargeLineId: null, groupCode: null }
}

function opened(
  source: DenialSource,
  standsDecided: boolean,
  { claimId, coverageOrder, chargeLineId, groupCode, reasonCode, remarks }: DenialKey,
  procedureCode: string | null,
  amountCents: number,
  classified: Classified,
  claim: ClaimStanding,
  received: Received,
  around: Surroundings,
): Denial {
  assert(claim.patientId !== null, `claim ${claimId} was denied before it was known whose it is`)
  const { treatmentDayId, payerId, patientId, serviceDate } = claim
  const { remittanceId, receivedOn, claimVersion, claimNumber } = received
  const denial: Denial = {
    ...{ id: around.newId(), source, standsDecided, claimId, chargeLineId, groupCode, reasonCode, remarks },
    ...{ treatmentDayId, coverageOrder, payerId, patientId, claimVersion, claimNumber, serviceDate },
    ...{ procedureCode, remittanceId, receivedOn, classified, amountCents: cents(amountCents) },
    recoverableCents: cents(recoverable(claim, chargeLineId, amountCents)),
    due: dueFor({ source, standsDecided, remarks, classified, receivedOn, appeals: 0 }, claim, around),
    ...{ appeals: 0, status: 'open', waitsFor: null, resolution: null, resolvedBecause: null },
    ...{ answer: null, proposed: null, before: null },
    // Its cause is told by a second message.
    ...{ version: tellsRoot(classified) ? 2 : 1, openedAt: around.now, remedy: null, because: [] },
  }
  const { proposed, because } = chooseRemedy(remedyFacts(denial, claim, around, false))
  return { ...denial, remedy: proposed, because: [classified.because, ...because] }
}

/** The same denial once more: the clock begins anew, and somebody must act. */
export function renewed(
  denial: Denial,
  amountCents: number,
  { remittanceId, receivedOn, claimVersion, claimNumber }: Received,
  claim: ClaimStanding,
  around: Surroundings,
): Denial {
  const again: Denial = {
    ...{ ...denial, version: denial.version + 1, status: 'open', waitsFor: null },
    ...{ answer: null, proposed: null },
    ...{ remittanceId, receivedOn, claimVersion, claimNumber, amountCents: cents(amountCents) },
    recoverableCents: cents(recoverable(claim, denial.chargeLineId, amountCents)),
  }
  const { proposed, because } = chooseRemedy(remedyFacts(again, claim, around, false))
  const reasons = [denial.classified.because, ...because]
  return { ...again, due: dueFor(again, claim, around), remedy: proposed, because: reasons }
}

/** Null when what is known now dates it no differently; the answer to an appeal keeps its date. */
export function datedAnew(denial: Denial, claim: ClaimStanding, around: Surroundings): Denial | null {
  if (denial.due.kind === 'answer') return null
  const due = dueFor(denial, claim, around)
  if (due.dueOn === denial.due.dueOn && due.source === denial.due.source) return null
  return { ...denial, version: denial.version + 1, due }
}

/** Whether the cause arose in a service that can keep it from arising again, or outside. */
export function tellsRoot({ root }: Pick<Classified, 'root'>): boolean {
  return root !== 'none' && root !== 'denial-management'
}

/** The clock that governs: filing where a new claim must go, else the appeal of the next level. */
export function dueFor(
  denial: Pick<Denial, 'source' | 'standsDecided' | 'remarks' | 'classified' | 'receivedOn' | 'appeals'>,
  claim: ClaimStanding,
  { family, appealDays, windows }: Surroundings,
): Deadline {
  const { receivedOn, appeals } = denial
  // Of a rejected version there is nothing to appeal, whatever stands before it.
  return denial.source === 'rejection' || goesAsNew(denial)
    ? filingDeadline(family, claim.filingDueOn, receivedOn)
    : appealDeadline({ family, appealDays }, appeals + 1, receivedOn, windows)
}

/** What the remedies of `denial` are decided on, as things stand today. */
export function remedyFacts(
  denial: Denial,
  claim: ClaimStanding,
  { family, appealDays, acceptsReplacement, nextPayer, windows, today }: Surroundings,
  appealPending: boolean,
): RemedyFacts {
  const { source, standsDecided, groupCode, reasonCode, remarks, amountCents, classified } = denial
  const { receivedOn, appeals } = denial
  return {
    ...{ standsDecided, paidInPart: paysAny(claim) },
    ...{ source, groupCode, reasonCode, remarks, amountCents, classified, family, acceptsReplacement },
    ...{ nextPayer, appealPending, today, wasAccepted: claim.wasAccepted, filingDueOn: claim.filingDueOn },
    appealBy: appealDeadline({ family, appealDays }, appeals + 1, receivedOn, windows),
  }
}
