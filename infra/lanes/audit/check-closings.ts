/**
 * Closed books: each closing has the batches and cents that it counted then, whatever came after it counts from the first
 * open day and keeps the day that it was for, and the newest closing is the one that holds.
 */
import { type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface Objection {
  readonly practice: string
  readonly subject: string
  readonly cents: number | null
  readonly says: string
}

/** Summed day by day first: a practice has few closings and many batches. */
const stands = `
  select c.practice_id as practice, 'closing/' || c.closed_through as subject,
         coalesce(n.cents, 0)::bigint - c.posted_cents as cents,
         'it counted ' || c.batches || ' batches of ' || c.posted_cents || ' cents, there are ' || coalesce(n.batches, 0) || ' of '
           || coalesce(n.cents, 0) as says
  from ledger_closing c
  left join (select c.practice_id, c.id, sum(d.batches) as batches, sum(d.cents) as cents
             from ledger_closing c
             join (select b.practice_id, b.effective_on, count(*) as batches, sum(p.cents) as cents
                   from posting_batch b
                   join (select practice_id, batch_id, sum(amount_cents) as cents from posting group by practice_id, batch_id) p
                     on p.practice_id = b.practice_id and p.batch_id = b.id
                   group by b.practice_id, b.effective_on) d
               on d.practice_id = c.practice_id and d.effective_on <= c.closed_through
             group by c.practice_id, c.id) n on n.practice_id = c.practice_id and n.id = c.id
  where coalesce(n.batches, 0) <> c.batches or coalesce(n.cents, 0) <> c.posted_cents`

const holds = `
  select coalesce(p.practice_id, c.practice_id) as practice, 'closing/' || coalesce(c.closed_through, p.closed_through) as subject,
         null::bigint as cents,
         'the books say that they are closed through ' || coalesce(p.closed_through::text, 'no day') || ', the newest closing '
           || coalesce(c.closed_through::text, 'none') as says
  from ledger_period p
  full join (select practice_id, max(closed_through) as closed_through from ledger_closing group by practice_id) c
    on c.practice_id = p.practice_id
  where p.closed_through is distinct from c.closed_through`

const open = `
  select practice_id as practice, 'batch/' || id as subject, null::bigint as cents,
         'it counts from ' || effective_on || ' for ' || coalesce(original_on::text, 'that day') || ', closed then was '
           || coalesce('all through ' || closed_through, 'nothing') as says
  from posting_batch
  where effective_on <= closed_through
     or (original_on is not null and (closed_through is null or original_on > closed_through or effective_on <> closed_through + 1))`

const checks: readonly (readonly [check: string, sql: string])[] = [
  ['closing/stands', stands],
  ['closing/holds', holds],
  ['closing/open', open],
]

export async function checkClosings(snapshot: Snapshot, tell: Tell): Promise<void> {
  for (const [check, sql] of checks) {
    for await (const { practice, subject, cents, says } of snapshot.rows<Objection>(sql)) {
      tell(wrong(practice, check, subject, cents, says))
    }
  }
}
