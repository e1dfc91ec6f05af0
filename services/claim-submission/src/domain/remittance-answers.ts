/**
 * What remittances answered to one version of a claim. A payer may answer twice, and take one of them back (CLP02 22): what it
 * answered besides stands. A person who takes a match apart says that it was no answer to this claim at all.
 */
import { type Cents, sumOf } from '@tally/kernel'
import type { PayerAnswer } from './claim.ts'

export interface RemittanceAnswer extends PayerAnswer {
  /** null: it came before answers were kept one by one. */
  readonly remittanceId: string | null
  /** It stands no more, but the payer has spoken. */
  readonly takenBack: boolean
}

/** What is taken back: of this remittance, so much. */
interface TakenBack {
  readonly remittanceId: string
  readonly paidCents: Cents
}

/** What stands of them; null: there are none. */
export function standingOf(answers: readonly RemittanceAnswer[]): PayerAnswer | null {
  if (answers.length === 0) return null
  const standing = answers.filter(({ takenBack }) => !takenBack)
  return {
    remarks: standing.at(-1)?.remarks ?? [],
    paidCents: sumOf(standing.map(({ paidCents }) => paidCents)),
  }
}

/** Its payer took one back. */
export function afterTakeback(
  answers: readonly RemittanceAnswer[],
  taken: TakenBack,
): readonly RemittanceAnswer[] {
  const meant = meantBy(answers, taken)
  return answers.map((each) => (each === meant ? { ...each, takenBack: true } : each))
}

/** One was no answer to it. */
export function withoutAnswer(
  answers: readonly RemittanceAnswer[],
  taken: TakenBack,
): readonly RemittanceAnswer[] {
  const meant = meantBy(answers, taken)
  return answers.filter((each) => each !== meant)
}

/** One remittance may answer in several places: the amount tells them apart. */
function meantBy(
  answers: readonly RemittanceAnswer[],
  { remittanceId, paidCents }: TakenBack,
): RemittanceAnswer | undefined {
  const standing = answers.filter(({ takenBack }) => !takenBack)
  const named = standing.filter((each) => each.remittanceId === remittanceId)
  return (
    named.findLast((each) => each.paidCents === paidCents) ??
    named.at(-1) ??
    standing.findLast((each) => each.remittanceId === null)
  )
}
