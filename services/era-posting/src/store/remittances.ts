/** STs as they were received, in the practice that they pay. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type Earlier, mayComeAgain } from '../domain/judge-remittance.ts'
import type { remittance, remittanceFile } from './tables.ts'

export type RemittanceRow = typeof remittance.$inferSelect
type FileRow = typeof remittanceFile.$inferSelect

export type Status = 'received' | 'posted' | 'posted-in-part' | 'quarantined' | 'duplicate'

/** False when this transmission was taken in before. */
export async function addFile(work: Work, file: Omit<FileRow, 'practice_id'>): Promise<boolean> {
  const { id, transmission_id, digest, channel, received_at, transactions } = file
  const values = [work.practiceId, id, transmission_id, digest, channel, received_at, transactions]
  return (await work.query(insertFile, values)).length > 0
}

export type NewRemittance = Omit<
  RemittanceRow,
  | 'practice_id'
  | 'matched'
  | 'unmatched_cents'
  | 'provider_level_cents'
  | 'postings'
  | 'said'
  | 'tries'
  | 'arrival'
  | 'posted_at'
  | 'traceparent'
>

export async function addRemittance(work: Work, added: NewRemittance): Promise<void> {
  await work.query(insert, [
    ...[work.practiceId, added.id, added.file_id, added.transmission_id, added.ordinal, added.digest],
    ...[added.blob_digest, added.status, added.because, added.verdict, added.duplicate_of, added.trace],
    ...[added.trace_number, added.payer_id, added.payer_name, added.payee_npi, added.method, added.paid_on],
    ...[
      added.payment_cents,
      added.difference_cents,
      added.claims,
      work.traceparent ?? null,
      added.received_at,
    ],
    added.unordered_digest,
  ])
}

export type Waiting = Pick<RemittanceRow, 'practice_id' | 'id' | 'file_id' | 'traceparent'>

/** `large`: of more than 500 claims, which are posted in one go. */
export type Size = 'small' | 'large'

const claimsInSmallMax = 500

/** The first practice behind `lastPracticeId` whose ST that waits longest is of this size. */
export async function nextWaiting(
  query: Work['query'],
  size: Size,
  lastPracticeId: string,
): Promise<Waiting | null> {
  const [row] = await query<RemittanceRow>(waiting, [lastPracticeId, claimsInSmallMax, size === 'large'])
  return row ?? null
}

/** null: it is not waiting any more. */
export async function lockWaiting(work: Work, id: string): Promise<RemittanceRow | null> {
  const [row] = await work.query<RemittanceRow>(lock, [work.practiceId, id])
  return row?.status === 'received' ? row : null
}

export async function lockRemittance(work: Work, id: string): Promise<RemittanceRow | null> {
  const [row] = await work.query<RemittanceRow>(lock, [work.practiceId, id])
  return row ?? null
}

export type Outcome = Pick<
  RemittanceRow,
  | 'status'
  | 'because'
  | 'duplicate_of'
  | 'matched'
  | 'unmatched_cents'
  | 'provider_level_cents'
  | 'postings'
  | 'said'
  | 'posted_at'
>

export async function saveOutcome(work: Work, id: string, outcome: Outcome): Promise<void> {
  const { status, because, duplicate_of, matched, unmatched_cents } = outcome
  await work.query(update, [
    ...[work.practiceId, id, status, because, duplicate_of, matched, unmatched_cents],
    ...[outcome.provider_level_cents, outcome.said, outcome.posted_at, outcome.postings],
  ])
}

/** A claim of it found its receivable later. */
export async function noteMatched(work: Work, id: string, paidCents: Cents, postings: number): Promise<void> {
  await work.query(matchedLater, [work.practiceId, id, paidCents, postings])
}

/** A claim of it waits again. */
export async function noteUnmatched(
  work: Work,
  id: string,
  paidCents: Cents,
  postings: number,
): Promise<void> {
  await work.query(unmatchedLater, [work.practiceId, id, paidCents, postings])
}

/** How often posting it failed by our fault, this time included. */
export async function countTry(work: Work, id: string): Promise<number> {
  const [row] = await work.query<{ tries: number }>(countTries, [work.practiceId, id])
  return row?.tries ?? 0
}

/** One ST of a practice is posted at a time, even while two processes both take themselves for the leader. */
export async function waitForTurn(work: Work): Promise<void> {
  await work.query(oneAtATime, [`post-remittance/${work.practiceId}`])
}

/**
 * STs of the practice with the content or the payment of `row` that came before it, or are posted: an arrival is
 * counted before its commit, so that a later one may be posted first. Paper says no TRN03, so that beside a payment without it
 * the payer, the number of the check and the amount tell that it is the same.
 */
export async function earlierThan(
  work: Work,
  row: Pick<
    RemittanceRow,
    'id' | 'digest' | 'arrival' | 'trace' | 'trace_number' | 'payer_id' | 'payment_cents'
  > &
    Partial<Pick<RemittanceRow, 'unordered_digest'>>,
): Promise<readonly Earlier[]> {
  const unordered = row.unordered_digest ?? null
  const values = [
    ...[work.practiceId, row.digest, row.trace, row.arrival, row.id, unordered],
    ...[row.trace_number, row.payer_id, row.payment_cents],
  ]
  const rows = await work.query<RemittanceRow>(earlier, values)
  return rows.map(({ id, digest, status, because, unordered_digest }) => ({
    ...{ id, because },
    sameContent: digest === row.digest || (unordered !== null && unordered_digest === unordered),
    // Duplicates are not asked for; the rest is checked by the table.
    status: status as Earlier['status'],
  }))
}

