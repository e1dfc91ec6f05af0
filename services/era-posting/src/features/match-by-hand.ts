/**
 * POST and DELETE /v1/remittances/{remittanceId}/matches: a person says which claim a claim of a remittance answers, or
 * takes a match apart. Both are entries of the ledger with the person and the reason; the second is the exact mirror, and
 * the payment waits in `unmatched` again. Asked for twice, nothing more is done.
 */
import { assert, dayIn } from '@tally/kernel'
import {
  type Actor,
  answer,
  commit,
  notFound,
  type Problem,
  problemAt,
  route,
  type Work,
} from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { z } from 'zod'
import { waitingAccount } from '../domain/account.ts'
import type { ChargeDay } from '../domain/book-charges.ts'
import type { KnownClaim } from '../domain/claim.ts'
import { claimOutcome } from '../domain/claim-outcome.ts'
import { brokenClaims } from '../domain/judge-remittance.ts'
import { matchByHand } from '../domain/match-claim.ts'
import { laterTurnOf, lists } from '../domain/whose-turn.ts'
import { lockDays } from '../store/charges.ts'
import { findKnownClaim } from '../store/claims.ts'
import { claimsOfDays } from '../store/find-claims.ts'
import { addHandMatch, type HandMatch } from '../store/hand-matches.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { findRemittanceClaim, type RemittanceClaimRecord } from '../store/remittance-claims.ts'
import { readContent } from '../store/remittance-content.ts'
import { lockRemittance, noteMatched, type RemittanceRow, waitForTurn } from '../store/remittances.ts'
import type { Decided } from './decide-postings.ts'
import { postClaims } from './post-claims.ts'
import { linkAgain } from './post-provider-levels.ts'
import { isReversal, postReversal } from './post-reversal.ts'
import { type PostingSession, postingSession } from './posting-session.ts'
import { handMatchShown, remittanceClaimShown, shownClaim } from './show-remittance.ts'
import { undoMatch } from './undo-match.ts'

const params = z.object({ remittanceId: z.string() })
const asked = z.strictObject({
  /** Of the claim in the remittance. */
  position: z.int().positive(),
  claimId: z.string().max(40),
  /** Kept, encrypted, with the entry. */
  reason: z.string().trim().min(1).max(500).optional(),
})
const answers = { 200: remittanceClaimShown.extend({ byHand: handMatchShown.nullable() }) }

type Asked = z.output<typeof asked>

export const matchByHandRoute = route({
  method: 'POST',
  path: '/v1/remittances/:remittanceId/matches',
  summary: 'Posts an unmatched claim of a remittance to the claim that a person names.',
  roles: ['biller', 'owner'],
  idempotent: 'optional',
  params,
  body: asked,
  answers,
  handle: ({ work, actor, params: { remittanceId }, body }) =>
    change(work, actor, 'match', remittanceId, body),
})

export const unmatchByHandRoute = route({
  method: 'DELETE',
  path: '/v1/remittances/:remittanceId/matches',
  summary: 'Takes a match apart: its postings are mirrored, its payment waits in `unmatched` again.',
  roles: ['biller', 'owner'],
  params,
  body: asked,
  answers,
  handle: ({ work, actor, params: { remittanceId }, body }) =>
    change(work, actor, 'unmatch', remittanceId, body),
})

async function change(
  work: Work,
  actor: Actor,
  kind: HandMatch['kind'],
  remittanceId: string,
  { position, claimId, reason }: Asked,
) {
  await waitForTurn(work)
  const row = await lockRemittance(work, remittanceId)
  const record = row && (await findRemittanceClaim(work, remittanceId, position))
  if (!record) return notFound('the claim of the remittance')
  const made: HandMatch = {
    ...{ id: work.newId(), remittanceId, position, claimId, kind },
    ...{ byKey: actor.keyId, byLabel: actor.label, reason: reason ?? '', madeAt: work.now },
  }
  const refused = await (kind === 'match' ? match : unmatch)(work, row, record, made)
  return refused ?? answer(200, await shownClaim(work, remittanceId, position))
}

async function match(
  work: Work,
  row: RemittanceRow,
  record: RemittanceClaimRecord,
  made: HandMatch,
): Promise<Problem | null> {
  if (record.outcome !== 'unmatched') return isDone(record, made) ? null : conflict('match/taken', taken)
  const claim = await findKnownClaim(work, made.claimId)
  if (!claim) return notFound('the claim')
  const remittance = await readContent(work, row.blob_digest)
  const answered = remittance.claims.find(({ position }) => position === made.position)
  assert(answered, `remittance ${row.id} has no claim ${made.position}`)
  const days = await lockDays(work, [claim.treatmentDayId])
  const day = days.get(claim.treatmentDayId)
  const found = matchByHand(claim, answered, await orderMeant(work, claim, answered, day))
  const outcome = found
    ? claimOutcome(answered, found, brokenClaims(remittance).get(answered.position), day)
    : null
  if (!outcome || outcome.kind === 'unmatched' || outcome.kind === 'no-money') {
    return refusal(outcome?.because ?? 'claim/not-sent')
  }
  const session = await handSession(work, row, record, made, days)
  const became = await postOne(session, { answered, outcome })
  // Nothing was written for one that is kept.
  if (became.outcome.kind === 'unmatched') return refusal(became.outcome.because)
  await linkAgain(session)
  const { postings, leftCents } = session.written()
  assert(
    leftCents === answered.paidCents,
    `claim ${made.position} of remittance ${row.id} left what waited for it`,
  )
  await noteMatched(work, row.id, answered.paidCents, postings)
  await commit(work, () => addHandMatch(work, made), [])
  return null
}

