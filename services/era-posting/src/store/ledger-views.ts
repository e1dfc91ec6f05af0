/** The ledger as people read it: balances by account, and every posting in the order in which it was committed. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'

export interface AccountBalance {
  readonly account: string
  /** Debits less credits. */
  readonly balanceCents: Cents
  readonly debitCents: Cents
  readonly creditCents: Cents
}

/** A page of accounts whose path begins with `prefix`, after `after`, in the order of their paths. */
export async function listAccounts(
  work: Work,
  prefix: string,
  after: string,
  limit: number,
): Promise<readonly AccountBalance[]> {
  const values = [work.practiceId, prefix, after, limit]
  return (await work.query<AccountRow>(accounts, values)).map(accountOf)
}

export async function accountsOf(work: Work, paths: readonly string[]): Promise<readonly AccountBalance[]> {
  return (await work.query<AccountRow>(named, [work.practiceId, paths])).map(accountOf)
}

export interface ListedPosting {
  readonly cursor: string
  readonly id: number
  readonly batchId: string
  readonly cause: string
  readonly causeKey: string
  readonly remittanceId: string | null
  readonly claimPosition: number | null
  readonly debitAccount: string
  readonly creditAccount: string
  readonly amountCents: Cents
  readonly effectiveOn: string
  readonly recordedAt: string
  readonly reverses: number | null
}

/** After the place that `cursor` of a posting names; '' begins. */
export async function listPostings(
  work: Work,
  after: { readonly writtenBy: number; readonly id: number },
  limit: number,
): Promise<readonly ListedPosting[]> {
  const values = [work.practiceId, after.writtenBy, after.id, limit]
  return (await work.query<PostingRow>(feed, values)).map(postingOf)
}

/** Every posting that touches one of `accounts`, the oldest first, at most `limit`. */
export async function postingsOn(
  work: Work,
  paths: readonly string[],
  limit: number,
): Promise<readonly ListedPosting[]> {
  return (await work.query<PostingRow>(touching, [work.practiceId, paths, limit])).map(postingOf)
}

interface AccountRow {
  readonly account: string
  readonly debit_cents: number
  readonly credit_cents: number
}

interface PostingRow {
  readonly id: number
  readonly written_by: number
  readonly batch_id: string
  readonly source_type: string
  readonly batch_key: string
  readonly remittance_id: string | null
  readonly claim_position: number | null
  readonly debit_account: string
  readonly credit_account: string
  readonly amount_cents: number
  readonly effective_on: string
  readonly recorded_at: string
  readonly reverses: number | null
}

function accountOf({ account, debit_cents, credit_cents }: AccountRow): AccountBalance {
  const [debitCents, creditCents] = [cents(debit_cents), cents(credit_cents)]
  return { account, balanceCents: cents(debitCents - creditCents), debitCents, creditCents }
}

function postingOf(row: PostingRow): ListedPosting {
  return {
    ...{ cursor: `${row.written_by}-${row.id}`, id: row.id, batchId: row.batch_id },
    ...{ cause: row.source_type, causeKey: row.batch_key, remittanceId: row.remittance_id },
    ...{ claimPosition: row.claim_position, debitAccount: row.debit_account },
    ...{ creditAccount: row.credit_account, amountCents: cents(row.amount_cents) },
    ...{ effectiveOn: row.effective_on, recordedAt: row.recorded_at, reverses: row.reverses },
  }
}

/**
 * Each side gives its first `limit` accounts from its own index; the first `limit` of both together are among
 * them, so that a page costs a page and not the ledger.
 */
const accounts = {
  name: 'ledger-accounts',
  text: `with first as (
           (select debit_account as account from posting
            where practice_id = $1 and debit_account >= $2 and starts_with(debit_account, $2) and debit_account > $3
            group by debit_account order by debit_account limit $4)
           union
           (select credit_account from posting
            where practice_id = $1 and credit_account >= $2 and starts_with(credit_account, $2) and credit_account > $3
            group by credit_account order by credit_account limit $4)
           order by account limit $4)
         select account,
                coalesce((select sum(amount_cents) from posting
                          where practice_id = $1 and debit_account = account), 0)::bigint as debit_cents,
                coalesce((select sum(amount_cents) from posting
                          where practice_id = $1 and credit_account = account), 0)::bigint as credit_cents
         from first order by account`,
}

const named = {
  name: 'ledger-accounts-named',
  text: `select account,
                coalesce((select sum(amount_cents) from posting
                          where practice_id = $1 and debit_account = account), 0)::bigint as debit_cents,
                coalesce((select sum(amount_cents) from posting
                          where practice_id = $1 and credit_account = account), 0)::bigint as credit_cents
         from unnest($2::text[]) as named (account) order by account`,
}

const columns = `p.id, p.written_by, p.batch_id, b.source_type, b.source_key as batch_key, b.remittance_id,
                 p.claim_position, p.debit_account, p.credit_account, p.amount_cents, b.effective_on, b.recorded_at,
                 p.reverses`

/** What was committed behind a transaction that still runs waits for it: a page that was read never grows. */
const feed = {
  name: 'ledger-feed',
  text: `select ${columns} from posting p
         join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
         where p.practice_id = $1 and (p.written_by, p.id) > ($2::bigint, $3::bigint)
           and p.written_by < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         order by p.written_by, p.id limit $4`,
}

const touching = {
  name: 'ledger-touching',
  text: `select ${columns} from posting p
         join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
         where p.practice_id = $1 and (p.debit_account = any($2::text[]) or p.credit_account = any($2::text[]))
         order by p.id limit $3`,
}
