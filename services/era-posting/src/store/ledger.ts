/**
 * The one door through which the ledger is written, and how it is read. Batches and postings are only added;
 * the source keys are unique, so that the same cause posts once (reliability-security.md 3.3).
 */
import { assert, type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Moved, Movements } from '../domain/movements.ts'
import type { Balances } from '../domain/open-balance.ts'
import type { Posting, StoredPosting } from '../domain/posting.ts'

export interface Cause {
  readonly type:
    | 'charge'
    | 'patient-payment'
    | 'remittance'
    | 'match'
    | 'denial'
    | 'hand'
    | 'hand-reversal'
    | 'deposit'
    | 'opening'
  readonly key: string
  readonly remittanceId?: string
  readonly effectiveOn: string
}

/** A batch that postings may be added to until its transaction ends. */
export interface Batch {
  readonly id: string
}

/** Opens the batch of `cause`; a second one of the same cause is refused by the table. */
export async function openBatch(work: Work, cause: Cause): Promise<Batch> {
  const { batch, opened } = beginBatch(work, cause)
  await opened
  return batch
}

/** The same, and what is sent behind it may be of the batch already. */
export function beginBatch(
  work: Work,
  { type, key, remittanceId, effectiveOn }: Cause,
): { readonly batch: Batch; readonly opened: Promise<unknown> } {
  const id = work.newId()
  const values = [work.practiceId, id, type, key, remittanceId ?? null, effectiveOn, work.now]
  return { batch: { id }, opened: work.query(insertBatch, values) }
}

/**
 * 47 KB of claims' postings. What a socket doesn't hold at once (200 KB) the process sends on when it has a turn again, and
 * Postgres would wait for that with half a statement.
 */
const writtenAtOnce = 300

export async function writePostings(work: Work, batch: Batch, postings: readonly Posting[]): Promise<void> {
  const written: Promise<void>[] = []
  for (let at = 0; at < postings.length; at += writtenAtOnce) {
    written.push(writeSome(work, batch, postings.slice(at, at + writtenAtOnce)))
  }
  await Promise.all(written)
}

async function writeSome(work: Work, { id }: Batch, postings: readonly Posting[]): Promise<void> {
  await work.query(insertPostings, [
    ...[work.practiceId, id],
    ...[postings.map(({ debit }) => debit), postings.map(({ credit }) => credit)],
    ...[postings.map((posting) => posting.cents), postings.map(({ key }) => key)],
    postings.map(({ position }) => position ?? null),
    postings.map(({ reverses }) => reverses ?? null),
  ])
}

/** One cause with all its postings; nothing when there are none. */
export async function writeBatch(work: Work, cause: Cause, postings: readonly Posting[]): Promise<void> {
  if (postings.length > 0) await writePostings(work, await openBatch(work, cause), postings)
}

/** What is on `accounts` now, each of them named in the answer. */
export async function balancesOf(work: Work, accounts: readonly string[]): Promise<Balances> {
  const balances = new Map(accounts.map((account) => [account, cents(0)]))
  const rows = await work.query<BalanceRow>(balances_, [work.practiceId, accounts])
  for (const { account, balance_cents } of rows) balances.set(account, cents(balance_cents))
  return balances
}

interface BalanceRow {
  readonly account: string
  readonly balance_cents: number
}

/** Of each of `accounts`. */
export async function movedFrom(
  work: Work,
  accounts: readonly string[],
): Promise<(account: string) => Moved> {
  const movements = await movementsOf(work, accounts)
  return (account) => movements.get(account) ?? new Map()
}

/** What left each of `accounts`, those of which nothing did as well. */
export async function movementsOf(work: Work, accounts: readonly string[]): Promise<Movements> {
  const movements = new Map(accounts.map((account) => [account, new Map<string, Cents>()]))
  const rows = await work.query<MovedRow>(moved, [work.practiceId, accounts])
  for (const { account, kind, left_cents } of rows) movements.get(account)?.set(kind, cents(left_cents))
  return movements
}

/** What left the lines of some claims at their payers, and what was refused of them. An account of which nothing did is not in it. */
export async function movementsOfClaims(work: Work, claimIds: readonly string[]): Promise<Movements> {
  const movements = new Map<string, Map<string, Cents>>()
  const rows = await work.query<MovedRow>(movedOfClaims, [work.practiceId, claimIds])
  for (const { account, kind, left_cents } of rows) {
    const moved = movements.get(account) ?? new Map<string, Cents>()
    movements.set(account, moved.set(kind, cents(left_cents)))
  }
  return movements
}

interface MovedRow {
  readonly account: string
  readonly kind: string
  readonly left_cents: number
}

/** What stands of one claim of a remittance on `accounts`, in the order in which they were written. */
export async function postingsOfClaim(
  work: Work,
  remittanceId: string,
  position: number,
  accounts: readonly string[],
): Promise<readonly StoredPosting[]> {
  const rows = await work.query<PostingRow>(ofClaim, [work.practiceId, remittanceId, position, accounts])
  return rows.map(stored)
}

/** What a batch moved, the first first. Of one that stands at no claim of a remittance: a person's entry, a deposit's match. */
export async function postingsOfBatch(work: Work, batchId: string): Promise<readonly StoredPosting[]> {
  return (await work.query<PostingRow>(ofBatch, [work.practiceId, batchId])).map(stored)
}

/** Whether something of such a batch was taken back. */
export async function hasMirror(work: Work, batchId: string): Promise<boolean> {
  return (await work.query(mirrored, [work.practiceId, batchId])).length > 0
}

