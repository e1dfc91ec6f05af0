/**
 * Where a claim stands, as far as a denial must know: which version went out last, whether anybody took it in or decided on
 * it, what its lines should bring, and a takeback that no new decision has followed yet.
 */
import type { PayerFamily, ServiceDate } from '@tally/kernel'

export type Standing = 'sent' | 'accepted' | 'rejected' | 'adjudicated' | 'voided'

export interface TakenBack {
  readonly remittanceId: string
  readonly receivedOn: ServiceDate
  readonly amountCents: number
  readonly remarks: readonly string[]
}

/** An answer of the payer that was not reversed. */
export interface Decision {
  readonly remittanceId: string
  /** How the claim stood before it; absent on what was answered before that was kept. */
  readonly before?: BeforeDecision
  /** What it paid for each line; `chargeLineId` null: for the claim as a whole. */
  readonly lines: readonly PaidLine[]
}

interface PaidLine {
  readonly chargeLineId: string | null
  readonly paidCents: number
}

type BeforeDecision = Pick<
  ClaimStanding,
  'standing' | 'wasAdjudicated' | 'unansweredFor' | 'lastRemittanceId' | 'takenBack'
>

export interface ClaimStanding {
  readonly id: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  readonly payerId: string
  /** As the claim said it; the payer’s profile wins. */
  readonly payerFamily: PayerFamily | null
  readonly patientId: string | null
  readonly serviceDate: ServiceDate | null
  /** The newest that was heard of. */
  readonly claimVersion: number
  readonly claimNumber: string
  readonly standing: Standing
  readonly wasAccepted: boolean
  readonly wasAdjudicated: boolean
  /** What did not come in time: 999, 277CA or 835. */
  readonly unansweredFor: string | null
  readonly filingDueOn: ServiceDate | null
  /** Expected allowed cents by charge line; null where no fee schedule tells. */
  readonly expected: Readonly<Record<string, number | null>>
  /** The last sequence heard of each event type: an older or equal one is a duplicate. */
  readonly heard: Readonly<Record<string, number>>
  /** Of the last decision. */
  readonly lastRemittanceId: string | null
  readonly takenBack: TakenBack | null
  /** Those that stand, oldest first. */
  readonly decisions: readonly Decision[]
}

/** What every event of a claim names. */
export interface ClaimNamed {
  readonly claimId: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  readonly claimVersion: number
  readonly claimNumber: string
  readonly payerId: string
}

/** A claim that is heard of for the first time. */
export function newStanding(named: ClaimNamed): ClaimStanding {
  const { claimId, treatmentDayId, coverageOrder, claimVersion, claimNumber, payerId } = named
  return {
    ...{ id: claimId, treatmentDayId, coverageOrder, claimVersion, claimNumber, payerId },
    ...{ payerFamily: null, patientId: null, serviceDate: null, standing: 'sent' },
    ...{ wasAccepted: false, wasAdjudicated: false, unansweredFor: null, filingDueOn: null },
    ...{ expected: {}, heard: {}, lastRemittanceId: null, takenBack: null, decisions: [] },
  }
}

/** The claim once `type` was heard with `sequence`; null when that was taken in before. */
export function hearing(claim: ClaimStanding, type: string, sequence: number): ClaimStanding | null {
  if ((claim.heard[type] ?? 0) >= sequence) return null
  return { ...claim, heard: { ...claim.heard, [type]: sequence } }
}

/** A later version replaces what was known of an earlier one; an earlier one heard late changes nothing. */
export function named(
  claim: ClaimStanding,
  { claimVersion, claimNumber, payerId }: ClaimNamed,
): ClaimStanding {
  return claimVersion < claim.claimVersion ? claim : { ...claim, claimVersion, claimNumber, payerId }
}

/**
 * The claim as its own payer answers it, or as a later one does, to which the first handed it on and we sent nothing.
 */
export function asAnsweredBy(
  claim: ClaimStanding,
  { coverageOrder, payerId }: { readonly coverageOrder: number; readonly payerId: string },
): ClaimStanding {
  if (coverageOrder === claim.coverageOrder) return claim
  return { ...claim, coverageOrder, payerId, payerFamily: null, wasAdjudicated: true, decisions: [] }
}

/** What the denied line, or the whole claim, should bring; never more than was denied. */
export function recoverable(
  { expected }: ClaimStanding,
  chargeLineId: string | null,
  amountCents: number,
): number {
  const wanted = chargeLineId === null ? Object.values(expected) : [expected[chargeLineId] ?? null]
  const known = wanted.filter((each) => each !== null)
  if (known.length === 0 || known.length < wanted.length) return amountCents
  return Math.min(
    amountCents,
    known.reduce((sum, each) => sum + each, 0),
  )
}

/** Whether anything stands as paid. */
export function paysAny({ decisions }: Pick<ClaimStanding, 'decisions'>): boolean {
  return decisions.some(({ lines }) => lines.some(({ paidCents }) => paidCents !== 0))
}

interface Answer {
  readonly remittanceId: string
  readonly paidCents: number
  readonly lines: readonly { readonly chargeLineId: string; readonly paidCents: number }[]
}

/**
 * What a reversal leaves undecided, in cents: x12 note 2.7.5 has a claim owed again where no decision stands. A line is decided
 * by another answer that paid for it, as where the same was paid twice, and by any that came after the one reversed or in
 * the reversal's own remittance: its correction. A denial that came before was overtaken by what is taken back now.
 */
export function owedAgain(
  { decisions }: Pick<ClaimStanding, 'decisions'>,
  reversal: Answer & { readonly reversesRemittanceId: string },
): number {
  const reversedAt = decisions.findIndex(({ remittanceId }) => remittanceId === reversal.reversesRemittanceId)
  const others = decisions.filter(({ remittanceId }) => remittanceId !== reversal.reversesRemittanceId)
  const follows = (decision: Decision) =>
    decision.remittanceId === reversal.remittanceId ||
    (reversedAt >= 0 && decisions.indexOf(decision) > reversedAt)
  const decides = (decision: Decision, id: string | null) =>
    decision.lines.some(
      ({ chargeLineId, paidCents }) =>
        (id === null || chargeLineId === null || chargeLineId === id) &&
        (paidCents !== 0 || follows(decision)),
    )
  const taken = paidIn(reversal)
  const owed = taken.filter(({ chargeLineId }) => !others.some((decision) => decides(decision, chargeLineId)))
  if (owed.length === taken.length) return Math.abs(reversal.paidCents)
  return owed.reduce((sum, { paidCents }) => sum + Math.abs(paidCents), 0)
}

function paidIn({ lines, paidCents }: Answer): PaidLine[] {
  if (lines.length === 0) return [{ chargeLineId: null, paidCents }]
  return lines.map((line) => ({ chargeLineId: line.chargeLineId, paidCents: line.paidCents }))
}

/** `answer` stands from now on, the newest; a remittance may answer a claim in several places. */
export function withDecision(
  { decisions, standing, wasAdjudicated, unansweredFor, lastRemittanceId, takenBack }: ClaimStanding,
  answer: Answer,
): readonly Decision[] {
  const { remittanceId } = answer
  const lines = decisions.find((decision) => decision.remittanceId === remittanceId)?.lines ?? []
  const before = { standing, wasAdjudicated, unansweredFor, lastRemittanceId, takenBack }
  const decision = { remittanceId, lines: [...lines, ...paidIn(answer)], before }
  return [...withoutDecision(decisions, remittanceId), decision]
}

export function withoutDecision(decisions: readonly Decision[], remittanceId: string): readonly Decision[] {
  return decisions.filter((decision) => decision.remittanceId !== remittanceId)
}
