-- A closed month stays as it was: whatever is posted later counts from the first open day, and keeps the day that it was for.
create table ledger_period (
  practice_id text not null,
  closed_through date not null,
  primary key (practice_id)
);

-- Each closing by a person, with what stood in the closed time then: it never changes again.
create table ledger_closing (
  practice_id text not null,
  id text not null,
  closed_through date not null,
  batches bigint not null,
  posted_cents bigint not null,
  by_key text not null,
  by_label text not null,
  reason bytea not null,
  closed_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, closed_through)
);

alter table posting_batch
  -- The day that it was for, where that was closed.
  add column original_on date,
  -- What was closed when it was written.
  add column closed_through date,
  add constraint posting_batch_open check (closed_through is null or effective_on > closed_through);
create index posting_batch_effective on posting_batch (practice_id, effective_on);

-- By whatever door a batch comes. The lock is shared by all who post and waited for by who closes, so that no batch is written
-- under an older closing; each statement here sees what was committed before it.
create function keep_closed() returns trigger language plpgsql set search_path from current as $$
declare
  through date;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger-close/' || new.practice_id, 0));
  select closed_through into through from ledger_period where practice_id = new.practice_id;
  new.closed_through := through;
  if new.effective_on <= through then
    new.original_on := new.effective_on;
    new.effective_on := through + 1;
  end if;
  return new;
end
$$;
create trigger batch_is_in_the_open before insert on posting_batch for each row execute function keep_closed();
alter table posting_batch enable always trigger batch_is_in_the_open;

create trigger closing_stays before update or delete on ledger_closing for each row execute function refuse_change();
create trigger closing_is_not_emptied before truncate on ledger_closing for each statement execute function refuse_change();
alter table ledger_closing enable always trigger closing_stays;
alter table ledger_closing enable always trigger closing_is_not_emptied;

-- What was closed is as it was then, to the batch and to the cent.
create view invariant_closed with (security_invoker = true) as
  select c.practice_id, 'closed' as invariant, c.closed_through::text as subject,
         (coalesce(n.cents, 0) - c.posted_cents)::bigint as difference_cents
  from (select distinct on (practice_id) * from ledger_closing order by practice_id, closed_through desc) c
  left join lateral (select count(distinct b.id) as batches, sum(p.amount_cents) as cents
                     from posting_batch b join posting p on p.practice_id = b.practice_id and p.batch_id = b.id
                     where b.practice_id = c.practice_id and b.effective_on <= c.closed_through) n on true
  where coalesce(n.batches, 0) <> c.batches or coalesce(n.cents, 0) <> c.posted_cents;

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
  union all select * from invariant_closed;

grant select on invariant_closed, invariant_broken to era_posting_worker;