/**
 * What people decided on the denials of `deniedAccounts`, in denial-management or by hand, and was not taken back
 * yet.
 */
export async function resolutionsOn(
  work: Work,
  deniedAccounts: readonly string[],
): Promise<readonly StoredPosting[]> {
  return (await work.query<PostingRow>(resolutions, [work.practiceId, deniedAccounts])).map(stored)
}

/** What payers, denials worked and people moved on the accounts of some charge lines and nobody took back, the first first. */
export async function standingOnLines(
  work: Work,
  accounts: readonly string[],
): Promise<readonly StoredPosting[]> {
  return (await work.query<PostingRow>(onLines, [work.practiceId, accounts])).map(stored)
}

interface PostingRow {
  readonly id: number
  readonly batch_id: string
  readonly debit_account: string
  readonly credit_account: string
  readonly amount_cents: number
  readonly source_key: string
  readonly claim_position: number | null
  readonly reverses: number | null
}

function stored(row: PostingRow): StoredPosting {
  const { id, debit_account, credit_account, amount_cents, source_key, claim_position, reverses } = row
  assert(amount_cents > 0, 'a posting is positive')
  return {
    ...{ id, debit: debit_account, credit: credit_account, cents: cents(amount_cents), key: source_key },
    ...(claim_position === null ? {} : { position: claim_position }),
    ...(reverses === null ? {} : { reverses }),
  }
}

const insertBatch = {
  name: 'ledger-open-batch',
  text: `insert into posting_batch (practice_id, id, source_type, source_key, remittance_id, effective_on, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
}

const insertPostings = {
  name: 'ledger-write',
  text: `insert into posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key,
                              claim_position, reverses)
         select $1, $2, * from unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::integer[], $8::bigint[])`,
}

/** Account by account through its index: `= any` of thousands may be planned as a scan of all postings for each. */
const balances_ = {
  name: 'ledger-balances',
  text: `select asked.account, sum(side.cents)::bigint as balance_cents
         from (select distinct account from unnest($2::text[]) as given (account)) as asked cross join lateral (
           select amount_cents as cents from posting where practice_id = $1 and debit_account = asked.account
           union all
           select -amount_cents from posting where practice_id = $1 and credit_account = asked.account) as side
         group by asked.account`,
}

/** What left the accounts that `asked` answers, account by account through its index. */
const movedFromThose = (asked: string) =>
  `select asked.account, split_part(other, ':', 1) || case when split_part(other, ':', 1) = 'receivable'
          then ':' || split_part(other, ':', 2) else '' end as kind, sum(side.cents)::bigint as left_cents
   from (${asked}) as asked cross join lateral (
     select debit_account as other, amount_cents as cents from posting
     where practice_id = $1 and credit_account = asked.account
     union all
     select credit_account, -amount_cents from posting
     where practice_id = $1 and debit_account = asked.account) as side
   group by 1, 2`

const moved = {
  name: 'ledger-moved',
  text: movedFromThose('select distinct account from unnest($2::text[]) as given (account)'),
}

/** As accountsAt (open-balance.ts) names them. */
const movedOfClaims = {
  name: 'ledger-moved-of-claims',
  text: movedFromThose(
    `select distinct named.account
     from unnest($2::text[]) as given (id) join claim c on c.practice_id = $1 and c.id = given.id
     join charge_line l on l.practice_id = $1 and l.treatment_day_id = c.treatment_day_id
     cross join lateral (values ('receivable:payer:' || l.id || ':' || c.coverage_order),
                                ('denied:open:' || l.id || ':' || c.coverage_order)) as named (account)`,
  ),
}

const columns =
  'p.id, p.batch_id, p.debit_account, p.credit_account, p.amount_cents, p.source_key, p.claim_position, p.reverses'

/** By the accounts, each side from its own index: a line has few postings, a remittance may have a hundred thousand. */
const ofClaim = {
  name: 'ledger-postings-of-claim',
  text: `select ${columns}
         from (select * from posting where practice_id = $1 and debit_account = any($4::text[])
               union
               select * from posting where practice_id = $1 and credit_account = any($4::text[])) p
         join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
         where b.remittance_id = $2 and p.claim_position = $3
           and not exists (select from posting r where r.practice_id = p.practice_id and r.reverses = p.id)
         order by p.id`,
}

const onLines = {
  name: 'ledger-postings-on-lines',
  text: `select ${columns}
         from (select * from posting where practice_id = $1 and debit_account = any($2::text[])
               union
               select * from posting where practice_id = $1 and credit_account = any($2::text[])) p
         join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
         where b.source_type in ('remittance', 'match', 'denial', 'hand') and p.reverses is null
           and not exists (select from posting r where r.practice_id = p.practice_id and r.reverses = p.id)
         order by p.id`,
}

const ofBatch = {
  name: 'ledger-postings-of-batch',
  text: `select ${columns} from posting p where p.practice_id = $1 and p.batch_id = $2 and p.claim_position is null
         order by p.id`,
}

const mirrored = {
  name: 'ledger-batch-mirrored',
  text: `select 1 from posting p join posting r on r.practice_id = p.practice_id and r.reverses = p.id
         where p.practice_id = $1 and p.batch_id = $2 and p.claim_position is null limit 1`,
}

const resolutions = {
  name: 'ledger-resolutions',
  text: `select ${columns} from posting p
         join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
         where p.practice_id = $1 and b.source_type in ('denial', 'hand') and p.credit_account = any($2::text[])
           and not exists (select from posting r where r.practice_id = p.practice_id and r.reverses = p.id)
         order by p.id`,
}
