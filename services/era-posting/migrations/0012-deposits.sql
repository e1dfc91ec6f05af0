-- Bank deposits and what they are for: each posted payment is due until the bank shows it (CAQH CORE 370: within three business days).
create table due_payment (
  practice_id text not null,
  remittance_id text not null,
  -- The account, and TRN02 as people and banks write it.
  trace text not null,
  trace_number text not null,
  payer_id text,
  payment_cents bigint not null check (payment_cents > 0),
  paid_on date,
  -- By when the money should be there, and a keyed digest of the trace number; set when it is first looked at.
  late_on date,
  trace_digest bytea,
  looked_at timestamptz,
  primary key (practice_id, remittance_id),
  foreign key (practice_id, remittance_id) references remittance (practice_id, id)
);
create index due_payment_unlooked on due_payment (practice_id, remittance_id) where looked_at is null;
create index due_payment_trace on due_payment (practice_id, trace_digest);

create table deposit (
  practice_id text not null,
  id text not null,
  source text not null check (source in ('by-hand', 'bank-file')),
  -- A keyed digest of what the bank says of it: the same line comes once, in whichever file.
  line_digest bytea not null,
  deposited_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  status text not null check (status in ('waiting', 'matched', 'set-aside')),
  -- Why it waits; a slug. With cents where another amount was expected.
  because text,
  expected_cents bigint,
  -- { description, trace, reason }: a bank's text may name a person.
  words bytea not null,
  late_on date not null,
  by_key text not null,
  by_label text not null,
  made_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, line_digest)
);
create index deposit_waiting on deposit (practice_id, deposited_on, id) where status = 'waiting';

-- Which trace numbers a deposit's text may hold, as keyed digests.
create table deposit_token (
  practice_id text not null,
  token_digest bytea not null,
  deposit_id text not null,
  primary key (practice_id, token_digest, deposit_id),
  foreign key (practice_id, deposit_id) references deposit (practice_id, id)
);
create index deposit_token_of on deposit_token (practice_id, deposit_id);

create table deposit_match (
  practice_id text not null,
  batch_id text not null,
  deposit_id text not null,
  remittance_id text not null,
  amount_cents bigint not null check (amount_cents > 0),
  -- Null: by trace and amount, without anybody.
  by_key text,
  by_label text,
  matched_at timestamptz not null,
  undone_batch_id text,
  undone_by_key text,
  undone_by_label text,
  undone_at timestamptz,
  -- Why a person matched it, and why it was taken apart.
  words bytea,
  undone_words bytea,
  primary key (practice_id, batch_id, remittance_id),
  foreign key (practice_id, batch_id) references posting_batch (practice_id, id),
  foreign key (practice_id, deposit_id) references deposit (practice_id, id),
  foreign key (practice_id, remittance_id) references remittance (practice_id, id),
  foreign key (practice_id, undone_batch_id) references posting_batch (practice_id, id)
);
create index deposit_match_deposit on deposit_match (practice_id, deposit_id) where undone_batch_id is null;
create index deposit_match_remittance on deposit_match (practice_id, remittance_id) where undone_batch_id is null;

-- By whatever door a remittance is posted, its payment is due from then on; one that is taken back whole is not.
create function note_due() returns trigger language plpgsql set search_path from current as $$
begin
  if new.status in ('posted', 'posted-in-part') then
    insert into due_payment (practice_id, remittance_id, trace, trace_number, payer_id, payment_cents, paid_on)
    values (new.practice_id, new.id, new.trace, new.trace_number, new.payer_id, new.payment_cents, new.paid_on);
  else
    delete from due_payment where practice_id = new.practice_id and remittance_id = new.id;
  end if;
  return null;
end
$$;
create trigger remittance_is_due after update of status on remittance for each row
  when (new.payment_cents > 0 and new.status <> old.status
        and (new.status in ('posted', 'posted-in-part')) <> (old.status in ('posted', 'posted-in-part')))
  execute function note_due();

insert into due_payment (practice_id, remittance_id, trace, trace_number, payer_id, payment_cents, paid_on)
select practice_id, id, trace, trace_number, payer_id, payment_cents, paid_on from remittance
where status in ('posted', 'posted-in-part') and payment_cents > 0;

-- I6: a deposit that is matched debited cash for its cents, and what is still due of a trace is what no deposit was matched to.
create view invariant_deposit with (security_invoker = true) as
  select d.practice_id, 'I6' as invariant, d.id as subject, (d.amount_cents - coalesce(m.cents, 0))::bigint as difference_cents
  from deposit d
  left join lateral (select sum(p.amount_cents) as cents
                     from (select distinct batch_id from deposit_match
                           where practice_id = d.practice_id and deposit_id = d.id and undone_batch_id is null) b
                     join posting p on p.practice_id = d.practice_id and p.batch_id = b.batch_id and p.debit_account = 'cash') m
    on true
  where (d.status = 'matched') <> (coalesce(m.cents, 0) <> 0) or (d.status = 'matched' and m.cents <> d.amount_cents)
  union all
  select l.practice_id, 'I6', l.account, (l.cents - coalesce(o.cents, 0))::bigint
  from (select practice_id, account, sum(cents) as cents
        from (select practice_id, debit_account as account, amount_cents as cents from posting where debit_account like 'due:%'
              union all
              select practice_id, credit_account, -amount_cents from posting where credit_account like 'due:%') as side
        group by practice_id, account) l
  left join (select practice_id, account, sum(cents) as cents
             from (select d.practice_id,
                          -- As domain/account.ts writes it.
                          'due:' || coalesce(nullif(regexp_replace(d.trace, '[[:space:]:]+', '-', 'g'), ''), 'none') as account,
                          d.payment_cents - coalesce(
                            (select sum(amount_cents) from deposit_match m
                             where m.practice_id = d.practice_id and m.remittance_id = d.remittance_id
                               and m.undone_batch_id is null), 0) as cents
                   from due_payment d) as each
             group by practice_id, account) o
    on o.practice_id = l.practice_id and o.account = l.account
  where l.cents <> coalesce(o.cents, 0);

create or replace view invariant_broken with (security_invoker = true) as
  select * from invariant_line
  union all select * from invariant_clearing
  union all select * from invariant_reversal
  union all select * from invariant_source
  union all select * from invariant_practice
  union all select * from invariant_total
  union all select * from invariant_chain
  union all select * from invariant_hand
  union all select * from invariant_deposit;

grant select on invariant_deposit, invariant_broken to era_posting_worker;
