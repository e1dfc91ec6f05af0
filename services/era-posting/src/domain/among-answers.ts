/**
 * What an answer without any payment is among the answers of its claim that stand. It takes the place of an earlier one
 * without payment, since payers that decide anew send no reversal of a denial. One that a later decision has overtaken,
 * and the refusal of a copy of a claim that was answered (CARC 18), move nothing: whatever the order in which they come.
 * A claim may be answered in parts: only what answers all the lines of the other decides anew, or has overtaken it.
 */
import type { RemittanceClaim } from '@tally/x12'
import { denies } from './denying.ts'

export interface StandingAnswer {
  readonly remittanceId: string
  readonly position: number
  /** Of the coverage that it answers, where that is a later one than its claim's. */
  readonly coverageOrder: number | null
  readonly status: string
  readonly chargeCents: number
  readonly paidCents: number
  /** CLP05. */
  readonly patientCents: number | null
  /** When its remittance paid. */
  readonly paidOn: string | null
  /** The charge lines on which it moved something; null: it counts for all of them. */
  readonly chargeLineIds: readonly string[] | null
}

/** What of the claim's lines the answer is about. */
export interface AnsweredLines {
  readonly own: readonly string[]
  /** Those that nothing is charged for any more need no answer. */
  readonly uncharged: ReadonlySet<string>
}

export interface AmongAnswers {
  /** The mirror of it is posted with the new answer. */
  readonly supersedes: StandingAnswer | null
  /** Why it moves nothing; a slug. */
  readonly silentBecause: string | null
  /** Those that may have paid the same: whether they did, their postings tell (paid-again.ts). */
  readonly alike: readonly StandingAnswer[]
}

/** `standing`: of this claim, neither reversed nor superseded, the oldest arrival first. */
export function amongAnswers(
  answered: RemittanceClaim,
  paidOn: string | null,
  standing: readonly StandingAnswer[],
  { own, uncharged }: AnsweredLines,
): AmongAnswers {
  const covers = (later: readonly string[] | null, earlier: readonly string[] | null) =>
    later === null || (earlier ?? []).every((id) => uncharged.has(id) || later.includes(id))
  if (answered.paidCents === 0 && standing.length > 0) {
    const isOvertaken = standing.some(
      (other) =>
        paidOn !== null && other.paidOn !== null && other.paidOn > paidOn && covers(other.chargeLineIds, own),
    )
    if (isOvertaken) return { supersedes: null, silentBecause: 'claim/answered-since', alike: [] }
    if (refusesCopy(answered)) return { supersedes: null, silentBecause: 'claim/copy-refused', alike: [] }
  }
  const supersedes =
    standing.findLast(({ paidCents, chargeLineIds }) => paidCents === 0 && covers(own, chargeLineIds)) ?? null
  return { supersedes, silentBecause: null, alike: standing.filter((each) => isAlike(answered, each)) }
}

/** What paid nothing has nothing to pay again: it is superseded. */
function isAlike(
  { status, chargeCents, paidCents, patientCents }: RemittanceClaim,
  standing: StandingAnswer,
): boolean {
  return (
    paidCents !== 0 &&
    standing.status === status &&
    standing.chargeCents === chargeCents &&
    standing.paidCents === paidCents &&
    standing.patientCents === patientCents
  )
}

/** Everything that denies it says that it is an exact duplicate. */
function refusesCopy({ adjustments, lines }: RemittanceClaim): boolean {
  const denying = [...adjustments, ...lines.flatMap((line) => line.adjustments)].filter(denies)
  return denying.length > 0 && denying.every(({ reason }) => reason === '18')
}
