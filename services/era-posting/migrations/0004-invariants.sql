-- What must hold of the money (design note reliability-security.md 3.2), each a view that must be empty; a job looks every
-- minute and remembers the result. The views run with the rights of whoever asks, so that they show no other practice.

-- I2: the charge booked for a line is what left revenue for it, and every movement of a line's receivables names an
-- account of a known kind.
create view invariant_line with (security_invoker = true) as
  with side as (
    select practice_id, debit_account as account, credit_account as other, amount_cents as cents from posting
    union all
    select practice_id, credit_account, debit_account, -amount_cents from posting
  ), of_line as (
    select practice_id, other, cents,
           case when account like 'receivable:patient:%' then split_part(account, ':', 4) else split_part(account, ':', 3) end
             as line
    from side
    where account like 'receivable:%' or account like 'denied:open:%'
  )
  select l.practice_id, 'I2' as invariant, l.id as subject,
         l.booked_cents - coalesce(sum(o.cents) filter (where o.other = 'revenue'), 0)::bigint as difference_cents
  from charge_line l left join of_line o on o.practice_id = l.practice_id and o.line = l.id
  group by l.practice_id, l.id, l.booked_cents
  having l.booked_cents <> coalesce(sum(o.cents) filter (where o.other = 'revenue'), 0)
      or bool_or(split_part(o.other, ':', 1) not in
           ('revenue', 'clearing', 'unmatched', 'adjustment', 'receivable', 'denied', 'write-off'));

-- I6: a clearing account is at 0 once its remittance is posted, and what was debited to a trace is what its posted
-- remittances pay.
create view invariant_clearing with (security_invoker = true) as
  select practice_id, 'I6' as invariant, account as subject, sum(cents)::bigint as difference_cents
  from (select practice_id, debit_account as account, amount_cents as cents from posting where debit_account like 'clearing:%'
        union all
        select practice_id, credit_account, -amount_cents from posting where credit_account like 'clearing:%') as side
  group by practice_id, account having sum(cents) <> 0
  union all
  select r.practice_id, 'I6', r.trace, (sum(r.payment_cents) - coalesce(max(d.cents), 0))::bigint
  from remittance r
  left join (select p.practice_id, b.remittance_id, sum(p.amount_cents) as cents
             from posting p join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
             where p.debit_account like 'due:%' group by p.practice_id, b.remittance_id) as d
    on d.practice_id = r.practice_id and d.remittance_id = r.id
  where r.status in ('posted', 'posted-in-part')
  group by r.practice_id, r.id, r.trace
  having sum(r.payment_cents) <> coalesce(max(d.cents), 0);

-- I9: a mirror undoes its original account by account, but for the clearing account, which is that of its own remittance.
create view invariant_reversal with (security_invoker = true) as
  select m.practice_id, 'I9' as invariant, m.id::text as subject, m.amount_cents - o.amount_cents as difference_cents
  from posting m join posting o on o.practice_id = m.practice_id and o.id = m.reverses
  where m.amount_cents <> o.amount_cents
     or (m.debit_account <> o.credit_account
         and not (o.credit_account ~ '^(clearing|unmatched):' and m.debit_account ~ '^(clearing|unmatched):'))
     or (m.credit_account <> o.debit_account
         and not (o.debit_account ~ '^(clearing|unmatched):' and m.credit_account ~ '^(clearing|unmatched):'));

-- I10: one batch a cause, and none without a posting.
create view invariant_source with (security_invoker = true) as
  select practice_id, 'I10' as invariant, source_type || '/' || source_key as subject, count(*)::bigint as difference_cents
  from posting_batch group by practice_id, source_type, source_key having count(*) > 1
  union all
  select b.practice_id, 'I10', b.id, 0::bigint from posting_batch b
  where not exists (select from posting p where p.practice_id = b.practice_id and p.batch_id = b.id);

-- I12: a posting stands in a batch, and a matched claim in a day, of its own practice.
create view invariant_practice with (security_invoker = true) as
  select p.practice_id, 'I12' as invariant, p.id::text as subject, p.amount_cents as difference_cents
  from posting p
  where not exists (select from posting_batch b where b.practice_id = p.practice_id and b.id = p.batch_id)
  union all
  select r.practice_id, 'I12', r.remittance_id || '/' || r.position, r.paid_cents
  from remittance_claim r
  where r.claim_id is not null
    and not exists (select from claim c where c.practice_id = r.practice_id and c.id = r.claim_id);

-- I15: nothing from nothing.
create view invariant_total with (security_invoker = true) as
  select practice_id, 'I15' as invariant, practice_id as subject, sum(cents)::bigint as difference_cents
  from (select practice_id, debit_account as account, amount_cents as cents from posting
        union all
        select practice_id, credit_account, -amount_cents from posting) as side
  group by practice_id having sum(cents) <> 0;

create view invariant_broken with (security_invoker = true) as
  select * from invariant_line
  union all select * from invariant_clearing
  union all select * from invariant_reversal
  union all select * from invariant_source
  union all select * from invariant_practice
  union all select * from invariant_total;

-- The roles are there before any migration is applied; grants of the platform reach tables, not views.
grant select on invariant_line, invariant_clearing, invariant_reversal, invariant_source, invariant_practice,
  invariant_total, invariant_broken to era_posting_worker;

create index posting_batch_remittance on posting_batch (practice_id, remittance_id) where remittance_id is not null;
create index posting_batch_posting on posting (practice_id, batch_id);

-- The last look, for readiness.
create table ledger_check (
  singleton boolean primary key default true check (singleton),
  checked_at timestamptz not null,
  broken integer not null,
  -- The first of them: [{ practiceId, invariant, subject, differenceCents }].
  examples jsonb not null
);
