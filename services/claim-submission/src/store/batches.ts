/** Batches: what is about to leave or has left, with its frozen control numbers; and what partners said to it. */
import { assert, type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { acknowledgment, batch } from './tables.ts'

type Row = typeof batch.$inferSelect
type AckRow = typeof acknowledgment.$inferSelect

export type BatchState = 'written' | 'unknown' | 'sent' | 'refused' | 'rejected'

export interface Batch {
  readonly practiceId: string
  readonly id: string
  readonly partnerId: string
  readonly interchangeNumber: number
  readonly groupNumber: number
  readonly state: BatchState
  readonly claims: number
  readonly chargeCents: Cents
  readonly digest: string
  readonly bytes: number
  readonly tries: number
  /** What the partner or the socket said last. */
  readonly said: string | null
  readonly interchangeVerdict: string | null
  readonly transactionVerdict: string | null
  readonly writtenAt: string
  readonly sentAt: string | null
}

/**
 * The next interchange and group number with a partner: taken with the batch, so none is used twice and a gap is a
 * transaction that failed or a batch that the writer refused. After 999,999,999 they begin anew (x12.md 1.9).
 */
export async function takeControlNumbers(
  work: Work,
  partnerId: string,
): Promise<{ interchange: number; group: number }> {
  const [row] = await work.query<{ interchange: number; group_number: number }>(take, [partnerId])
  assert(row, 'a partner has control numbers')
  return { interchange: row.interchange, group: row.group_number }
}

export async function addBatch(work: Work, added: Batch): Promise<void> {
  const { id, partnerId, interchangeNumber, groupNumber, claims, chargeCents, digest, bytes } = added
  await work.query(insert, [
    ...[work.practiceId, id, partnerId, interchangeNumber, groupNumber, claims, chargeCents, digest, bytes],
    work.now,
  ])
}

/** The oldest batches that have not left for sure and are due. */
export async function pendingBatches(query: Work['query'], now: string, limit: number): Promise<Batch[]> {
  return (await query<Row>(pending, [now, limit])).map(read)
}

export async function lockBatch(work: Work, id: string): Promise<Batch | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  return row ? read(row) : null
}

export async function findBatch(work: Work, id: string): Promise<Batch | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

/**
 * Takes a due batch for one try until `until`, and writes down beforehand that nobody knows whether it left. Answers
 * the state it was in; null when it is settled, or another process is at it.
 */
export async function takeBatch(
  work: Work,
  id: string,
  until: string,
): Promise<'written' | 'unknown' | null> {
  const [row] = await work.query<{ was: 'written' | 'unknown' }>(takeForTry, [
    ...[work.practiceId, id, work.now, until],
  ])
  return row?.was ?? null
}

export interface BatchMoved {
  readonly state?: BatchState
  readonly said?: string
  readonly nextTryAt?: string
  readonly sentAt?: string
  readonly interchangeVerdict?: string
  readonly transactionVerdict?: string
}

export async function moveBatch(work: Work, id: string, moved: BatchMoved): Promise<void> {
  const { state, said, nextTryAt, sentAt, interchangeVerdict, transactionVerdict } = moved
  await work.query(move, [
    ...[work.practiceId, id, state ?? null, said ?? null, nextTryAt ?? null, sentAt ?? null],
    ...[interchangeVerdict ?? null, transactionVerdict ?? null],
  ])
}

/** Of any practice: an answer names our numbers, not whose they are. */
export async function batchByInterchange(
  query: Work['query'],
  partnerId: string,
  interchange: number,
): Promise<Batch | null> {
  const [row] = await query<Row>(byInterchange, [partnerId, interchange])
  return row ? read(row) : null
}

export async function batchByGroup(
  query: Work['query'],
  partnerId: string,
  group: number,
): Promise<Batch | null> {
  const [row] = await query<Row>(byGroup, [partnerId, group])
  return row ? read(row) : null
}

export async function batchById(query: Work['query'], partnerId: string, id: string): Promise<Batch | null> {
  const [row] = await query<Row>(byPartner, [partnerId, id])
  return row ? read(row) : null
}

export async function listBatches(work: Work, after: string, limit: number): Promise<Batch[]> {
  return (await work.query<Row>(list, [work.practiceId, after, limit])).map(read)
}

export interface Acknowledgment {
  readonly id: string
  readonly transmissionId: string
  readonly content: string
  readonly batchId: string | null
  readonly claimId: string | null
  readonly claimNumber: string | null
  readonly verdict: string
  readonly codes: readonly unknown[]
  readonly digest: string
  readonly receivedAt: string
}

export async function addAcknowledgment(work: Work, added: Acknowledgment): Promise<void> {
  const { id, transmissionId, content, batchId, claimId, claimNumber, verdict, codes, digest, receivedAt } =
    added
  await work.query(insertAck, [
    ...[work.practiceId, id, transmissionId, content, batchId, claimId, claimNumber, verdict],
    ...[JSON.stringify(codes), digest, receivedAt],
  ])
}

