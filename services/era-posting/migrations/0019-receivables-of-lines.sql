-- What stands on a receivable that is of no charge line is in no aging and on no statement: every receivable has its line.

-- 'receivable': each account of what is owed, or was refused, names a charge line of its own practice; its balance is told.
-- Each side gives its accounts in the order of its index, and only those of no line are summed: with 2,000,000 lines and
-- 10,000,000 postings 18 to 25 s, of some 100 s that all invariants take (2 busy cores).
create view invariant_receivable with (security_invoker = true) as
  with account as (
    select distinct practice_id, debit_account as path from posting where debit_account like 'receivable:%'
    union all
    select distinct practice_id, credit_account from posting where credit_account like 'receivable:%'
    union all
    select distinct practice_id, debit_account from posting where debit_account like 'denied:%'
    union all
    select distinct practice_id, credit_account from posting where credit_account like 'denied:%'
  ), of_no_line as (
    select distinct practice_id, path
    from (select practice_id, path,
                 case when path like 'receivable:patient:%' then split_part(path, ':', 4) else split_part(path, ':', 3) end
                   as line
          from account) as a
    where not exists (select from charge_line l where l.practice_id = a.practice_id and l.id = a.line)
  )
  select n.practice_id, 'receivable' as invariant, n.path as subject,
         (coalesce((select sum(amount_cents) from posting where practice_id = n.practice_id and debit_account = n.path), 0)
          - coalesce((select sum(amount_cents) from posting where practice_id = n.practice_id and credit_account = n.path), 0)
         )::bigint as difference_cents
  from of_no_line n;

create or replace view invariant_broken with (security_invoker = true) as
  select * from invariant_line
  union all select * from invariant_clearing
  union all select * from invariant_reversal
  union all select * from invariant_source
  union all select * from invariant_practice
  union all select * from invariant_total
  union all select * from invariant_chain
  union all select * from invariant_hand
  union all select * from invariant_deposit
  union all select * from invariant_closed
  union all select * from invariant_opening
  union all select * from invariant_receivable;

grant select on invariant_receivable, invariant_broken to era_posting_worker;
