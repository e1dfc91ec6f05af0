/**
 * Posts claims of a remittance, at most 200 at a time: their postings in one statement, their rows, and what
 * is said of each. Days and claims are locked, so that what is open after each is exact.
 */
import { type Cents, sumOf } from '@tally/kernel'
import { commit, practiceDetails } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { clearing, waitingAccount } from '../domain/account.ts'
import { goLiveDay, isLegacy } from '../domain/legacy-money.ts'
import { accountsAt } from '../domain/open-balance.ts'
import { patientShareOf } from '../domain/patient-share.ts'
import { type Posting, post } from '../domain/posting.ts'
import { keysOf, type WaitsFor, waitingKeys } from '../domain/waiting-keys.ts'
import { daysAnsweredBySeveral, learnPayerNumbers, saveClaims } from '../store/claims.ts'
import { type Moved, movedFrom } from '../store/ledger.ts'
import {
  lookAgainForPayerNumbers,
  type RemittanceClaimRecord,
  saveRemittanceClaims,
} from '../store/remittance-claims.ts'
import { lookAgainFor, saveWaitingKeys } from '../store/waiting-keys.ts'
import { type Decided, decidePostings, type Posted } from './decide-postings.ts'
import { keepVariances } from './keep-variances.ts'
import { postedSaying, varianceSaying } from './payment-events.ts'
import type { PostingSession } from './posting-session.ts'
import { settleClaims, settledSaying } from './settle-claims.ts'
import { inVisitTrace } from './visit-trace.ts'
import { watchOverpayments } from './watch-overpayments.ts'

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
  const told = posted.filter(({ silentBecause }) => silentBecause === null)
  for (const each of told) await say(session, each, movedOf)
  // What a later payer is owed shows only once those before him have answered.
  const first = told.filter(({ claim }) => claim.coverageOrder === 1)
  await watchOverpayments(session.work, first, 'payment/posted')
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
  const legacy = await legacyAmong(session, kept)
  await session.write([
    ...posted.flatMap(({ postings }) => postings),
    ...kept.flatMap(({ answered }) => keptPostings(session, answered, legacy)),
  ])
  const among = new Map(posted.map((each) => [each.payment.answered.position, each]))
  const records = decided.map((each) => {
    const { supersedes = null, silentBecause = null } = among.get(each.answered.position) ?? {}
    const record = recordOf(row.id, each)
    const { outcome, answered } = each
    const patientShare = outcome.kind === 'posts' ? patientShareOf(outcome.lines, answered.remarks) : null
    return {
      ...record,
      because: record.because ?? silentBecause,
      reverses: supersedes,
      patientShare,
      legacy: legacy.has(answered.position),
    }
  })
  await saveRemittanceClaims(work, records)
  await saveWaitingKeys(
    work,
    row.id,
    kept.map(({ answered, outcome, match }) => ({
      position: answered.position,
      keys: waitingKeys(answered, waitsFor(outcome, match)),
    })),
  )
  const payments = posted.map(({ payment }) => payment)
  await saveClaims(
    work,
    payments.map(({ claim }) => claim),
  )
  const learnt = payments.flatMap(({ claim, answered: { payerClaimNumber } }) =>
    payerClaimNumber === null ? [] : [{ claimId: claim.id, payerClaimNumber }],
  )
  await learnPayerNumbers(work, learnt)
  for (const { claim, matched, answered } of payments) {
    session.numbers.add(claim.id, matched.version.claimNumber, answered.payerClaimNumber)
  }
  await keepVariances(work, posted)
  // A reversal that came before what it reverses may find it now.
  await lookAgainForPayerNumbers(
    work,
    learnt.map(({ payerClaimNumber }) => payerClaimNumber),
  )
  await lookAgainFor(
    work,
    keysOf(
      'claim',
      payments.map(({ claim }) => claim.id),
    ),
  )
}

/** What is known of it and what is missing: a charge, or an answer that a reversal takes back. */
function waitsFor({ kind, ...outcome }: Decided['outcome'], match: Decided['match']): WaitsFor {
  const claim = match?.kind === 'matched' ? match.claim : null
  const because = kind === 'unmatched' && 'because' in outcome ? outcome.because : ''
  return {
    treatmentDayId: because === 'claim/not-charged' ? (claim?.treatmentDayId ?? null) : null,
    claimId: because.startsWith('reversal/') ? (claim?.id ?? null) : null,
  }
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

/** Of those that are kept, the positions of what was before the practice's goLiveOn. */
async function legacyAmong(
  { work, row }: PostingSession,
  kept: readonly Decided[],
): Promise<ReadonlySet<number>> {
  if (kept.length === 0) return new Set()
  const goLiveOn = goLiveDay((await practiceDetails(work)).policies.goLiveOn)
  const legacy = kept.filter(({ answered }) => isLegacy(answered, row.paid_on, goLiveOn))
  return new Set(legacy.map(({ answered }) => answered.position))
}

/** What finds no receivable waits for a person, whichever sign it has. */
function keptPostings(
  { row, paidFrom }: PostingSession,
  { position, paidCents }: RemittanceClaim,
  legacy: ReadonlySet<number>,
): readonly Posting[] {
  // One that is looked at again and still finds none waits there already.
  if (paidFrom !== clearing(row.id)) return []
  const waits = waitingAccount(row.id, position, legacy.has(position))
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
    ...{ patientCents: answered.patientCents, denied: answered.denied, legacy: false, reverses: null },
  }
}

/** Of those that are kept, in cents. */
export function keptCents(decided: readonly Decided[]): Cents {
  return sumOf(
    decided.filter(({ outcome }) => outcome.kind === 'unmatched').map(({ answered }) => answered.paidCents),
  )
}
