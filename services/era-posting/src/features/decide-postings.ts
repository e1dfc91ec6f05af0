/** Loads what posting some claims of a remittance needs, locks it, and decides each by `postAnswer`. */
import { assert } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import type { ClaimOutcome } from '../domain/claim-outcome.ts'
import { accountsAt } from '../domain/open-balance.ts'
import { type PostedAnswer, postAnswer } from '../domain/post-answer.ts'
import type { Original } from '../domain/reverse-claim.ts'
import { lockClaims } from '../store/claims.ts'
import { balancesOf } from '../store/ledger.ts'
import { tolerancesOf } from '../store/payers.ts'
import { unpaidAnswersOf } from '../store/remittance-claims.ts'
import { mirrorAdjudication } from './mirror-adjudication.ts'
import type { Payment } from './payment-events.ts'
import type { PostingSession } from './posting-session.ts'

export interface Decided {
  readonly answered: RemittanceClaim
  readonly outcome: ClaimOutcome
}

export interface Posted extends Pick<PostedAnswer, 'postings' | 'openCents' | 'variances' | 'settles'> {
  readonly payment: Payment
  readonly chargeLineIds: readonly string[]
  /** The earlier answer whose place it takes. */
  readonly supersedes: Pick<Original, 'remittanceId' | 'position'> | null
}

/** Of those that post; no claim may be among them twice. */
export async function decidePostings(
  session: PostingSession,
  decided: readonly Decided[],
): Promise<readonly Posted[]> {
  const posting = decided.flatMap(({ answered, outcome }) =>
    outcome.kind === 'posts' ? [{ answered, ...outcome }] : [],
  )
  if (posting.length === 0) return []
  const { work, row, days, paidFrom } = session
  const ids = posting.map(({ matched }) => matched.claim.id)
  const claims = new Map((await lockClaims(work, ids)).map((claim) => [claim.id, claim]))
  const earlier = await unpaidAnswersOf(work, ids)
  const linesOf = (dayId: string) => days.get(dayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
  const accounts = posting.flatMap(({ matched: { claim } }) =>
    accountsAt(linesOf(claim.treatmentDayId), claim.coverageOrder),
  )
  const balances = new Map(await balancesOf(work, [...new Set(accounts)]))
  const payers = posting.map(({ matched }) => matched.claim.payerId)
  const toleranceOf = await tolerancesOf(work, [...new Set(payers)])
  const posted: Posted[] = []
  for (const { answered, matched, lines } of posting) {
    const claim = claims.get(matched.claim.id)
    const day = claim && days.get(claim.treatmentDayId)
    assert(claim && day, 'a claim that posts is there, and its day was charged')
    const supersedes = earlier.get(claim.id) ?? null
    const facts = {
      ...{ remittanceId: row.id, paidFrom, day, claim, now: work.now },
      supersedes: supersedes ? await mirrorAdjudication(session, claim, supersedes, answered.position) : [],
      toleranceCents: toleranceOf(claim.payerId),
    }
    const answer = postAnswer({ answered, matched, lines }, facts, balances)
    const { toPatient } = answer
    const payment = {
      row,
      answered,
      matched,
      lines,
      toPatient,
      claim: answer.claim,
      sequence: claim.said + 1,
    }
    posted.push({ ...answer, payment, supersedes, chargeLineIds: linesOf(claim.treatmentDayId) })
  }
  return posted
}
