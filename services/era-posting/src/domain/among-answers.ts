/**
 * What an answer without any payment is among the answers of its claim that stand. It takes the place of an earlier one
 * without payment, since payers that decide anew send no reversal of a denial. One that a later decision has overtaken,
 * and the refusal of a copy of a claim that was answered (CARC 18), move nothing: whatever the order in which they come.
 */
import type { RemittanceClaim } from '@tally/x12'
import { denies } from './denying.ts'

export interface StandingAnswer {
  readonly remittanceId: string
  readonly position: number
  readonly paidCents: number
  /** When its remittance paid. */
  readonly paidOn: string | null
}

export interface AmongAnswers {
  /** The mirror of it is posted with the new answer. */
  readonly supersedes: StandingAnswer | null
  /** Why it moves nothing; a slug. */
  readonly silentBecause: string | null
}

/** `standing`: of this claim, neither reversed nor superseded, the oldest arrival first. */
export function amongAnswers(
  answered: RemittanceClaim,
  paidOn: string | null,
  standing: readonly StandingAnswer[],
): AmongAnswers {
  if (answered.paidCents === 0 && standing.length > 0) {
    const isOvertaken = standing.some(
      (other) => paidOn !== null && other.paidOn !== null && other.paidOn > paidOn,
    )
    if (isOvertaken) return { supersedes: null, silentBecause: 'claim/answered-since' }
    if (refusesCopy(answered)) return { supersedes: null, silentBecause: 'claim/copy-refused' }
  }
  return { supersedes: standing.findLast(({ paidCents }) => paidCents === 0) ?? null, silentBecause: null }
}

/** Everything that denies it says that it is an exact duplicate. */
function refusesCopy({ adjustments, lines }: RemittanceClaim): boolean {
  const denying = [...adjustments, ...lines.flatMap((line) => line.adjustments)].filter(denies)
  return denying.length > 0 && denying.every(({ reason }) => reason === '18')
}