export async function acknowledgmentsOfClaim(work: Work, claimId: string): Promise<Acknowledgment[]> {
  return (await work.query<AckRow>(acksOfClaim, [work.practiceId, claimId])).map(readAck)
}

export async function acknowledgmentsOfBatch(work: Work, batchId: string): Promise<Acknowledgment[]> {
  return (await work.query<AckRow>(acksOfBatch, [work.practiceId, batchId])).map(readAck)
}

function read(row: Row): Batch {
  return {
    practiceId: row.practice_id,
    id: row.id,
    partnerId: row.partner_id,
    interchangeNumber: row.interchange_number,
    groupNumber: row.group_number,
    // Checked by the table.
    state: row.state as BatchState,
    claims: row.claims,
    chargeCents: cents(row.charge_cents),
    digest: row.digest,
    bytes: row.bytes,
    tries: row.tries,
    said: row.said,
    interchangeVerdict: row.interchange_verdict,
    transactionVerdict: row.transaction_verdict,
    writtenAt: row.written_at,
    sentAt: row.sent_at,
  }
}

function readAck(row: AckRow): Acknowledgment {
  return {
    id: row.id,
    transmissionId: row.transmission_id,
    content: row.content,
    batchId: row.batch_id,
    claimId: row.claim_id,
    claimNumber: row.claim_number,
    verdict: row.verdict,
    codes: row.codes as unknown[],
    digest: row.digest,
    receivedAt: row.received_at,
  }
}

const take = {
  name: 'control-numbers',
  text: `insert into control_number (partner_id, interchange, group_number) values ($1, 1, 1)
         on conflict (partner_id) do update set
           interchange = case when control_number.interchange = 999999999 then 1 else control_number.interchange + 1 end,
           group_number = case when control_number.group_number = 999999999 then 1 else control_number.group_number + 1 end
         returning interchange, group_number`,
}

const insert = {
  name: 'batch-insert',
  text: `insert into batch (practice_id, id, partner_id, interchange_number, group_number, state, claims, charge_cents,
                            digest, bytes, next_try_at, written_at)
         values ($1, $2, $3, $4, $5, 'written', $6, $7, $8, $9, $10, $10)`,
}

const pending = {
  name: 'batch-pending',
  text: `select * from batch where state in ('written', 'unknown') and next_try_at <= $1
         order by next_try_at, id limit $2`,
}

const find = { name: 'batch-find', text: 'select * from batch where practice_id = $1 and id = $2' }

const lock = { name: 'batch-lock', text: 'select * from batch where practice_id = $1 and id = $2 for update' }

const takeForTry = {
  name: 'batch-take-for-try',
  text: `with due as (select practice_id, id, state from batch
                      where practice_id = $1 and id = $2 and state in ('written', 'unknown') and next_try_at <= $3
                      for update)
         update batch b set state = 'unknown', said = 'being sent', next_try_at = $4, tries = tries + 1
         from due where b.practice_id = due.practice_id and b.id = due.id
         returning due.state as was`,
}

const move = {
  name: 'batch-move',
  text: `update batch set state = coalesce($3, state), said = coalesce($4, said),
                next_try_at = coalesce($5::timestamptz, next_try_at), sent_at = coalesce($6::timestamptz, sent_at),
                interchange_verdict = coalesce($7, interchange_verdict),
                transaction_verdict = coalesce($8, transaction_verdict)
         where practice_id = $1 and id = $2`,
}

/** Numbers begin anew after 999,999,999: the newest batch that had it is meant. */
const byInterchange = {
  name: 'batch-by-interchange',
  text: `select * from batch where partner_id = $1 and interchange_number = $2 order by written_at desc limit 1`,
}

const byGroup = {
  name: 'batch-by-group',
  text: `select * from batch where partner_id = $1 and group_number = $2 order by written_at desc limit 1`,
}

const byPartner = { name: 'batch-by-partner', text: 'select * from batch where partner_id = $1 and id = $2' }

const list = {
  name: 'batch-list',
  text: 'select * from batch where practice_id = $1 and id > $2 order by id limit $3',
}

const insertAck = {
  name: 'acknowledgment-insert',
  text: `insert into acknowledgment (practice_id, id, transmission_id, content, batch_id, claim_id, claim_number, verdict,
                                     codes, digest, received_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}

const acksOfClaim = {
  name: 'acknowledgment-of-claim',
  text: 'select * from acknowledgment where practice_id = $1 and claim_id = $2 order by id',
}

const acksOfBatch = {
  name: 'acknowledgment-of-batch',
  text: 'select * from acknowledgment where practice_id = $1 and batch_id = $2 order by id',
}
