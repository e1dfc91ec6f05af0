/**
 * Clocks set and cleared in the transaction that starts and ends what they watch. They are held until it ends and then
 * written in two statements, whatever their number: a visit on its way to cash sets or clears 19.
 */
import type { Query } from '../database/pool.ts'
import type { Work } from './work.ts'

export interface DeadlineChange {
  readonly practiceId: string
  readonly process: string
  readonly subject: string
  /** RFC 3339; null: cleared. */
  readonly dueAt: string | null
  readonly traceparent: string | null
}

/** Sets or moves the clock of `process` for `subject`; `dueAt` is RFC 3339. */
export async function setDeadline(
  work: Work,
  process: string,
  subject: string,
  dueAt: string,
): Promise<void> {
  change(work, process, subject, dueAt)
}

export async function clearDeadline(work: Work, process: string, subject: string): Promise<void> {
  change(work, process, subject, null)
}

/** Of one clock the last change counts. */
function change(work: Work, process: string, subject: string, dueAt: string | null): void {
  const { practiceId, traceparent = null, held, entry, mark } = work
  if (entry) entry.changed = true
  if (mark) mark.happened = true
  held.deadlines.set(`${practiceId} ${process} ${subject}`, {
    ...{ practiceId, process, subject, dueAt, traceparent },
  })
}

/** In the order of their keys, so that two transactions lock them in one order. */
export function sendDeadlines(query: Query, held: ReadonlyMap<string, DeadlineChange>): void {
  const changes = [...held].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  const [cleared, set] = [
    changes.filter(({ dueAt }) => dueAt === null),
    changes.filter(({ dueAt }) => dueAt !== null),
  ]
  if (cleared.length > 0) void query(remove, keysOf(cleared))
  if (set.length > 0) {
    const [dueAt, traceparent] = [set.map((change) => change.dueAt), set.map((change) => change.traceparent)]
    void query(upsert, [...keysOf(set), dueAt, traceparent])
  }
}

function keysOf(changes: readonly DeadlineChange[]): unknown[] {
  return [
    changes.map(({ practiceId }) => practiceId),
    changes.map(({ process }) => process),
    changes.map(({ subject }) => subject),
  ]
}

const upsert = {
  name: 'deadline-set',
  text: `insert into deadline (practice_id, process, subject, due_at, traceparent)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
         on conflict (practice_id, process, subject)
         do update set due_at = excluded.due_at, traceparent = excluded.traceparent, tries = 0, parked_at = null,
                       code = null, says = null`,
}

const remove = {
  name: 'deadline-clear',
  text: `delete from deadline d using unnest($1::text[], $2::text[], $3::text[]) as gone (practice_id, process, subject)
         where d.practice_id = gone.practice_id and d.process = gone.process and d.subject = gone.subject`,
}
