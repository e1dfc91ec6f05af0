/** Posts the mirror of an earlier adjudication, or keeps the reversal for a person where it has no original. */
import { assert, noCents } from '@tally/kernel'
import { commit } from '@tally/platform'
import { adjudicateLines } from '../domain/adjudicate-lines.ts'
import type { ChargeDay } from '../domain/book-charges.ts'
import type { Claim } from '../domain/claim.ts'
import type { ClaimOutcome } from '../domain/claim-outcome.ts'
import { nextOrderOf, type PostingPlace, toPatientOf } from '../domain/post-claim.ts'
import { negated, type Original, originalOf } from '../domain/reverse-claim.ts'
import { claimAtOrder } from '../domain/whose-turn.ts'
import { originalsOf } from '../store/answers.ts'
import { lockClaims, saveClaims } from '../store/claims.ts'
import { saveRemittanceClaims } from '../store/remittance-claims.ts'
import { withdrawVariances } from '../store/variances.ts'
import type { Decided } from './decide-postings.ts'
import { mirrorAdjudication } from './mirror-adjudication.ts'
import { reversedSaying } from './payment-events.ts'
import { postClaims, recordOf } from './post-claims.ts'
import type { PostingSession } from './posting-session.ts'
import { settleClaims } from './settle-claims.ts'
import { inVisitTrace } from './visit-trace.ts'

type Reverses = Extract<ClaimOutcome, { readonly kind: 'reverses' }>
export type Reversal = Decided & { readonly outcome: Reverses }

export function isReversal(decided: Decided): decided is Reversal {
  return decided.outcome.kind === 'reverses'
}

/** What became of it: as it was decided, or why it is kept. */
export async function postReversal(session: PostingSession, reversal: Reversal): Promise<Decided> {
  const { answered, outcome } = reversal
  const { matched } = outcome
  const [claim] = await lockClaims(session.work, [matched.claim.id])
  assert(claim, 'a matched claim is there')
  const originals = await originalsOf(session.work, claim.id, answered.payerClaimNumber)
  const original = originalOf(answered, originals)
  if (typeof original === 'string') {
    const because = { kind: 'unmatched', because: original, evidence: matched.evidence } as const
    const kept = { answered, outcome: because, match: matched }
    await postClaims(session, [kept])
    return kept
  }
  await mirror(session, reversal, claim, original)
  return reversal
}

async function mirror(
  session: PostingSession,
  reversal: Reversal,
  own: Claim,
  original: Original,
): Promise<void> {
  const { work, row, days, numbers } = session
  const { answered, outcome } = reversal
  const { remittanceId, position, coverageOrder, again } = original
  const day = days.get(own.treatmentDayId)
  assert(day, 'the day of a matched claim was charged')
  const claim = claimAtOrder(own, coverageOrder ?? own.coverageOrder, day)
  const mirrored = await mirrorAdjudication(session, claim, original, answered.position)
  const after = { ...claim, said: claim.said + 1 }
  const save = async () => {
    await session.write(mirrored)
    const record = { ...recordOf(row.id, reversal), reverses: { remittanceId, position }, coverageOrder }
    await saveRemittanceClaims(work, [record])
    await saveClaims(work, [{ ...own, said: after.said }])
    const reversed = { remittanceId, position, claimId: claim.id }
    await withdrawVariances(work, [reversed], 'payment/reversed')
    numbers.add(claim.id, outcome.matched.version.claimNumber, answered.payerClaimNumber)
  }
  await commit(work, save, [])
  const taken = negated(answered)
  const lines = adjudicateLines(taken, outcome.matched.version.lines) ?? []
  const place = placeOf(session, claim, day, answered.position)
  const toPatient = new Map(
    lines.map((line) => [line.chargeLineId, again ? noCents : toPatientOf(line, place)]),
  )
  const payment = { row, answered: taken, matched: outcome.matched, claim: after, lines, toPatient, again }
  const says = [reversedSaying({ ...payment, sequence: after.said }, remittanceId)]
  if (!original.silent) {
    await inVisitTrace(work, claim, (inTrace) => commit(inTrace, () => Promise.resolve(), says))
  }
  await settleClaims(work, day, 'payment/reversed')
}

/** Where a claim of the session was posted. */
export function placeOf(
  { paidFrom, keyOf }: PostingSession,
  { patientId, coverageOrder }: Claim,
  day: ChargeDay,
  position: number,
): PostingPlace {
  const nextOrder = nextOrderOf(day, coverageOrder)
  // As it was told when it was posted, when its lines were charged.
  const uncharged: ReadonlySet<string> = new Set()
  return { key: keyOf(position), position, paidFrom, patientId, coverageOrder, nextOrder, uncharged }
}
