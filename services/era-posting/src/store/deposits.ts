/** Bank deposits as they came; what the bank and people wrote is encrypted. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { traceTokens } from '../domain/match-deposit.ts'
import type { Person } from './hand-entries.ts'
import type { deposit } from './hand-tables.ts'

type Row = typeof deposit.$inferSelect

export interface DepositWords {
  readonly description: string
  readonly trace: string | null
  /** Why a person put it aside. */
  readonly reason: string | null
}

export type DepositStatus = 'waiting' | 'matched' | 'set-aside'

export interface Deposit {
  readonly id: string
  readonly source: 'by-hand' | 'bank-file'
  readonly depositedOn: string
  readonly amountCents: Cents
  readonly status: DepositStatus
  readonly because: string | null
  readonly expectedCents: Cents | null
  readonly words: DepositWords
  readonly lateOn: string
  readonly by: Person
}

/** By what the same line of a bank is known again. */
export function lineDigest(work: Work, parts: readonly (string | number)[]): Buffer {
  return work.keys.lookup('bank-line', JSON.stringify(parts))
}

/** null: it was new; else the id of the one that was there. */
export async function addDeposit(work: Work, added: Deposit, digest: Buffer): Promise<string | null> {
  const { id, source, depositedOn, amountCents, status, because, expectedCents, words, lateOn, by } = added
  const rows = await work.query(insert, [
    ...[work.practiceId, id, source, digest, depositedOn, amountCents, status, because, expectedCents],
    ...[work.keys.sealColumn(words, binding(id)), lateOn, by.key, by.label, by.at],
  ])
  if (rows.length === 0) {
    const [known] = await work.query<{ id: string }>(byDigest, [work.practiceId, digest])
    return known?.id ?? id
  }
  const tokens = traceTokens(`${words.trace ?? ''} ; ${words.description}`).map((each) =>
    tokenDigest(work, each),
  )
  if (tokens.length > 0) await work.query(insertTokens, [work.practiceId, id, tokens])
  return null
}

export function tokenDigest(work: Work, token: string): Buffer {
  return work.keys.lookup('trace', token)
}

export async function findDeposit(work: Work, id: string): Promise<Deposit | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? depositOf(work, row) : null
}

export async function lockDeposit(work: Work, id: string): Promise<Deposit | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  return row ? depositOf(work, row) : null
}

export async function saveDeposit(
  work: Work,
  { id, status, because, expectedCents, words }: Deposit,
): Promise<void> {
  const sealed = work.keys.sealColumn(words, binding(id))
  await work.query(update, [work.practiceId, id, status, because, expectedCents, sealed])
}

/** Waiting ones whose text may hold the trace number with this digest. */
export async function waitingWith(work: Work, token: Buffer): Promise<readonly string[]> {
  const rows = await work.query<{ id: string }>(withToken, [work.practiceId, token])
  return rows.map(({ id }) => id)
}

export interface DepositsAsked {
  /** null: all. */
  readonly status: DepositStatus | null
  readonly lateBefore: string | null
  readonly after: string
  readonly limit: number
}

/** In the order of their ids. */
export async function listDeposits(
  work: Work,
  { status, lateBefore, after, limit }: DepositsAsked,
): Promise<readonly Deposit[]> {
  const rows = await work.query<Row>(list, [work.practiceId, status, lateBefore, after, limit])
  return rows.map((row) => depositOf(work, row))
}

/** One practice matches one at a time: a deposit and its remittance may come together. */
export async function waitForDeposits(work: Work): Promise<void> {
  await work.query(oneAtATime, [`deposits/${work.practiceId}`])
}

function depositOf(work: Work, row: Row): Deposit {
  return {
    // Source and status are checked by the table; the words are sealed here alone.
    ...{ id: row.id, source: row.source as Deposit['source'], status: row.status as DepositStatus },
    ...{ depositedOn: row.deposited_on, amountCents: cents(row.amount_cents), because: row.because },
    expectedCents: row.expected_cents === null ? null : cents(row.expected_cents),
    words: work.keys.openColumn(row.words, binding(row.id)) as DepositWords,
    ...{ lateOn: row.late_on, by: { key: row.by_key, label: row.by_label, at: row.made_at } },
  }
}

function binding(id: string): string {
  return `deposit|words|${id}`
}

const insert = {
  name: 'deposit-insert',
  text: `insert into deposit (practice_id, id, source, line_digest, deposited_on, amount_cents, status, because, expected_cents,
                              words, late_on, by_key, by_label, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing returning id`,
}

const byDigest = {
  name: 'deposit-by-digest',
  text: 'select id from deposit where practice_id = $1 and line_digest = $2',
}

const insertTokens = {
  name: 'deposit-tokens-insert',
  text: 'insert into deposit_token (practice_id, deposit_id, token_digest) select $1, $2, unnest($3::bytea[]) on conflict do nothing',
}

const find = { name: 'deposit-find', text: 'select * from deposit where practice_id = $1 and id = $2' }

const lock = {
  name: 'deposit-lock',
  text: 'select * from deposit where practice_id = $1 and id = $2 for update',
}

const update = {
  name: 'deposit-update',
  text: `update deposit set status = $3, because = $4, expected_cents = $5, words = $6
         where practice_id = $1 and id = $2`,
}

const withToken = {
  name: 'deposits-with-token',
  text: `select d.id from deposit_token t join deposit d on d.practice_id = t.practice_id and d.id = t.deposit_id
         where t.practice_id = $1 and t.token_digest = $2 and d.status = 'waiting'
           and d.because is distinct from 'deposit/undone-by-hand'
         order by d.deposited_on, d.id`,
}

const list = {
  name: 'deposits-list',
  text: `select * from deposit
         where practice_id = $1 and ($2::text is null or status = $2) and ($3::date is null or late_on < $3) and id > $4
         order by id limit $5`,
}

const oneAtATime = {
  name: 'deposits-one-at-a-time',
  text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
}
