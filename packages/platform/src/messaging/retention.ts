/**
 * Removes what has served: published outbox rows after 14 days, inbox rows and stored answers after 30, so
 * that a refill from the outbox always finds its inbox; and what the service itself lets go. In pieces of 500, so
 * that no one waits for it. The audit log is never removed: it has to be there for six years and more; whom a key saw is
 * counted for 31 days.
 */
import type { Statement } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Shell } from '../shell.ts'

const pieces: readonly Statement[] = [
  {
    name: 'retain-outbox',
    text: `with removed as (
             delete from outbox where id in (
               select id from outbox
               where published_at < $1::timestamptz - interval '14 days' and position is not null order by position limit 500)
             returning position),
           noted as (
             update relay_memory set forgotten_position =
               greatest(forgotten_position, (select coalesce(max(position), 0) from removed)))
           select position from removed`,
  },
  {
    name: 'retain-inbox',
    text: `delete from inbox where (consumer, message_id) in (
             select consumer, message_id from inbox where handled_at < $1::timestamptz - interval '30 days' limit 500)
           returning 1`,
  },
  {
    name: 'retain-answers',
    text: `delete from idempotent_answer where (practice_id, key_digest) in (
             select practice_id, key_digest from idempotent_answer
             where created_at < $1::timestamptz - interval '30 days' limit 500) returning 1`,
  },
  {
    name: 'retain-sights',
    text: `delete from audit_sight where (practice_id, actor, seen_on, subject) in (
             select practice_id, actor, seen_on, subject from audit_sight
             where seen_on < ($1::timestamptz at time zone 'UTC')::date - 31 limit 500) returning 1`,
  },
]

/** Removes all that is past its time, by `own` too; returns how many rows. */
export async function retain(shell: Shell, own: readonly Statement[] = []): Promise<number> {
  let removed = 0
  for (const piece of [...pieces, ...own]) {
    for (;;) {
      const rows = await inTransaction(shell.worker, null, (query) => query(piece, [shell.clock.now()]))
      removed += rows.length
      if (rows.length < 500) break
    }
  }
  return removed
}
