/** Loads what posting some claims of a remittance needs, locks it, and decides each by `postAnswer`. */
import { assert } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import { type AmongAnswers, amongAnswers } from '../domain/among-answers.ts'
import type { ClaimOutcome } from '../domain/claim-outcome.ts'
import type { Matched, Unmatched } from '../domain/match-claim.ts'
import { balancesIn, type Movements, moveOn } from '../domain/movements.ts'
import { accountsAt, openAt } from '../domain/open-balance.ts'
import { overpaidCents } from '../domain/overpayment.ts'
import { familyOf } from '../domain/payer-terms.ts'
import { type PostedAnswer, postAnswer, silentAnswer } from '../domain/post-answer.ts'
import { standingAnswersOf } from '../store/answers.ts'
import { lockClaims } from '../store/claims.ts'
import { movementsOf } from '../store/ledger.ts'
import { termsOf } from '../store/payers.ts'
import { mirrorAdjudication } from './mirror-adjudication.ts'
import type { Payment } from './payment-events.ts'
import type { PostingSession } from './posting-session.ts'
import type { Watched } from './watch-overpayments.ts'

export interface Decided {
  readonly answered: RemittanceClaim
  readonly outcome: ClaimOutcome
  /** Whose it was found to be, whatever became of it. */
  readonly match?: Matched | Unmatched
}

export interface Posted
  extends AmongAnswers,
    Watched,
    Pick<PostedAnswer, 'postings' | 'openCents' | 'variances' | 'settles'> {
  readonly payment: Payment
  readonly chargeLineIds: readonly string[]
}

export interface DecidedPostings {
  readonly posted: readonly Posted[]
  /** Of the claims' accounts, the postings of `posted` among them. */
  readonly movements: Movements
}

/** Of those that post; no claim may be among them twice. */
export async function decidePostings(
  session: PostingSession,
  decided: readonly Decided[],
): Promise<DecidedPostings> {
  const posting = decided.flatMap(({ answered, outcome }) =>
    outcome.kind === 'posts' ? [{ answered, ...outcome }] : [],
  )
  if (posting.length === 0) return { posted: [], movements: new Map() }
  const { work, row, days, paidFrom, keyOf } = session
  const ids = posting.map(({ matched }) => matched.claim.id)
  const linesOf = (dayId: string) => days.get(dayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
  const accounts = posting.flatMap(({ matched: { claim } }) =>
    accountsAt(linesOf(claim.treatmentDayId), claim.coverageOrder),
  )
  const payers = posting.map(({ matched }) => matched.claim.payerId)
  const [locked, standing, movements, termsFor] = await Promise.all([
    lockClaims(work, ids),
    standingAnswersOf(work, ids),
    movementsOf(work, [...new Set(accounts)]),
    termsOf(work, [...new Set(payers)]),
  ])
  const claims = new Map(locked.map((claim) => [claim.id, claim]))
  const balances = balancesIn(movements)
  const posted: Posted[] = []
  for (const { answered, matched, lines } of posting) {
    const claim = claims.get(matched.claim.id)
    const day = claim && days.get(claim.treatmentDayId)
    assert(claim && day, 'a claim that posts is there, and its day was charged')
    const among = amongAnswers(answered, row.paid_on, standing.get(claim.id) ?? [])
    const { supersedes, silentBecause } = among
    const chargeLineIds = linesOf(claim.treatmentDayId)
    const facts = {
      ...{ key: keyOf(answered.position), paidFrom, day, claim, now: work.now },
      supersedes: supersedes ? await mirrorAdjudication(session, claim, supersedes, answered.position) : [],
      ...termsFor(claim.payerId, familyOf(day, claim)),
    }
    const answer =
      silentBecause === null
        ? postAnswer({ answered, matched, lines }, facts, balances)
        : silentAnswer(claim, openAt(chargeLineIds, claim.coverageOrder, balances))
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
    const overpaid = overpaidCents(chargeLineIds, claim.coverageOrder, balances)
    posted.push({ ...answer, ...among, payment, chargeLineIds, day, overpaidCents: overpaid })
    moveOn(movements, answer.postings)
  }
  return { posted, movements }
}
