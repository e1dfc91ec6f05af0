/** Loads what posting some claims of a remittance needs, locks it, and decides each by `postAnswer`. */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { linesAt } from '../domain/account.ts'
import { type AmongAnswers, amongAnswers, type StandingAnswer } from '../domain/among-answers.ts'
import type { Claim } from '../domain/claim.ts'
import type { ClaimOutcome } from '../domain/claim-outcome.ts'
import type { Matched, Unmatched } from '../domain/match-claim.ts'
import { balancesIn, type Movements, movementsOn, moveOn } from '../domain/movements.ts'
import { accountsAt, openAt } from '../domain/open-balance.ts'
import { overpaidCents } from '../domain/overpayment.ts'
import { familyOf } from '../domain/payer-terms.ts'
import { type PostedAnswer, postAnswer, silentAnswer } from '../domain/post-answer.ts'
import { unchargedLines } from '../domain/uncharged-line.ts'
import { claimAtOrder } from '../domain/whose-turn.ts'
import { standingAnswersOf } from '../store/answers.ts'
import { lockClaims } from '../store/claims.ts'
import { movementsOf, movementsOfClaims } from '../store/ledger.ts'
import { termsOf } from '../store/payers.ts'
import { mirrorAdjudication, standingPostings } from './mirror-adjudication.ts'
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
    Pick<PostedAnswer, 'postings' | 'again' | 'openCents' | 'variances' | 'settles'> {
  readonly payment: Payment
  /** As its row is kept: of one that was handed on it says nothing but how much was told. */
  readonly saved: Claim
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
  const later = await movementsOfLater(session, posting)
  const movements = movementsOn(new Map([...read.movements, ...later]), accountsOf(session, posting))
  const balances = balancesIn(movements)
  const posted: Posted[] = []
  for (const { answered, matched, lines } of posting) {
    const own = claims.get(matched.claim.id)
    const day = own && days.get(own.treatmentDayId)
    assert(own && day, 'a claim that posts is there, and its day was charged')
    const claim = claimAtOrder(own, matched.order, day)
    const ofOrder = (standing.get(own.id) ?? []).filter(
      ({ coverageOrder }) => (coverageOrder ?? own.coverageOrder) === claim.coverageOrder,
    )
    const among = amongAnswers(answered, row.paid_on, await withLines(session, claim, answered, ofOrder), {
      own: lines.map(({ chargeLineId }) => chargeLineId),
      uncharged: unchargedLines(day.lines),
    })
    const { supersedes, silentBecause, alike } = among
    const chargeLineIds = linesOf(session, claim.treatmentDayId)
    const place = {
      ...{ key: keyOf(answered.position), paidFrom, day, claim, now: work.now },
      supersedes: supersedes ? await mirrorAdjudication(session, claim, supersedes, answered.position) : [],
      alike: await Promise.all(alike.map((each) => standingPostings(session, claim, each))),
      ...termsFor(claim.payerId, familyOf(day, claim)),
    }
    const full =
      silentBecause === null
        ? postAnswer({ answered, matched, lines }, place, balances)
        : silentAnswer(claim, openAt(chargeLineIds, claim.coverageOrder, balances))
    const answer = claim === own ? full : withoutSettling(full, own)
    const saved = claim === own ? answer.claim : { ...own, said: answer.claim.said }
    const { toPatient, again } = answer
    const payment = {
      row,
      answered,
      matched,
      lines,
      toPatient,
      again,
      claim: answer.claim,
      sequence: claim.said + 1,
    }
    moveOn(movements, answer.postings)
    const overpaid = overpaidCents(
      chargeLineIds,
      claim.coverageOrder,
      (account) => movements.get(account) ?? new Map(),
    )
    posted.push({ ...answer, ...among, saved, payment, chargeLineIds, day, overpaidCents: overpaid })
  }
  return { posted, movements }
}

function postingAmong(decided: readonly Decided[]) {
  return decided.flatMap(({ answered, outcome }) =>
    outcome.kind === 'posts' ? [{ answered, ...outcome }] : [],
  )
}

/**
 * With the lines of each, where it matters: something was answered without payment. What a later payer answers may move nothing
 * on a line where those before him decided all, so that his answers count for every line.
 */
async function withLines(
  session: PostingSession,
  claim: Claim,
  { paidCents }: RemittanceClaim,
  standing: readonly Omit<StandingAnswer, 'chargeLineIds'>[],
): Promise<readonly StandingAnswer[]> {
  const matters = paidCents === 0 || standing.some((each) => each.paidCents === 0)
  if (claim.coverageOrder > 1 || !matters) return standing.map((each) => ({ ...each, chargeLineIds: null }))
  return Promise.all(
    standing.map(async (each) => {
      const postings = await standingPostings(session, claim, each)
      return { ...each, chargeLineIds: linesAt(claim.coverageOrder, postings) }
    }),
  )
}

type Posts = ReturnType<typeof postingAmong>[number]

function accountsOf(session: Pick<PostingSession, 'days'>, posting: readonly Posts[]): readonly string[] {
  return posting.flatMap(({ matched: { claim, order } }) =>
    accountsAt(linesOf(session, claim.treatmentDayId), order),
  )
}

/** Of claims that were handed on: what is read ahead is of the payer that they were sent to. */
async function movementsOfLater(session: PostingSession, posting: readonly Posts[]): Promise<Movements> {
  const later = posting.filter(({ matched: { claim, order } }) => order !== claim.coverageOrder)
  return later.length === 0 ? new Map() : movementsOf(session.work, accountsOf(session, later))
}

/** The claim is settled by the payer that it was sent to. */
function withoutSettling(answer: PostedAnswer, { said }: Claim): PostedAnswer {
  const isTold = answer.claim.said > said
  return { ...answer, settles: false, claim: { ...answer.claim, said: isTold ? said + 1 : said } }
}

function linesOf({ days }: Pick<PostingSession, 'days'>, dayId: string): readonly string[] {
  return days.get(dayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
}
