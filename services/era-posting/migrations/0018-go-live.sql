-- Go-live: what was open in the former system, brought over once, and money for what was before Tally, kept apart from the work.
alter table posting_batch drop constraint posting_batch_source_type_check;
alter table posting_batch add constraint posting_batch_source_type_check check (source_type in
  ('charge', 'patient-payment', 'remittance', 'match', 'denial', 'hand', 'hand-reversal', 'deposit', 'opening'));

-- Each file that brought something. The batch of its opening balances has `<system>/<digest>` as its source key.
create table opening_import (
  practice_id text not null,
  id text not null,
  -- The former system, as accounts name it.
  system text not null,
  -- Keyed, in hex.
  file_digest text not null,
  effective_on date not null,
  claims integer not null,
  lines integer not null,
  payer_cents bigint not null check (payer_cents >= 0),
  patient_cents bigint not null check (patient_cents >= 0),
  -- What the practice owes to patients.
  credit_cents bigint not null check (credit_cents >= 0),
  by_key text not null,
  by_label text not null,
  imported_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, system, file_digest)
);

-- A claim or a visit of the former system: its treatment day is derived from the system and its number there.
create table opening_claim (
  practice_id text not null,
  treatment_day_id text not null,
  import_id text not null,
  -- Null: no payer is asked.
  claim_id text,
  -- Of all that its rows said, keyed: brought again it has to be the same.
  content_digest bytea not null,
  primary key (practice_id, treatment_day_id),
  foreign key (practice_id, import_id) references opening_import (practice_id, id),
  foreign key (practice_id, treatment_day_id) references charge_day (practice_id, treatment_day_id),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);

create table opening_line (
  practice_id text not null,
  charge_line_id text not null,
  treatment_day_id text not null,
  payer_cents bigint not null check (payer_cents >= 0),
  -- Negative: the patient's credit.
  patient_cents bigint not null,
  primary key (practice_id, charge_line_id),
  foreign key (practice_id, charge_line_id) references charge_line (practice_id, id),
  foreign key (practice_id, treatment_day_id) references opening_claim (practice_id, treatment_day_id)
);
create index opening_line_day on opening_line (practice_id, treatment_day_id);

create trigger import_stays before update or delete on opening_import for each row execute function refuse_change();
create trigger imports_are_not_emptied before truncate on opening_import for each statement execute function refuse_change();
create trigger opening_claim_stays before update or delete on opening_claim for each row execute function refuse_change();
create trigger opening_claims_are_not_emptied before truncate on opening_claim
  for each statement execute function refuse_change();
create trigger opening_line_stays before update or delete on opening_line for each row execute function refuse_change();
create trigger opening_lines_are_not_emptied before truncate on opening_line
  for each statement execute function refuse_change();
alter table opening_import enable always trigger import_stays;
alter table opening_import enable always trigger imports_are_not_emptied;
alter table opening_claim enable always trigger opening_claim_stays;
alter table opening_claim enable always trigger opening_claims_are_not_emptied;
alter table opening_line enable always trigger opening_line_stays;
alter table opening_line enable always trigger opening_lines_are_not_emptied;

-- Money for what was before the practice's goLiveOn waits in `unmatched:legacy` while it is unmatched; said once, when it is kept.
alter table remittance_claim add column legacy boolean not null default false;
create index remittance_claim_work on remittance_claim (practice_id, remittance_id, position)
  where outcome = 'unmatched' and not legacy;
create index remittance_claim_legacy on remittance_claim (practice_id, remittance_id, position)
  where outcome = 'unmatched' and legacy;

-- I2 with what the former system left open: a line is booked out of revenue, or was opened, and what was opened is what its
-- row says.
create or replace view invariant_line with (security_invoker = true) as
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
  ), booked as (
    select practice_id, line,
           coalesce(sum(cents) filter (where other = 'revenue' or other like 'opening:%'), 0)::bigint as cents,
           coalesce(sum(cents) filter (where other like 'opening:%'), 0)::bigint as opened,
           bool_or(split_part(other, ':', 1) not in
             ('revenue', 'clearing', 'unmatched', 'adjustment', 'receivable', 'denied', 'write-off', 'cash', 'patient-credit',
              'refund', 'opening')) as is_strange
    from of_line group by practice_id, line
  )
  select l.practice_id, 'I2' as invariant, l.id as subject,
         case when l.booked_cents <> coalesce(b.cents, 0) then l.booked_cents - coalesce(b.cents, 0)
              else coalesce(o.payer_cents + greatest(o.patient_cents, 0), 0) - coalesce(b.opened, 0) end as difference_cents
  from charge_line l
  left join booked b on b.practice_id = l.practice_id and b.line = l.id
  left join opening_line o on o.practice_id = l.practice_id and o.charge_line_id = l.id
  where l.booked_cents <> coalesce(b.cents, 0) or coalesce(b.is_strange, false)
     or coalesce(b.opened, 0) <> coalesce(o.payer_cents + greatest(o.patient_cents, 0), 0);

-- What stands on a former system's account is what its imports opened, and `unmatched:legacy` holds what waits there.
create view invariant_opening with (security_invoker = true) as
  select coalesce(l.practice_id, t.practice_id) as practice_id, 'opening' as invariant, coalesce(l.account, t.account) as subject,
         (coalesce(l.cents, 0) - coalesce(t.cents, 0))::bigint as difference_cents
  from (select practice_id, account, sum(cents) as cents
        from (select practice_id, debit_account as account, amount_cents as cents from posting
              where debit_account like 'opening:%' or debit_account = 'unmatched:legacy'
              union all
              select practice_id, credit_account, -amount_cents from posting
              where credit_account like 'opening:%' or credit_account = 'unmatched:legacy') as side
        group by practice_id, account) l
  full join (select practice_id, account, sum(cents) as cents
             from (select practice_id, 'opening:' || system as account, credit_cents - payer_cents - patient_cents as cents
                   from opening_import
                   union all
                   select practice_id, 'unmatched:legacy', -paid_cents from remittance_claim
                   where outcome = 'unmatched' and legacy) as each
             group by practice_id, account) t
    on t.practice_id = l.practice_id and t.account = l.account
  where coalesce(l.cents, 0) <> coalesce(t.cents, 0)
  union all
  select i.practice_id, 'opening', i.id,
         (i.payer_cents + i.patient_cents - i.credit_cents - coalesce(sum(o.payer_cents + o.patient_cents), 0))::bigint
  from opening_import i
  left join opening_claim c on c.practice_id = i.practice_id and c.import_id = i.id
  left join opening_line o on o.practice_id = c.practice_id and o.treatment_day_id = c.treatment_day_id
  group by i.practice_id, i.id, i.payer_cents, i.patient_cents, i.credit_cents
  having i.payer_cents + i.patient_cents - i.credit_cents <> coalesce(sum(o.payer_cents + o.patient_cents), 0);

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
  union all select * from invariant_opening;

grant select on invariant_line, invariant_opening, invariant_broken to era_posting_worker;