/** What was kept because `row` is of the same payment waits to be posted again: see `earlierThan`. */
export async function receiveAgain(
  work: Work,
  { id, trace, trace_number, payer_id, payment_cents }: RemittanceRow,
): Promise<void> {
  await work.query(again, [work.practiceId, id, trace, trace_number, payer_id, payment_cents])
}

/** The ST with this content, in whatever order, that stands for all of its copies; null when none is known. */
export async function firstCopy(
  work: Work,
  digest: string,
  unordered: string | null,
): Promise<string | null> {
  const rows = await work.query<RemittanceRow>(copies, [work.practiceId, digest, unordered])
  return rows.find(({ because }) => !mayComeAgain.includes(because ?? ''))?.id ?? null
}

export async function findRemittance(work: Work, id: string): Promise<RemittanceRow | null> {
  const [row] = await work.query<RemittanceRow>(find, [work.practiceId, id])
  return row ?? null
}

/** Newest first; `before` is the arrival of the last one seen. */
export async function listRemittances(
  work: Pick<Work, 'query' | 'practiceId'>,
  status: string | null,
  before: number | null,
  limit: number,
): Promise<readonly RemittanceRow[]> {
  return work.query<RemittanceRow>(list, [work.practiceId, status, before, limit])
}

export function moneyOf(row: RemittanceRow) {
  const { payment_cents, difference_cents, unmatched_cents, provider_level_cents } = row
  return {
    ...{ paymentCents: cents(payment_cents), differenceCents: cents(difference_cents) },
    ...{ unmatchedCents: cents(unmatched_cents), providerLevelCents: cents(provider_level_cents) },
  }
}

const insertFile = {
  name: 'remittance-file-insert',
  text: `insert into remittance_file (practice_id, id, transmission_id, digest, channel, received_at, transactions)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
}

const insert = {
  name: 'remittance-insert',
  text: `insert into remittance (practice_id, id, file_id, transmission_id, ordinal, digest, blob_digest, status, because,
                                 verdict, duplicate_of, trace, trace_number, payer_id, payer_name, payee_npi, method,
                                 paid_on, payment_cents, difference_cents, claims, traceparent, received_at, unordered_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
}

const waiting = {
  name: 'remittance-waiting',
  text: `select practice_id, id, file_id, traceparent
         from (select distinct on (practice_id) practice_id, id, file_id, traceparent, claims
               from remittance where status = 'received' and practice_id > $1 order by practice_id, arrival) as next
         where (claims > $2) = $3 order by practice_id limit 1`,
}

const lock = {
  name: 'remittance-lock',
  text: 'select * from remittance where practice_id = $1 and id = $2 for update',
}

const update = {
  name: 'remittance-update',
  text: `update remittance set status = $3, because = $4, duplicate_of = $5, matched = $6, unmatched_cents = $7,
                               provider_level_cents = $8, said = $9, posted_at = $10, postings = $11
         where practice_id = $1 and id = $2`,
}

const matchedLater = {
  name: 'remittance-matched-later',
  text: `update remittance set matched = matched + 1, unmatched_cents = unmatched_cents - $3,
                               postings = postings + $4
         where practice_id = $1 and id = $2`,
}

const unmatchedLater = {
  name: 'remittance-unmatched-later',
  text: `update remittance set matched = matched - 1, unmatched_cents = unmatched_cents + $3,
                               postings = postings + $4
         where practice_id = $1 and id = $2`,
}

const countTries = {
  name: 'remittance-count-try',
  text: 'update remittance set tries = tries + 1 where practice_id = $1 and id = $2 returning tries',
}

const earlier = {
  name: 'remittance-earlier',
  text: `select * from remittance
         where practice_id = $1 and status <> 'duplicate' and id <> $5
           and (digest = $2 or trace = $3 or unordered_digest = $6
                or (ltrim(upper(trace_number), '0') = ltrim(upper($7), '0') and (trace = trace_number) <> ($3 = $7)
                    and payment_cents = $9 and coalesce(payer_id = $8, true)))
           and (arrival < $4 or status in ('posted', 'posted-in-part'))
         order by arrival`,
}

const again = {
  name: 'remittance-receive-again',
  text: `update remittance set status = 'received', because = null
         where practice_id = $1 and status = 'quarantined' and because = 'remittance/trace-conflict' and id <> $2
           and (trace = $3 or (ltrim(upper(trace_number), '0') = ltrim(upper($4), '0') and payment_cents = $6
                               and coalesce(payer_id = $5, true)))`,
}

const oneAtATime = {
  name: 'remittance-one-at-a-time',
  text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
}

const copies = {
  name: 'remittance-copies',
  text: `select * from remittance where practice_id = $1 and (digest = $2 or unordered_digest = $3) and status <> 'duplicate'
         order by arrival`,
}

const find = { name: 'remittance-find', text: 'select * from remittance where practice_id = $1 and id = $2' }

const list = {
  name: 'remittance-list',
  text: `select * from remittance
         where practice_id = $1 and ($2::text is null or status = $2) and ($3::bigint is null or arrival < $3)
         order by arrival desc limit $4`,
}
