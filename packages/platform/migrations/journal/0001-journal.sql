-- The command journal of a service that says `journals`: what each unit of work that changed something was given, insert-only.

create table journal (
  practice_id text not null,
  -- Taken when the row is written, last of all before the commit.
  sequence bigint generated always as identity,
  kind text not null check (kind in ('event', 'request', 'job', 'deadline')),
  -- The event's type, the method and route, the job's or the deadline's name.
  name text not null,
  -- What its events name as their cause: the message, the request, what the job acts on.
  cause text not null,
  -- The moment that the work took for now.
  at timestamptz not null,
  -- In the order in which they were asked for.
  ids text[] not null,
  -- Under the practice's data key; of a file its digest alone.
  input bytea not null,
  -- By the database's clock, as practices have their created_at: which of them were there.
  written_at timestamptz not null default clock_timestamp(),
  primary key (practice_id, sequence)
);

-- As the ledger's postings: for the owner too, and under session_replication_role.
create function refuse_change_of_journal() returns trigger language plpgsql as $$
begin
  raise exception 'the journal only grows: % is refused on it', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger journal_stays before update or delete on journal for each row execute function refuse_change_of_journal();
create trigger journal_is_not_emptied before truncate on journal
  for each statement execute function refuse_change_of_journal();
alter table journal enable always trigger journal_stays;
alter table journal enable always trigger journal_is_not_emptied;