/** Of a claim that was handed on no other one can be named: it is meant for the coverage that CLP02 says, where the visit lists it. */
async function orderMeant(
  work: Work,
  claim: KnownClaim,
  { status }: RemittanceClaim,
  day: ChargeDay | undefined,
): Promise<number> {
  const turn = laterTurnOf(status, claim)
  if (turn === null || !day || !lists(day, turn)) return claim.coverageOrder
  const ofDay = await claimsOfDays(work, [claim.treatmentDayId])
  return ofDay.some(({ coverageOrder }) => coverageOrder === turn) ? claim.coverageOrder : turn
}

async function postOne(session: PostingSession, decided: Decided): Promise<Decided> {
  if (isReversal(decided)) return postReversal(session, decided)
  await postClaims(session, [decided])
  return decided
}

async function unmatch(
  work: Work,
  row: RemittanceRow,
  record: RemittanceClaimRecord,
  made: HandMatch,
): Promise<Problem | null> {
  if (record.outcome === 'unmatched') return null
  if (record.outcome !== 'posted') return conflict('match/not-a-payment', notAPayment)
  if (record.claimId !== made.claimId) return conflict('match/taken', taken)
  if (record.reverses) return conflict('match/superseded-another', superseded)
  const remittance = await readContent(work, row.blob_digest)
  const answered = remittance.claims.find(({ position }) => position === made.position)
  const claim = await findKnownClaim(work, made.claimId)
  assert(answered && claim, `claim ${made.position} of remittance ${row.id} was matched`)
  const days = await lockDays(work, [claim.treatmentDayId])
  const session = await handSession(work, row, record, made, days)
  const undone = await undoMatch(session, { answered, record, claim })
  if (undone === 'reversed') return conflict('match/reversed', reversedSince)
  if (undone === 'paid-again') return conflict('match/paid-again', paidOnceMore)
  await commit(work, () => addHandMatch(work, made), [])
  return null
}

async function handSession(
  work: Work,
  row: RemittanceRow,
  { legacy }: RemittanceClaimRecord,
  { id, position, remittanceId }: HandMatch,
  days: PostingSession['days'],
): Promise<PostingSession> {
  const effectiveOn = dayIn(await practiceZone(work), work.now)
  const key = `${remittanceId}/${position}/${id}`
  const cause = { type: 'match', key, remittanceId, effectiveOn } as const
  // A person may match the same claim again: the entries of each time have keys of their own.
  const paidFrom = waitingAccount(remittanceId, position, legacy)
  const parts = { row, days, paidFrom, keyOf: () => `match/${id}` }
  return postingSession(work, cause, parts)
}

function isDone({ outcome, claimId }: RemittanceClaimRecord, made: HandMatch): boolean {
  return (outcome === 'posted' || outcome === 'reversed') && claimId === made.claimId
}

const taken = 'this claim of the remittance is matched to another claim: take that match apart first'
const notAPayment = 'only a posted payment or denial is taken apart: a reversal stands with what it took back'
const superseded =
  'this answer took the place of an earlier one without payment, which cannot be put back: ask for a new answer'
const reversedSince = 'the payer has taken this answer back since: there is nothing left to take apart'
const paidOnceMore =
  'the payer has paid the same once more, and the adjustments of both stand with this one: take the later match apart first'

function conflict(code: string, says: string): Problem {
  return problemAt(409, '', code, says)
}

/** Why a person's match is not posted either. */
const reasons: Readonly<Record<string, string>> = {
  'claim/out-of-balance': 'the claim does not add up in the remittance: ask the payer for a corrected one',
  'line/out-of-balance': 'a line does not add up in the remittance: ask the payer for a corrected one',
  'line/not-found': 'the lines of the answer are not those of this claim: name another one',
  'claim/not-charged': 'the visit of this claim is not charged yet: match it when it is',
  'claim/not-sent': 'this claim was never sent: name another one',
  'reversal/original-unknown': 'this claim has no answer that the reversal could take back',
  'reversal/not-its-original': 'the reversal is no exact negation of an answer to this claim',
  'reversal/not-negative': 'a reversal with positive amounts takes nothing back: ask the payer',
}

function refusal(because: string): Problem {
  const says = reasons[because] ?? 'this answer moves no money: there is nothing to match'
  return problemAt(422, '', because, says)
}
