/**
 * Clocks that cannot be forgotten: a row with a due date, set and cleared in the transaction that starts and
 * ends what it watches. The relay's leader looks each second; a due one is handled in one transaction with
 * its own removal.
 */
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { isFault } from '../fault.ts'
import type { Shell } from '../shell.ts'
import { writeOutbox } from './outbox.ts'
import type { Work } from './work.ts'

export interface DeadlineFeature {
  readonly kind: 'deadline'
  /** The process's name in the rows; never reused. */
  readonly process: string
  handle(work: Work, subject: string): Promise<void>
}

export function deadline(process: string, handle: DeadlineFeature['handle']): DeadlineFeature {
  return { kind: 'deadline', process, handle }
}

/** Sets or moves the clock of `process` for `subject`; `dueAt` is RFC 3339. */
export async function setDeadline(
  work: Work,
  process: string,
  subject: string,
  dueAt: string,
): Promise<void> {
  await work.query(upsert, [work.practiceId, process, subject, dueAt, work.traceparent ?? null])
}

export async function clearDeadline(work: Work, process: string, subject: string): Promise<void> {
  await work.query(remove, [work.practiceId, process, subject])
}

interface DueRow {
  readonly practice_id: string
  readonly process: string
  readonly subject: string
  readonly traceparent: string | null
}

const dueMax = 100
const triesMax = 3

/**
 * Handles what is due, oldest first, at most 100; returns how many. A defect is tried three times, then set
 * aside.
 */
export async function runDueDeadlines(shell: Shell, features: readonly DeadlineFeature[]): Promise<number> {
  if (features.length === 0) return 0
  const now = shell.clock.now()
  const rows = await inTransaction(shell.worker, null, (query) => query<DueRow>(due, [now, dueMax]))
  for (const row of rows) {
    const feature = features.find(({ process }) => process === row.process)
    if (!feature) continue
    try {
      await inTransaction(shell.worker, null, (query) => handleDue(shell, query, feature, row, now))
    } catch (error) {
      if (isFault(error)) throw error
      shell.log.error('a deadline could not be handled', {
        service: shell.service,
        process: row.process,
        error,
      })
      await inTransaction(shell.worker, null, (query) =>
        query(countTry, [row.practice_id, row.process, row.subject, triesMax, now]),
      )
    }
  }
  if (rows.length > 0) shell.wake()
  return rows.length
}

async function handleDue(
  shell: Shell,
  query: Query,
  feature: DeadlineFeature,
  row: DueRow,
  now: string,
): Promise<void> {
  const taken = await query(take, [row.practice_id, row.process, row.subject, now])
  if (taken.length === 0) return
  const outgoing: Work['outgoing'] = []
  const keys = await shell.vault.of(row.practice_id)
  const span = shell.tracing.start(`deadline ${row.process}`, { parent: row.traceparent ?? undefined })
  try {
    const work: Work = {
      ...{
        service: shell.service,
        query,
        practiceId: row.practice_id,
        keys,
        now,
        newId: shell.newId,
        outgoing,
      },
      causationId: `deadline:${row.process}`,
      traceparent: span.traceparent,
    }
    await feature.handle(work, row.subject)
    await writeOutbox(query, outgoing)
  } finally {
    span.end()
  }
}

const upsert = {
  name: 'deadline-set',
  text: `insert into deadline (practice_id, process, subject, due_at, traceparent) values ($1, $2, $3, $4, $5)
         on conflict (practice_id, process, subject)
         do update set due_at = excluded.due_at, traceparent = excluded.traceparent, tries = 0, parked_at = null`,
}

const remove = {
  name: 'deadline-clear',
  text: 'delete from deadline where practice_id = $1 and process = $2 and subject = $3',
}

const due = {
  name: 'deadline-due',
  text: `select practice_id, process, subject, traceparent from deadline
         where due_at <= $1 and parked_at is null order by due_at limit $2`,
}

const take = {
  name: 'deadline-take',
  text: `delete from deadline where practice_id = $1 and process = $2 and subject = $3 and due_at <= $4
         returning subject`,
}

const countTry = {
  name: 'deadline-count-try',
  text: `update deadline set tries = tries + 1, parked_at = case when tries + 1 >= $4 then $5::timestamptz end
         where practice_id = $1 and process = $2 and subject = $3`,
}
