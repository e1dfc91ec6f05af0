-- Double entry that cannot be unbalanced: one posting moves one positive amount from one account to another. Rows are
-- only ever added; what was wrong is reversed by a mirror that names it.

-- One cause: a day charged, a remittance, a claim matched later, a denial worked.
create table posting_batch (
  practice_id text not null,
  id text not null,
  source_type text not null
    check (source_type in ('charge', 'patient-payment', 'remittance', 'match', 'denial')),
  source_key text not null,
  remittance_id text,
  effective_on date not null,
  recorded_at timestamptz not null,
  primary key (practice_id, id),
  -- The same cause posts once, whatever the inbox still knows.
  unique (practice_id, source_type, source_key)
);

create table posting (
  practice_id text not null,
  id bigint generated always as identity,
  batch_id text not null,
  debit_account text not null,
  credit_account text not null,
  -- In cents; the bound is what an 835 may hold at all (99,999,999,999.99 dollars).
  amount_cents bigint not null check (amount_cents > 0 and amount_cents <= 9999999999999),
  source_key text not null,
  -- Of the claim in its remittance, from 1; null for what belongs to no single claim.
  claim_position integer,
  -- The posting of which this one is the mirror: reversed at most once.
  reverses bigint,
  -- The writing transaction: ids are handed out before commit, so a reader pages by (written_by, id) below the oldest
  -- transaction that still runs, and misses nothing.
  written_by bigint not null default (pg_current_xact_id()::text::bigint),
  primary key (practice_id, id),
  unique (practice_id, source_key),
  unique (practice_id, reverses),
  foreign key (practice_id, batch_id) references posting_batch (practice_id, id),
  foreign key (practice_id, reverses) references posting (practice_id, id),
  check (debit_account <> credit_account)
);
-- A balance is a sum over both sides, read from the index alone.
create index posting_debit on posting (practice_id, debit_account) include (credit_account, amount_cents);
create index posting_credit on posting (practice_id, credit_account) include (debit_account, amount_cents);
create index posting_feed on posting (practice_id, written_by, id);

-- The running roles get update and delete on every table from the platform (database/roles.ts), after this file and anew
-- with each later migration: a revoke here would not last. Triggers do, for the owner too; `always` keeps them on under
-- session_replication_role, and the statement trigger is for truncate, which row triggers do not see.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows: post the mirror of a wrong posting instead of % on %', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

create trigger posting_stays before update or delete on posting for each row execute function refuse_change();
create trigger posting_is_not_emptied before truncate on posting for each statement execute function refuse_change();
create trigger batch_stays before update or delete on posting_batch for each row execute function refuse_change();
create trigger batch_is_not_emptied before truncate on posting_batch for each statement execute function refuse_change();
alter table posting enable always trigger posting_stays;
alter table posting enable always trigger posting_is_not_emptied;
alter table posting_batch enable always trigger batch_stays;
alter table posting_batch enable always trigger batch_is_not_emptied;
