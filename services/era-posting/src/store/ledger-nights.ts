/** One look at all of a practice's books a night, from two in its own time, and what each found. */
import type { Query, Work } from '@tally/platform'
import type { ledgerNight } from './expectation-tables.ts'

type Row = typeof ledgerNight.$inferSelect

export interface Night {
  readonly practiceId: string
  /** The day on which it ends. */
  readonly night: string
  /** When it began. */
  readonly began: string
}

/** A practice whose latest night was not looked at yet, and that had books when it began. */
export async function nextNight(query: Query, now: string): Promise<Night | null> {
  const [night] = await query<Night>(due, [now])
  return night ?? null
}

export interface BrokenInvariant {
  readonly invariant: string
  readonly subject: string
  readonly differenceCents: number
}

/** Of the practice alone, every invariant over all of its books. */
export async function brokenOf(work: Work): Promise<readonly BrokenInvariant[]> {
  await work.query(patience)
  return work.query<BrokenInvariant>(broken, [work.practiceId])
}

/** At most this many are named; the count is of all. */
const examplesMax = 20

/** Counts the proofs that do not hold, and those that were made since the night before. */
export async function saveNight(work: Work, night: string, found: readonly BrokenInvariant[]): Promise<void> {
  const examples = JSON.stringify(found.slice(0, examplesMax))
  await work.query(insert, [work.practiceId, night, work.now, found.length, examples])
}

export interface LookedNight {
  readonly night: string
  readonly lookedAt: string
  readonly broken: number
  readonly unproven: number
  readonly proven: number
  readonly examples: readonly BrokenInvariant[]
  readonly tookMs: number
}

/** The newest first, before `night`; '' begins with the last. */
export async function listNights(work: Work, before: string, limit: number): Promise<readonly LookedNight[]> {
  return (await work.query<Row>(list, [work.practiceId, before, limit])).map(read)
}

function read(row: Row): LookedNight {
  const { night, looked_at: lookedAt, broken: count, unproven, proven, took_ms: tookMs } = row
  // Written by saveNight alone, from the same type.
  const examples = row.examples as BrokenInvariant[]
  return { night, lookedAt, broken: count, unproven, proven, examples, tookMs }
}

/** Practices by skipping through the index. The first batch of one tells since when it has books. */
const due = {
  name: 'ledger-night-due',
  text: `with recursive owner as (
           (select practice_id from posting_batch order by practice_id limit 1)
           union all
           select (select b.practice_id from posting_batch b where b.practice_id > o.practice_id order by 1 limit 1)
           from owner o where o.practice_id is not null)
         select o.practice_id as "practiceId", n.night, to_char(n.began at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as began
         from owner o
         cross join lateral platform.practice_of(o.practice_id) p
         cross join lateral (select ($1::timestamptz at time zone p.timezone - interval '2 hours')::date as night) d
         cross join lateral (select d.night, (d.night + interval '2 hours') at time zone p.timezone as began) n
         where o.practice_id is not null
           and not exists (select from ledger_night l where l.practice_id = o.practice_id and l.night = n.night)
           and (select b.recorded_at from posting_batch b where b.practice_id = o.practice_id order by b.id limit 1) < n.began
         order by o.practice_id limit 1`,
}

/** They read all of the practice's books. */
const patience = { name: 'ledger-night-patience', text: "set local statement_timeout = '30min'" }

const broken = {
  name: 'ledger-night-broken',
  text: `select invariant, subject, difference_cents as "differenceCents" from invariant_broken
         where practice_id = $1 order by 1, 2`,
}

const insert = {
  name: 'ledger-night-insert',
  text: `insert into ledger_night (practice_id, night, looked_at, broken, examples, unproven, proven, took_ms)
         select $1, $2, $3, $4, $5,
                (select count(*) from remittance_proof where practice_id = $1 and (broken > 0 or digest is null))::integer,
                (select count(*) from remittance_proof where practice_id = $1 and proven_at > coalesce(
                   (select max(looked_at) from ledger_night where practice_id = $1), '-infinity'))::integer,
                extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000
         on conflict do nothing`,
}

const list = {
  name: 'ledger-nights-list',
  text: `select * from ledger_night where practice_id = $1 and ($2 = '' or night < nullif($2, '')::date)
         order by night desc limit $3`,
}
