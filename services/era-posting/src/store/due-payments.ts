/** Payments of posted remittances that the bank has to show, and which deposits showed them. */
import { type Cents, cents } from '@tally/kernel'
import type { Query, Work } from '@tally/platform'
import type { DuePayment } from '../domain/match-deposit.ts'
import { tokenDigest } from './deposits.ts'
import type { Person } from './hand-entries.ts'
import type { depositMatch } from './hand-tables.ts'

type MatchRow = typeof depositMatch.$inferSelect

export interface Unlooked {
  readonly practice_id: string
  readonly remittance_id: string
  readonly trace_number: string
  readonly paid_on: string | null
}

/** Of all practices, one that no deposit was looked for yet. */
export async function nextUnlooked(query: Query): Promise<Unlooked | null> {
  const [row] = await query<Unlooked>(next)
  return row ?? null
}

/** From now on a deposit finds it by its trace number. */
export async function noteLooked(
  work: Work,
  remittanceId: string,
  traceToken: string,
  lateOn: string,
): Promise<void> {
  const digest = tokenDigest(work, traceToken)
  await work.query(looked, [work.practiceId, remittanceId, digest, lateOn, work.now])
}

/** Those that the text of a deposit names. */
export async function dueNamedBy(work: Work, depositId: string): Promise<readonly DuePayment[]> {
  return (await work.query<DueRow>(namedBy, [work.practiceId, depositId])).map(dueOf)
}

export async function dueOfRemittances(work: Work, ids: readonly string[]): Promise<readonly DuePayment[]> {
  return (await work.query<DueRow>(ofRemittances, [work.practiceId, ids])).map(dueOf)
}

export interface ExpectedPayment extends DuePayment {
  readonly traceNumber: string
  readonly payerId: string | null
  readonly paidOn: string | null
  readonly lateOn: string | null
}

/** Not shown by the bank yet, in the order of their remittances. */
export async function listExpected(
  work: Work,
  lateBefore: string | null,
  after: string,
  limit: number,
): Promise<readonly ExpectedPayment[]> {
  const rows = await work.query<ExpectedRow>(expected, [work.practiceId, lateBefore, after, limit])
  return rows.map((row) => ({
    ...{ ...dueOf(row), traceNumber: row.trace_number, payerId: row.payer_id },
    ...{ paidOn: row.paid_on, lateOn: row.late_on },
  }))
}

export interface DepositMatched {
  readonly batchId: string
  readonly depositId: string
  readonly pays: readonly { readonly remittanceId: string; readonly amountCents: Cents }[]
  /** null: by trace and amount, without anybody. */
  readonly by: Person | null
  readonly reason: string | null
}

export async function addMatch(
  work: Work,
  { batchId, depositId, pays, by, reason }: DepositMatched,
): Promise<void> {
  await work.query(insert, [
    ...[work.practiceId, batchId, depositId, pays.map(({ remittanceId }) => remittanceId)],
    ...[pays.map(({ amountCents }) => amountCents), by?.key ?? null, by?.label ?? null, work.now],
    reason === null ? null : work.keys.sealColumn(reason, binding(batchId)),
  ])
}

/** What of a deposit is matched now. */
export async function matchesOf(work: Work, depositId: string): Promise<readonly MatchRow[]> {
  return work.query<MatchRow>(standing, [work.practiceId, depositId])
}

export async function noteUndone(
  work: Work,
  depositId: string,
  batchId: string,
  undone: { readonly batchId: string; readonly by: Person; readonly reason: string },
): Promise<void> {
  const words = work.keys.sealColumn(undone.reason, `deposit_match|undone_words|${batchId}`)
  const { by } = undone
  const values = [work.practiceId, depositId, batchId, undone.batchId, by.key, by.label, by.at, words]
  await work.query(undo, values)
}

interface DueRow {
  readonly remittance_id: string
  readonly trace: string
  readonly payment_cents: number
  readonly open_cents: number
}

interface ExpectedRow extends DueRow {
  readonly trace_number: string
  readonly payer_id: string | null
  readonly paid_on: string | null
  readonly late_on: string | null
}

function dueOf(row: DueRow): DuePayment {
  return {
    ...{ remittanceId: row.remittance_id, trace: row.trace },
    ...{ paymentCents: cents(row.payment_cents), openCents: cents(row.open_cents) },
  }
}

function binding(batchId: string): string {
  return `deposit_match|words|${batchId}`
}

/** From the partial index, whatever plan was made while the table was small. */
const next = {
  name: 'due-next-unlooked',
  text: `select practice_id, remittance_id, trace_number, paid_on from due_payment
         where looked_at is null order by practice_id, remittance_id limit 1`,
}

const looked = {
  name: 'due-note-looked',
  text: `update due_payment set trace_digest = $3, late_on = $4, looked_at = $5
         where practice_id = $1 and remittance_id = $2`,
}

const open = `d.payment_cents - coalesce((select sum(m.amount_cents) from deposit_match m
                where m.practice_id = d.practice_id and m.remittance_id = d.remittance_id
                  and m.undone_batch_id is null), 0)::bigint`

const namedBy = {
  name: 'due-named-by',
  text: `select d.remittance_id, d.trace, d.payment_cents, ${open} as open_cents
         from deposit_token t
         join due_payment d on d.practice_id = t.practice_id and d.trace_digest = t.token_digest
         where t.practice_id = $1 and t.deposit_id = $2 order by d.remittance_id`,
}

const ofRemittances = {
  name: 'due-of-remittances',
  text: `select d.remittance_id, d.trace, d.payment_cents, ${open} as open_cents from due_payment d
         where d.practice_id = $1 and d.remittance_id = any($2::text[]) order by d.remittance_id`,
}

const expected = {
  name: 'due-expected',
  text: `select * from (select d.remittance_id, d.trace, d.payment_cents, ${open} as open_cents, d.trace_number, d.payer_id,
                               d.paid_on, d.late_on
                        from due_payment d
                        where d.practice_id = $1 and ($2::date is null or d.late_on < $2) and d.remittance_id > $3) as due
         where open_cents <> 0 order by remittance_id limit $4`,
}

const insert = {
  name: 'deposit-match-insert',
  text: `insert into deposit_match (practice_id, batch_id, deposit_id, remittance_id, amount_cents, by_key, by_label, matched_at,
                                    words)
         select $1, $2, $3, p.*, $6, $7, $8, $9 from unnest($4::text[], $5::bigint[]) as p`,
}

const standing = {
  name: 'deposit-matches-standing',
  text: `select * from deposit_match where practice_id = $1 and deposit_id = $2 and undone_batch_id is null
         order by remittance_id`,
}

const undo = {
  name: 'deposit-match-undo',
  text: `update deposit_match set undone_batch_id = $4, undone_by_key = $5, undone_by_label = $6, undone_at = $7,
                                  undone_words = $8
         where practice_id = $1 and deposit_id = $2 and batch_id = $3`,
}
