/**
 * Posts claims of a remittance, at most 100 at a time: their postings in one statement, their rows, and what
 * is said of each. Days and claims are locked, so that what is open after each is exact.
 */
import { setImmediate as othersHaveTheirTurn } from 'node:timers/promises'
import { type Cents, noCents, sumOf } from '@tally/kernel'
import { commit, practiceDetails } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { clearing, waitingAccount } from '../domain/account.ts'
import { goLiveDay, isLegacy } from '../domain/legacy-money.ts'
import type { Moved, Movements } from '../domain/movements.ts'
import { paidAgain } from '../domain/paid-again.ts'
import { patientShareOf } from '../domain/patient-share.ts'
import { type Posting, post } from '../domain/posting.ts'
import { keysOf, type WaitsFor, waitingKeys } from '../domain/waiting-keys.ts'
import { daysAnsweredBySeveral, learnPayerNumbers, saveClaims } from '../store/claims.ts'
import {
  lookAgainForPayerNumbers,
  type RemittanceClaimRecord,
  saveRemittanceClaims,
} from '../store/remittance-claims.ts'
import { lookAgainFor, saveWaitingKeys } from '../store/waiting-keys.ts'
import {
  type Decided,
  type DecidedPostings,
  decidePostings,
  type Posted,
  type PostingFacts,
} from './decide-postings.ts'
import { keepVariances } from './keep-variances.ts'
import { postedSaying, varianceSaying } from './payment-events.ts'
import type { PostingSession } from './posting-session.ts'
import { settleClaims, settledSaying } from './settle-claims.ts'
import { inVisitTrace } from './visit-trace.ts'
import { watchOverpayments } from './watch-overpayments.ts'

/** Those of `decided` that are posted, kept as unmatched, or move nothing; answers how many were posted. */
export async function postClaims(session: PostingSession, decided: readonly Decided[]): Promise<number> {
  const { posted, done } = await beginClaims(session, decided, Promise.resolve())
  await done
  return posted
}

export interface BegunClaims {
  readonly posted: number
  /** When all is said, and every id taken. Like the other it may be awaited late: a failure is the transaction's. */
  readonly told: Promise<void>
  /** When Postgres has it all, too. */
  readonly done: Promise<void>
}

/**
 * The same, but back as soon as their writes are on their way: what is read behind them sees them, and what is said of them is
 * made while Postgres works. `before`: the `told` of those before them, which is waited for, so that ids are taken and events
 * stand in one order (a replay of the journal hands the ids out alike). `facts`: where they were read ahead.
 */
export async function beginClaims(
  session: PostingSession,
  decided: readonly Decided[],
  before: Promise<void>,
  facts?: PostingFacts,
): Promise<BegunClaims> {
  const { posted, movements } = await decidePostings(session, decided, facts)
  const legacy = await legacyAmong(session, decided.filter(isKept))
  await othersHaveTheirTurn()
  const saving = commit(session.work, () => save(session, decided, posted, legacy), [])
  const telling = tell(session, { posted, movements }, before)
  const told = telling.then(() => undefined)
  const done = Promise.all([saving, telling.then(({ noted }) => noted)]).then(() => undefined)
  for (const each of [told, done]) each.catch(ofTheTransaction)
  // Moves what the next ones read.
  if (severalPayersOf(session, posted).length > 0) await done
  return { posted: posted.length, told, done }
}

/** Nobody waits for it yet: the transaction tells why it failed. */
export const ofTheTransaction = () => undefined

/** `noted`: when what follows from it is written, which is waited for here only where it takes ids or says something. */
async function tell(
  session: PostingSession,
  { posted, movements }: DecidedPostings,
  before: Promise<void>,
): Promise<{ readonly noted: Promise<void> }> {
  await before
  const told = posted.filter(({ silentBecause }) => silentBecause === null)
  await sayAll(session, told, movements)
  const noted = note(session, posted, told)
  const says = posted.some(({ variances, overpaidCents }) => variances.length > 0 || overpaidCents > noCents)
  if (says || severalPayersOf(session, posted).length > 0) await noted
  noted.catch(ofTheTransaction)
  return { noted }
}

async function note(
  session: PostingSession,
  posted: readonly Posted[],
  told: readonly Posted[],
): Promise<void> {
  const { work } = session
  await keepVariances(work, posted)
  // What a later payer is owed shows only once those before him have answered.
  const first = told.filter(({ claim }) => claim.coverageOrder === 1)
  await watchOverpayments(work, first, 'payment/posted')
  await settleBeside(session, posted)
}

/** What one payer leaves, or no longer leaves, to the next one moves what is open there, too. */
async function settleBeside(session: PostingSession, posted: readonly Posted[]): Promise<void> {
  const { work, days } = session
  for (const id of await daysAnsweredBySeveral(work, severalPayersOf(session, posted))) {
    const day = days.get(id)
    if (day) await settleClaims(work, day, 'payment/posted')
  }
}

