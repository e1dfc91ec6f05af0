/** Loads what posting some claims of a remittance needs, locks it, and decides each by `postAnswer`. */
import { assert } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import { type AmongAnswers, amongAnswers } from '../domain/among-answers.ts'
import type { Claim } from '../domain/claim.ts'
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

/** What `decidePostings` reads, its claims locked. */
export interface PostingFacts {
  readonly claims: ReadonlyMap<string, Claim>
  readonly standing: Awaited<ReturnType<typeof standingAnswersOf>>
  readonly movements: Movements
  readonly termsFor: Awaited<ReturnType<typeof termsOf>>
}

/**
 * Of those that post. They stay true until something is written that touches one of their days: an ST asks for them ahead.
 * `isLocked`: their claims were read behind their lock, and are as they were found.
 */
export async function readFacts(
  session: Pick<PostingSession, 'work' | 'days'>,
  decided: readonly Decided[],
  { isLocked = false }: { readonly isLocked?: boolean } = {},
): Promise<PostingFacts> {
  const { work } = session
  const found = postingAmong(decided).map(({ matched: { claim } }) => claim)
  const accounts = found.flatMap(({ treatmentDayId, coverageOrder }) =>
    accountsAt(linesOf(session, treatmentDayId), coverageOrder),
  )
  const ids = found.map(({ id }) => id)
  const [locked, standing, movements, termsFor] = await Promise.all([
    isLocked ? found : lockClaims(work, ids),
    standingAnswersOf(work, ids),
    movementsOf(work, [...new Set(accounts)]),
    termsOf(work, [...new Set(found.map(({ payerId }) => payerId))]),
  ])
  return { claims: new Map(locked.map((claim) => [claim.id, claim])), standing, movements, termsFor }
}

/** Of those that post; no claim may be among them twice. `facts`: where they were read ahead. */
export async function decidePostings(
  session: PostingSession,
  decided: readonly Decided[],
  facts?: PostingFacts,
): Promise<DecidedPostings> {
  const posting = postingAmong(decided)
  if (posting.length === 0) return { posted: [], movements: new Map() }
  const { work, row, days, paidFrom, keyOf } = session
  const { claims, standing, movements, termsFor } = facts ?? (await readFacts(session, decided))
  const balances = balancesIn(movements)
  const posted: Posted[] = []
  for (const { answered, matched, lines } of posting) {
    const claim = claims.get(matched.claim.id)
    const day = claim && days.get(claim.treatmentDayId)
    assert(claim && day, 'a claim that posts is there, and its day was charged')
    const among = amongAnswers(answered, row.paid_on, standing.get(claim.id) ?? [])
    const { supersedes, silentBecause } = among
    const chargeLineIds = linesOf(session, claim.treatmentDayId)
    const place = {
      ...{ key: keyOf(answered.position), paidFrom, day, claim, now: work.now },
      supersedes: supersedes ? await mirrorAdjudication(session, claim, supersedes, answered.position) : [],
      ...termsFor(claim.payerId, familyOf(day, claim)),
    }
    const answer =
      silentBecause === null
        ? postAnswer({ answered, matched, lines }, place, balances)
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

function postingAmong(decided: readonly Decided[]) {
  return decided.flatMap(({ answered, outcome }) =>
    outcome.kind === 'posts' ? [{ answered, ...outcome }] : [],
  )
}

function linesOf({ days }: Pick<PostingSession, 'days'>, dayId: string): readonly string[] {
  return days.get(dayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
}
