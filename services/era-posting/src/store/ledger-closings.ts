/** Up to which day the ledger is closed, who closed it, and what stood in it then. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Person } from './hand-entries.ts'
import type { ledgerClosing } from './hand-tables.ts'

type Row = typeof ledgerClosing.$inferSelect

export interface Closing {
  readonly id: string
  readonly closedThrough: string
  /** What is effective up to then. */
  readonly batches: number
  readonly postedCents: Cents
  readonly by: Person
  readonly reason: string
}

/** Waits for all who are posting; whoever posts next waits for this work and sees what it closed. */
export async function stopPosting(work: Work): Promise<void> {
  await work.query(lock, [`ledger-close/${work.practiceId}`])
}

/** null: nothing is closed. */
export async function closedThrough(work: Work): Promise<string | null> {
  const [row] = await work.query<{ closed_through: string }>(current, [work.practiceId])
  return row?.closed_through ?? null
}

/** Counts what stands in the closed time and keeps that. */
export async function closeThrough(
  work: Work,
  { id, closedThrough: through, by, reason }: Omit<Closing, 'batches' | 'postedCents'>,
): Promise<void> {
  await work.query(setPeriod, [work.practiceId, through])
  const sealed = work.keys.sealColumn(reason, binding(id))
  await work.query(insert, [work.practiceId, id, through, by.key, by.label, sealed, by.at])
}

/** The newest first. */
export async function listClosings(work: Work, limit: number): Promise<readonly Closing[]> {
  const rows = await work.query<Row>(list, [work.practiceId, limit])
  return rows.map((row) => ({
    ...{ id: row.id, closedThrough: row.closed_through, batches: row.batches },
    postedCents: cents(row.posted_cents),
    by: { key: row.by_key, label: row.by_label, at: row.closed_at },
    reason: String(work.keys.openColumn(row.reason, binding(row.id))),
  }))
}

function binding(id: string): string {
  return `ledger_closing|reason|${id}`
}

const lock = { name: 'ledger-stop-posting', text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))' }

const current = {
  name: 'ledger-closed-through',
  text: 'select closed_through from ledger_period where practice_id = $1',
}

const setPeriod = {
  name: 'ledger-period-set',
  text: `insert into ledger_period (practice_id, closed_through) values ($1, $2)
         on conflict (practice_id) do update set closed_through = excluded.closed_through`,
}

const insert = {
  name: 'ledger-closing-insert',
  text: `insert into ledger_closing (practice_id, id, closed_through, batches, posted_cents, by_key, by_label, reason, closed_at)
         select $1, $2, $3, count(distinct b.id), coalesce(sum(p.amount_cents), 0), $4, $5, $6, $7
         from posting_batch b join posting p on p.practice_id = b.practice_id and p.batch_id = b.id
         where b.practice_id = $1 and b.effective_on <= $3::date`,
}

const list = {
  name: 'ledger-closings-list',
  text: 'select * from ledger_closing where practice_id = $1 order by closed_through desc limit $2',
}