/** The days that several payers may have to answer. */
function severalPayersOf({ days }: PostingSession, posted: readonly Posted[]): readonly string[] {
  const touched = new Set(posted.map(({ payment: { claim } }) => claim.treatmentDayId))
  return [...touched].filter((id) => (days.get(id)?.coverages.length ?? 0) > 1)
}

async function save(
  session: PostingSession,
  decided: readonly Decided[],
  posted: readonly Posted[],
  legacy: ReadonlySet<number>,
): Promise<void> {
  const { work, row } = session
  const kept = decided.filter(isKept)
  const postings = [
    ...posted.flatMap((each) => each.postings),
    ...kept.flatMap(({ answered }) => keptPostings(session, answered, legacy)),
  ]
  const waiting = kept.map(({ answered, outcome, match }) => ({
    position: answered.position,
    keys: waitingKeys(answered, waitsFor(outcome, match)),
  }))
  const payments = posted.map(({ payment }) => payment)
  const learnt = payments.flatMap(({ claim, answered: { payerClaimNumber } }) =>
    payerClaimNumber === null ? [] : [{ claimId: claim.id, payerClaimNumber }],
  )
  for (const { claim, matched, answered } of payments) {
    session.numbers.add(claim.id, matched.version.claimNumber, answered.payerClaimNumber)
  }
  // None waits for the answer to another; they go out in this order.
  await Promise.all([
    session.write(postings),
    saveRemittanceClaims(work, recordsOf(row.id, decided, posted, legacy)),
    saveWaitingKeys(work, row.id, waiting),
    saveClaims(
      work,
      posted.map(({ saved }) => saved),
    ),
    learnPayerNumbers(work, learnt),
    // A reversal that came before what it reverses may find it now.
    lookAgainForPayerNumbers(
      work,
      learnt.map(({ payerClaimNumber }) => payerClaimNumber),
    ),
    lookAgainFor(
      work,
      keysOf(
        'claim',
        payments.map(({ claim }) => claim.id),
      ),
    ),
  ])
}

function recordsOf(
  remittanceId: string,
  decided: readonly Decided[],
  posted: readonly Posted[],
  legacy: ReadonlySet<number>,
): readonly RemittanceClaimRecord[] {
  const among = new Map(posted.map((each) => [each.payment.answered.position, each]))
  return decided.map((each) => {
    const { supersedes = null, silentBecause = null, again = false } = among.get(each.answered.position) ?? {}
    const record = recordOf(remittanceId, each)
    const { outcome, answered } = each
    return {
      ...record,
      because: record.because ?? (again ? paidAgain : silentBecause),
      reverses: supersedes,
      patientShare: outcome.kind === 'posts' ? patientShareOf(outcome.lines, answered.remarks) : null,
      legacy: legacy.has(answered.position),
    }
  })
}

/** What another charge event of the day may bring. */
const ofDay: readonly string[] = ['claim/not-charged', 'claim/coverage-missing']

/** What is known of it and what is missing: a charge, a coverage of its visit, or an answer that a reversal takes back. */
function waitsFor({ kind, ...outcome }: Decided['outcome'], match: Decided['match']): WaitsFor {
  const claim = match?.kind === 'matched' ? match.claim : null
  const because = kind === 'unmatched' && 'because' in outcome ? outcome.because : ''
  return {
    treatmentDayId: ofDay.includes(because) ? (claim?.treatmentDayId ?? null) : null,
    claimId: because.startsWith('reversal/') ? (claim?.id ?? null) : null,
  }
}

/** In a few milliseconds: as long as a turn takes Postgres is handed nothing, and a socket holds ten milliseconds of its work. */
const saidInATurn = 10
const sentAtOnce = 20

/** While Postgres writes what they moved: to say it takes as long, and its statements go out between. */
async function sayAll(session: PostingSession, told: readonly Posted[], movements: Movements): Promise<void> {
  const movedOf = (account: string) => movements.get(account) ?? new Map()
  for (const [index, each] of told.entries()) {
    if (index % sentAtOnce === 0) session.saidUntilHere()
    if (index % saidInATurn === 0) await othersHaveTheirTurn()
    await say(session, each, movedOf)
  }
}

async function say(
  { work }: PostingSession,
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
  await inVisitTrace(work, claim, (inTrace) => commit(inTrace, () => Promise.resolve(), says))
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
    coverageOrder: found && found.order !== found.claim.coverageOrder ? found.order : null,
    tier: found?.tier ?? null,
    evidence: found?.evidence ?? ('evidence' in outcome ? outcome.evidence : null),
    ...{ claimNumber: answered.claimNumber, payerClaimNumber: answered.payerClaimNumber },
    ...{ status: answered.status, chargeCents: answered.chargeCents, paidCents: answered.paidCents },
    ...{ patientCents: answered.patientCents, denied: answered.denied, legacy: false, reverses: null },
  }
}

/** Of those that are kept, in cents. */
export function keptCents(decided: readonly Decided[]): Cents {
  return sumOf(decided.filter(isKept).map(({ answered }) => answered.paidCents))
}

function isKept({ outcome }: Decided): boolean {
  return outcome.kind === 'unmatched'
}
