/**
 * Posts claims of a remittance, at most 500 at a time: their postings in one statement, their rows, and what
 * is said of each. Days and claims are locked, so that what is open after each is exact.
 */
import { type Cents, sumOf } from '@tally/kernel'
import { commit } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { unmatched } from '../domain/account.ts'
import { accountsAt } from '../domain/open-balance.ts'
import { type Posting, post } from '../domain/posting.ts'
import { daysAnsweredBySeveral, learnPayerNumbers, saveClaims } from '../store/claims.ts'
import { type Moved, movedFrom } from '../store/ledger.ts'
import {
  lookAgainForPayerNumbers,
  type RemittanceClaimRecord,
  saveRemittanceClaims,
} from '../store/remittance-claims.ts'
import { saveVariances } from '../store/variances.ts'
import { type Decided, decidePostings, type Posted } from './decide-postings.ts'
import { postedSaying, varianceSaying } from './payment-events.ts'
import type { PostingSession } from './posting-session.ts'
import { settleClaims, settledSaying } from './settle-claims.ts'
import { inVisitTrace } from './visit-trace.ts'

/** Those of `decided` that are posted, kept as unmatched, or move nothing; answers how many were posted. */
export async function postClaims(session: PostingSession, decided: readonly Decided[]): Promise<number> {
  const posted = await decidePostings(session, decided)
  await commit(session.work, () => save(session, decided, posted), [])
  const settled = posted.filter(({ settles }) => settles)
  const movedOf = await movedFrom(
    session.work,
    settled.flatMap(({ payment: { claim }, chargeLineIds }) =>
      accountsAt(chargeLineIds, claim.coverageOrder),
    ),
  )
  for (const each of posted) await say(session, each, movedOf)
  await settleBeside(session, posted)
  return posted.length
}

/** What one payer leaves, or no longer leaves, to the next one moves what is open there, too. */
async function settleBeside({ work, days }: PostingSession, posted: readonly Posted[]): Promise<void> {
  const touched = new Set(posted.map(({ payment: { claim } }) => claim.treatmentDayId))
  const several = [...touched].filter((id) => (days.get(id)?.coverages.length ?? 0) > 1)
  for (const id of await daysAnsweredBySeveral(work, several)) {
    const day = days.get(id)
    if (day) await settleClaims(work, day, 'payment/posted')
  }
}

async function save(
  session: PostingSession,
  decided: readonly Decided[],
  posted: readonly Posted[],
): Promise<void> {
  const { work, row } = session
  const kept = decided.filter(({ outcome }) => outcome.kind === 'unmatched')
  await session.write([
    ...posted.flatMap(({ postings }) => postings),
    ...kept.flatMap(({ answered }) => keptPostings(session, answered)),
  ])
  const reverses = new Map(posted.map(({ payment, supersedes }) => [payment.answered.position, supersedes]))
  const records = decided.map((each) => ({
    ...recordOf(row.id, each),
    reverses: reverses.get(each.answered.position) ?? null,
  }))
  await saveRemittanceClaims(work, records)
  const payments = posted.map(({ payment }) => payment)
  await saveClaims(
    work,
    payments.map(({ claim }) => claim),
  )
  const learnt = payments.flatMap(({ claim, answered: { payerClaimNumber } }) =>
    payerClaimNumber === null ? [] : [{ claimId: claim.id, payerClaimNumber }],
  )
  await learnPayerNumbers(work, learnt)
  const variances = posted.flatMap(({ payment: { claim }, variances: found }) =>
    found.map((variance) => ({
      ...{ remittanceId: row.id, claimId: claim.id, payerId: claim.payerId },
      ...{ serviceDate: claim.serviceDate, variance },
    })),
  )
  await saveVariances(work, variances)
  // A reversal that came before what it reverses may find it now.
  await lookAgainForPayerNumbers(
    work,
    learnt.map(({ payerClaimNumber }) => payerClaimNumber),
  )
}

async function say(
  { work, tracing }: PostingSession,
  posted: Posted,
  movedOf: (account: string) => Moved,
): Promise<void> {
  const { payment, variances, settles, chargeLineIds, openCents } = posted
  const { claim, sequence, matched } = payment
  const last = { ...claim, said: sequence + 1 + variances.length }
  const says = [
    postedSaying(payment, openCents),
    ...variances.map((variance, index) => varianceSaying(payment, variance, sequence + 1 + index)),
    ...(settles
      ? [settledSaying(work, last, matched.version, chargeLineIds, movedOf, 'payment/posted')]
      : []),
  ]
  await inVisitTrace(tracing, work, claim, (inTrace) => commit(inTrace, () => Promise.resolve(), says))
}

/** What finds no receivable waits for a person, whichever sign it has. */
function keptPostings(
  { row, paidFrom }: PostingSession,
  { position, paidCents }: RemittanceClaim,
): readonly Posting[] {
  const waits = unmatched(row.id, position)
  // One that is looked at again and still finds none waits there already.
  if (paidFrom === waits) return []
  return post(paidFrom, waits, paidCents, `remittance/${row.id}/${position}/unmatched`, position)
}

export function recordOf(remittanceId: string, { answered, outcome }: Decided): RemittanceClaimRecord {
  const found = outcome.kind === 'posts' || outcome.kind === 'reverses' ? outcome.matched : null
  return {
    ...{ remittanceId, position: answered.position },
    outcome: outcome.kind === 'posts' ? 'posted' : outcome.kind === 'reverses' ? 'reversed' : outcome.kind,
    because: 'because' in outcome ? outcome.because : null,
    ...{ claimId: found?.claim.id ?? null, claimVersion: found?.version.version ?? null },
    tier: found?.tier ?? null,
    evidence: found?.evidence ?? ('evidence' in outcome ? outcome.evidence : null),
    ...{ claimNumber: answered.claimNumber, payerClaimNumber: answered.payerClaimNumber },
    ...{ status: answered.status, chargeCents: answered.chargeCents, paidCents: answered.paidCents },
    ...{ patientCents: answered.patientCents, denied: answered.denied, reverses: null },
  }
}

/** Of those that are kept, in cents. */
export function keptCents(decided: readonly Decided[]): Cents {
  return sumOf(
    decided.filter(({ outcome }) => outcome.kind === 'unmatched').map(({ answered }) => answered.paidCents),
  )
}
