/** The invariants of the ledger, looked at and remembered. */
import type { Query, SelfCheck } from '@tally/platform'

export interface Broken {
  readonly practiceId: string
  readonly invariant: string
  readonly subject: string
  readonly differenceCents: number
}

/**
 * True when the last look is older than `seconds`, and than thirty times what it took: however large the ledger grows,
 * looking costs at most a thirtieth of one core. It writes nothing: a transaction that has written holds back those
 * who read the ledger in the order of its commits.
 */
export async function isLookDue(query: Query, now: string, seconds: number): Promise<boolean> {
  return (await query(dueLook, [now, seconds])).length > 0
}

export async function brokenInvariants(query: Query): Promise<readonly Broken[]> {
  await query(patience)
  return query<Broken>(broken)
}

/** At most this many are named; the count is of all. */
const examplesMax = 20

export async function rememberLook(query: Query, now: string, found: readonly Broken[]): Promise<void> {
  await query(remember, [now, found.length, JSON.stringify(found.slice(0, examplesMax))])
}

/**
 * What readiness tells of the ledger: the result of the last look, not a new one, and of each practice's last night. One that
 * was never looked at is as old as its first posting, so that its age tells when nobody looks.
 */
export async function lastLook(query: Query): Promise<SelfCheck> {
  const [row] = await query<{ checked_at: string; broken: number; unproven: number }>(readLast)
  const name = 'ledger invariants'
  if (!row) {
    const [first] = await query<{ at: string | null }>(firstPosting)
    return { name, holds: true, at: first?.at ?? null, says: 'not looked at yet' }
  }
  const told = [
    row.broken === 0 ? 'every invariant holds' : `${row.broken} rows break an invariant: see ledger_check`,
    ...(row.unproven === 0 ? [] : [`${row.unproven} remittances are not proven: see remittance_proof`]),
  ]
  return { name, holds: row.broken === 0 && row.unproven === 0, at: row.checked_at, says: told.join('; ') }
}

const readLast = {
  name: 'ledger-check-last',
  text: `select checked_at, broken,
                (select coalesce(sum(unproven), 0)::integer
                 from (select distinct on (practice_id) unproven from ledger_night order by practice_id, night desc) n) as unproven
         from ledger_check`,
}

/** Asked until the first look alone. */
const firstPosting = {
  name: 'ledger-first-posting',
  text: 'select min(recorded_at) as at from posting_batch',
}

const dueLook = {
  name: 'ledger-check-due',
  text: `select true as due where not exists (
           select from ledger_check
           where checked_at > $1::timestamptz - greatest(make_interval(secs => $2), took_ms * interval '30 ms'))`,
}

/**
 * They read the whole ledger: 123,000 postings took 0.4 s, 694,000 2.4 s (measured on 2 cores), 10,000,000 some 100 s (on
 * two that others used too).
 */
const patience = { name: 'ledger-check-patience', text: "set local statement_timeout = '5min'" }

const broken = {
  name: 'ledger-check-broken',
  text: `select practice_id as "practiceId", invariant, subject, difference_cents as "differenceCents"
         from invariant_broken order by 1, 2, 3`,
}

const remember = {
  name: 'ledger-check-remember',
  text: `insert into ledger_check (checked_at, broken, examples, took_ms)
         values ($1, $2, $3, extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)
         on conflict (singleton) do update set checked_at = excluded.checked_at, broken = excluded.broken,
           examples = excluded.examples, took_ms = excluded.took_ms`,
}
