/** Takes the match of a posted claim apart: the mirror of what stands of it, and what was learnt from it is forgotten. */
import { noCents } from '@tally/kernel'
import { commit } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { adjudicateLines } from '../domain/adjudicate-lines.ts'
import type { KnownClaim } from '../domain/claim.ts'
import { keptEvidence } from '../domain/claim-outcome.ts'
import { matchByHand } from '../domain/match-claim.ts'
import { paidAgain } from '../domain/paid-again.ts'
import { toPatientOf } from '../domain/post-claim.ts'
import { claimAtOrder } from '../domain/whose-turn.ts'
import { isPaidOnceMore, isReversed } from '../store/answers.ts'
import { forgetPayerNumber, lockClaims, saveClaims } from '../store/claims.ts'
import { type RemittanceClaimRecord, saveRemittanceClaims } from '../store/remittance-claims.ts'
import { noteUnmatched } from '../store/remittances.ts'
import { withdrawVariances } from '../store/variances.ts'
import { mirrorAdjudication } from './mirror-adjudication.ts'
import { reversedSaying } from './payment-events.ts'
import { placeOf } from './post-reversal.ts'
import type { PostingSession } from './posting-session.ts'
import { settleClaims } from './settle-claims.ts'
import { inVisitTrace } from './visit-trace.ts'

interface Match {
  readonly answered: RemittanceClaim
  readonly record: RemittanceClaimRecord
  readonly claim: KnownClaim
}

/** `reversed`: a payer has taken it back since, so that nothing of it stands; `paid-again`: see `isPaidOnceMore`. */
export async function undoMatch(
  session: PostingSession,
  { answered, record, claim: known }: Match,
): Promise<'undone' | 'reversed' | 'paid-again'> {
  const { work, row, days } = session
  const { position } = answered
  if (await isReversed(work, row.id, position)) return 'reversed'
  if (record.because === null && (await isPaidOnceMore(work, known.id, record))) return 'paid-again'
  const [own] = await lockClaims(work, [known.id])
  const day = days.get(known.treatmentDayId)
  const claim = own && day && claimAtOrder(own, record.coverageOrder ?? own.coverageOrder, day)
  const version = known.versions.find(({ version: each }) => each === record.claimVersion)
  const matched = matchByHand(known, answered)
  if (!own || !claim || !matched) return 'reversed'
  const mirrored = await mirrorAdjudication(session, claim, { remittanceId: row.id, position }, position)
  const after = { ...claim, said: claim.said + 1 }
  const lines = adjudicateLines(answered, (version ?? matched.version).lines) ?? []
  const place = placeOf(session, after, day, position)
  await commit(work, async () => {
    await session.write(mirrored)
    const apart = { outcome: 'unmatched', reverses: null, coverageOrder: null } as const
    await saveRemittanceClaims(work, [{ ...record, ...keptEvidence, ...apart }])
    await saveClaims(work, [{ ...own, said: after.said }])
    if (answered.payerClaimNumber !== null) await forgetPayerNumber(work, claim.id, answered.payerClaimNumber)
    const answer = { remittanceId: row.id, position, claimId: claim.id }
    await withdrawVariances(work, [answer], 'match/undone-by-hand')
    await noteUnmatched(work, row.id, answered.paidCents, mirrored.length)
  }, [])
  const again = record.because === paidAgain
  const toPatient = new Map(
    lines.map((line) => [line.chargeLineId, again ? noCents : toPatientOf(line, place)]),
  )
  const said = { ...matched, version: version ?? matched.version }
  const payment = {
    row,
    answered,
    matched: said,
    claim: after,
    lines,
    toPatient,
    again,
    sequence: after.said,
  }
  // Of an answer that moved nothing nothing was said.
  const isSaid = record.because === null || again
  const says = isSaid ? [reversedSaying(payment, row.id, 'match/undone-by-hand')] : []
  await inVisitTrace(work, claim, (inTrace) => commit(inTrace, () => Promise.resolve(), says))
  await settleClaims(work, day, 'payment/unmatched')
  return 'undone'
}
