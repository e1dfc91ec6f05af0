/**
 * Payments that are due until the bank shows them (I6): each posted one once, for its cents; a deposit that is matched is for
 * the remittances it names together, to the cent, in a batch of its own, and none is shown for more than it pays.
 */
import { type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface Objection {
  readonly practice: string
  readonly subject: string
  readonly cents: number | null
  readonly says: string
}

const due = `
  select coalesce(r.practice_id, d.practice_id) as practice, 'remittance/' || coalesce(r.id, d.remittance_id) as subject,
         coalesce(d.payment_cents, 0) - coalesce(r.payment_cents, 0) as cents,
         case when d.remittance_id is null then 'it pays ' || r.payment_cents || ' cents that are not noted as due'
              when r.id is null then d.payment_cents || ' cents are noted as due of it, but it is not posted'
              else d.payment_cents || ' cents are noted as due by ' || d.trace || ', it pays ' || r.payment_cents || ' by ' || r.trace
         end as says
  from (select * from remittance where status in ('posted', 'posted-in-part') and payment_cents > 0) r
  full join due_payment d on d.practice_id = r.practice_id and d.remittance_id = r.id
  where r.id is null or d.remittance_id is null or d.payment_cents <> r.payment_cents or d.trace <> r.trace`

const matched = `
  select d.practice_id as practice, 'deposit/' || d.id as subject, coalesce(m.cents, 0)::bigint - d.amount_cents as cents,
         'it is ' || d.status || ' with ' || d.amount_cents || ' cents, ' || coalesce(m.cents, 0) || ' are matched' as says
  from deposit d
  left join (select practice_id, deposit_id, sum(amount_cents) as cents from deposit_match where undone_batch_id is null
             group by practice_id, deposit_id) m on m.practice_id = d.practice_id and m.deposit_id = d.id
  where coalesce(m.cents, 0) <> case d.status when 'matched' then d.amount_cents else 0 end`

const shown = `
  select m.practice_id as practice, 'remittance/' || m.remittance_id as subject,
         m.cents::bigint - coalesce(d.payment_cents, 0) as cents,
         'deposits show ' || m.cents || ' cents of its ' || coalesce(d.payment_cents, 0) as says
  from (select practice_id, remittance_id, sum(amount_cents) as cents from deposit_match where undone_batch_id is null
        group by practice_id, remittance_id) m
  left join due_payment d on d.practice_id = m.practice_id and d.remittance_id = m.remittance_id
  where m.cents > coalesce(d.payment_cents, 0)`

const posted = `
  select m.practice_id as practice, 'deposit/' || m.deposit_id as subject, coalesce(p.cents, 0)::bigint - m.cents::bigint as cents,
         'it is matched for ' || m.cents || ' cents, batch ' || m.batch_id || ' moved ' || coalesce(p.cents, 0) as says
  from (select practice_id, deposit_id, batch_id, sum(amount_cents) as cents from deposit_match
        group by practice_id, deposit_id, batch_id) m
  left join (select b.practice_id, b.id, sum(p.amount_cents) as cents
             from posting_batch b join posting p on p.practice_id = b.practice_id and p.batch_id = b.id
             where b.source_type = 'deposit' and p.debit_account = 'cash' group by b.practice_id, b.id) p
    on p.practice_id = m.practice_id and p.id = m.batch_id
  where coalesce(p.cents, 0) <> m.cents`

/** Taken apart, its whole batch is mirrored. */
const undone = `
  select m.practice_id as practice, 'deposit/' || m.deposit_id as subject, sum(p.amount_cents)::bigint as cents,
         'it was taken apart, but postings of batch ' || m.batch_id || ' stand' as says
  from (select distinct practice_id, deposit_id, batch_id, undone_batch_id from deposit_match where undone_batch_id is not null) m
  join posting p on p.practice_id = m.practice_id and p.batch_id = m.batch_id
  left join posting u on u.practice_id = p.practice_id and u.reverses = p.id and u.batch_id = m.undone_batch_id
  where u.id is null
  group by m.practice_id, m.deposit_id, m.batch_id`

const checks: readonly (readonly [check: string, sql: string])[] = [
  ['deposit/due', due],
  ['deposit/matched', matched],
  ['deposit/shown', shown],
  ['deposit/posted', posted],
  ['deposit/undone', undone],
]

export async function checkDeposits(snapshot: Snapshot, tell: Tell): Promise<void> {
  for (const [check, sql] of checks) {
    for await (const { practice, subject, cents, says } of snapshot.rows<Objection>(sql)) {
      tell(wrong(practice, check, subject, cents, says))
    }
  }
}
