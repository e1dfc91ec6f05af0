/** The invariants of the ledger, looked at and remembered. */
import type { Query, SelfCheck } from '@tally/platform'

export interface Broken {
  readonly practiceId: string
  readonly invariant: string
  readonly subject: string
  readonly differenceCents: number
}

/** True when the last look is older than `seconds`; then it is this caller's to look, and he has taken it. */
export async function isLookDue(query: Query, now: string, seconds: number): Promise<boolean> {
  return (await query(takeLook, [now, seconds])).length > 0
}

export async function brokenInvariants(query: Query): Promise<readonly Broken[]> {
  await query(patience)
  return query<Broken>(broken)
}

/** At most this many are named; the count is of all. */
const examplesMax = 20

export async function rememberLook(query: Query, found: readonly Broken[]): Promise<void> {
  await query(remember, [found.length, JSON.stringify(found.slice(0, examplesMax))])
}

/** What readiness tells of the ledger: the result of the last look, not a new one. */
export async function lastLook(query: Query): Promise<SelfCheck> {
  const [row] = await query<{ checked_at: string; broken: number }>(readLast)
  const name = 'ledger invariants'
  if (!row) return { name, holds: true, at: null, says: 'not looked at yet' }
  const says =
    row.broken === 0 ? 'every invariant holds' : `${row.broken} rows break an invariant: see ledger_check`
  return { name, holds: row.broken === 0, at: row.checked_at, says }
}

const readLast = { name: 'ledger-check-last', text: 'select checked_at, broken from ledger_check' }

const takeLook = {
  name: 'ledger-check-take',
  text: `insert into ledger_check as last (checked_at, broken, examples)
         select $1::timestamptz, 0, '[]'
         where not exists (select from ledger_check where checked_at > $1::timestamptz - make_interval(secs => $2))
         on conflict (singleton) do update set checked_at = excluded.checked_at
         where last.checked_at <= excluded.checked_at - make_interval(secs => $2)
         returning singleton`,
}

/** They read the whole ledger: 3.1 m lines took 0.9 s (reliability-security.md 3.3). */
const patience = { name: 'ledger-check-patience', text: "set local statement_timeout = '5min'" }

const broken = {
  name: 'ledger-check-broken',
  text: `select practice_id as "practiceId", invariant, subject, difference_cents as "differenceCents"
         from invariant_broken order by 1, 2, 3`,
}

const remember = {
  name: 'ledger-check-remember',
  text: 'update ledger_check set broken = $1, examples = $2',
}
