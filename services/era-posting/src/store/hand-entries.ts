/** Entries that people made, in order; what they typed is encrypted. */
import { assert, type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { LineAmount } from '../domain/hand-lines.ts'
import type { handEntry } from './hand-tables.ts'

type Row = typeof handEntry.$inferSelect

export type HandKind = 'patient-payment' | 'apply-credit' | 'paper-eob' | 'refund' | 'transfer' | 'write-off'
export type HandStatus = 'proposed' | 'posted' | 'rejected' | 'reversed'

export interface Words {
  readonly reason: string
  /** Of a check, a card's receipt. */
  readonly reference: string | null
}

export interface Person {
  readonly key: string
  readonly label: string
  readonly at: string
}

export interface HandEntry {
  readonly id: string
  readonly kind: HandKind
  readonly status: HandStatus
  readonly amountCents: Cents
  /** As asked for; the batch has what was open then. */
  readonly effectiveOn: string
  readonly patientId: string | null
  readonly payerId: string | null
  readonly asked: unknown
  readonly lines: readonly LineAmount[]
  readonly batchId: string | null
  readonly remittanceId: string | null
  readonly words: Words
  readonly by: Person
  readonly second: Person | null
  readonly reversalBatchId: string | null
  readonly reversedBy: Person | null
  readonly reversalReason: string | null
}

export type NewEntry = Omit<HandEntry, 'second' | 'reversalBatchId' | 'reversedBy' | 'reversalReason'>

export async function addEntry(work: Work, entry: NewEntry): Promise<void> {
  const { id, kind, status, amountCents, effectiveOn, patientId, payerId, by } = entry
  await work.query(insert, [
    ...[work.practiceId, id, kind, status, amountCents, effectiveOn, patientId, payerId],
    ...[JSON.stringify(entry.asked), JSON.stringify(entry.lines), entry.batchId, entry.remittanceId],
    ...[work.keys.sealColumn(entry.words, binding(id, 'words')), by.key, by.label, by.at],
  ])
}

export async function lockEntry(work: Work, id: string): Promise<HandEntry | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  return row ? entryOf(work, row) : null
}

export async function findEntry(work: Work, id: string): Promise<HandEntry | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? entryOf(work, row) : null
}

export interface EntriesAsked {
  readonly kind: string | null
  readonly status: string | null
  readonly patientId: string | null
  /** '' begins. */
  readonly before: string
  readonly limit: number
}

/** The newest first. */
export async function listEntries(
  work: Work,
  { kind, status, patientId, before, limit }: EntriesAsked,
): Promise<readonly HandEntry[]> {
  const rows = await work.query<Row>(list, [work.practiceId, kind, status, patientId, before, limit])
  return rows.map((row) => entryOf(work, row))
}

/** A second person decided; with what came of it where it was agreed to. */
export async function decideEntry(
  work: Work,
  id: string,
  status: 'posted' | 'rejected',
  by: Person,
  batchId: string | null,
): Promise<void> {
  await work.query(decide, [work.practiceId, id, status, by.key, by.label, by.at, batchId])
}

export async function noteReversed(
  work: Work,
  id: string,
  by: Person,
  reason: string,
  batchId: string | null,
): Promise<void> {
  const words = work.keys.sealColumn(reason, binding(id, 'reversal_words'))
  await work.query(reverse, [work.practiceId, id, batchId, by.key, by.label, by.at, words])
}

/** When a batch counts: as it was asked for, or the first open day. */
export async function effectiveDayOf(work: Work, batchId: string): Promise<string> {
  const [row] = await work.query<{ effective_on: string }>(effective, [work.practiceId, batchId])
  assert(row, `batch ${batchId} is there`)
  return row.effective_on
}

/** What people wrote off of `accounts`, by hand or of a denial, and no mirror took back. */
export async function writtenOffOf(work: Work, accounts: readonly string[]): Promise<Cents> {
  const [row] = await work.query<{ cents: number }>(writtenOff, [work.practiceId, accounts])
  return cents(row?.cents ?? 0)
}

function entryOf(work: Work, row: Row): HandEntry {
  const person = (key: string | null, label: string | null, at: string | null): Person | null =>
    key === null || label === null || at === null ? null : { key, label, at }
  const words = row.reversal_words
  return {
    // Kind and status are checked by the table; asked, lines and words are written by addEntry alone.
    ...{ id: row.id, kind: row.kind as HandKind, status: row.status as HandStatus },
    ...{ amountCents: cents(row.amount_cents), effectiveOn: row.effective_on, asked: row.asked },
    ...{ patientId: row.patient_id, payerId: row.payer_id, lines: row.lines as LineAmount[] },
    ...{ batchId: row.batch_id, remittanceId: row.remittance_id },
    words: work.keys.openColumn(row.words, binding(row.id, 'words')) as Words,
    by: { key: row.by_key, label: row.by_label, at: row.made_at },
    second: person(row.second_key, row.second_label, row.second_at),
    reversalBatchId: row.reversal_batch_id,
    reversedBy: person(row.reversed_by_key, row.reversed_by_label, row.reversed_at),
    reversalReason:
      words === null ? null : String(work.keys.openColumn(words, binding(row.id, 'reversal_words'))),
  }
}

function binding(id: string, column: 'words' | 'reversal_words'): string {
  return `hand_entry|${column}|${id}`
}

const insert = {
  name: 'hand-entry-insert',
  text: `insert into hand_entry (practice_id, id, kind, status, amount_cents, effective_on, patient_id, payer_id, asked, lines,
                                 batch_id, remittance_id, words, by_key, by_label, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
}

const lock = {
  name: 'hand-entry-lock',
  text: 'select * from hand_entry where practice_id = $1 and id = $2 for update',
}

const find = { name: 'hand-entry-find', text: 'select * from hand_entry where practice_id = $1 and id = $2' }

const list = {
  name: 'hand-entries-list',
  text: `select * from hand_entry
         where practice_id = $1 and ($2::text is null or kind = $2) and ($3::text is null or status = $3)
           and ($4::text is null or patient_id = $4) and ($5 = '' or id < $5)
         order by id desc limit $6`,
}

const decide = {
  name: 'hand-entry-decide',
  text: `update hand_entry set status = $3, second_key = $4, second_label = $5, second_at = $6, batch_id = $7
         where practice_id = $1 and id = $2`,
}

const reverse = {
  name: 'hand-entry-reverse',
  text: `update hand_entry set status = 'reversed', reversal_batch_id = $3, reversed_by_key = $4, reversed_by_label = $5,
                               reversed_at = $6, reversal_words = $7
         where practice_id = $1 and id = $2`,
}

const effective = {
  name: 'hand-effective-day',
  text: 'select effective_on from posting_batch where practice_id = $1 and id = $2',
}

const writtenOff = {
  name: 'hand-written-off',
  text: `select coalesce(sum(p.amount_cents), 0)::bigint as cents from posting p
         where p.practice_id = $1 and p.credit_account = any($2::text[]) and starts_with(p.debit_account, 'write-off:')
           and not exists (select from posting r where r.practice_id = p.practice_id and r.reverses = p.id)`,
}
