/** Loads what posting some claims of a remittance needs, locks it, and decides each by `postAnswer`. */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { type AmongAnswers, amongAnswers } from '../domain/among-answers.ts'
import type { Claim } from '../domain/claim.ts'
import type { ClaimOutcome } from '../domain/claim-outcome.ts'
import type { Matched, Unmatched } from '../domain/match-claim.ts'
import { balancesIn, type Movements, movementsOn, moveOn } from '../domain/movements.ts'
import { accountsAt, openAt } from '../domain/open-balance.ts'
import { overpaidCents } from '../domain/overpayment.ts'
import { familyOf } from '../domain/payer-terms.ts'
import { type PostedAnswer, postAnswer, silentAnswer } from '../domain/post-answer.ts'
import { standingAnswersOf } from '../store/answers.ts'
import { lockClaims } from '../store/claims.ts'
import { movementsOfClaims } from '../store/ledger.ts'
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

/** What `decidePostings` reads. */
export interface PostingFacts extends ClaimFacts {
  /** Locked, by id. */
  readonly claims: ReadonlyMap<string, Claim>
  readonly termsFor: Awaited<ReturnType<typeof termsOf>>
}

export interface ClaimFacts {
  readonly standing: Awaited<ReturnType<typeof standingAnswersOf>>
  readonly movements: Movements
}

/**
 * What was answered and booked of some claims. It stays true until something is written that touches one of their days: an ST
 * asks for it ahead, together with the claims themselves.
 */
export async function readClaimFacts(work: Work, claimIds: readonly string[]): Promise<ClaimFacts> {
  const [standing, movements] = await Promise.all([
    standingAnswersOf(work, claimIds),
    movementsOfClaims(work, claimIds),
  ])
  return { standing, movements }
}

async function readFacts(work: Work, claims: readonly Claim[]): Promise<PostingFacts> {
  const ids = claims.map(({ id }) => id)
  const [locked, facts, termsFor] = await Promise.all([
    lockClaims(work, ids),
    readClaimFacts(work, ids),
    termsOf(work, [...new Set(claims.map(({ payerId }) => payerId))]),
  ])
  return { ...facts, claims: byId(locked), termsFor }
}

export function byId(claims: readonly Claim[]): ReadonlyMap<string, Claim> {
  return new Map(claims.map((claim) => [claim.id, claim]))
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
  const found = posting.map(({ matched: { claim } }) => claim)
  const { claims, standing, termsFor, ...read } = facts ?? (await readFacts(work, found))
  const movements = movementsOn(read.movements, accountsOf(session, found))
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

function accountsOf(session: Pick<PostingSession, 'days'>, claims: readonly Claim[]): readonly string[] {
  return claims.flatMap(({ treatmentDayId, coverageOrder }) =>
    accountsAt(linesOf(session, treatmentDayId), coverageOrder),
  )
}

function linesOf({ days }: Pick<PostingSession, 'days'>, dayId: string): readonly string[] {
  return days.get(dayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
}
