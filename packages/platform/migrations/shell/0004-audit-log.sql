-- The audit log: who changed or saw what of a practice, when and why, only ever growing, each practice's entries in a chain of hashes.

create table audit_entry (
  -- '' is the installation.
  practice_id text not null,
  -- A ULID of the moment in "at".
  id text not null,
  at timestamptz not null,
  -- 'asked' stands before what an operator changes by several transactions; its outcome is an entry of its own.
  kind text not null check (kind in ('change', 'read', 'refused', 'asked', 'alarm')),
  -- A person's or a system's key; else what of the service itself acted.
  actor_kind text not null check (actor_kind in ('key', 'message', 'job', 'deadline', 'webhook')),
  -- The key's id; the feature, job or process by name.
  actor text not null,
  -- Of a key, as they were then.
  actor_label text,
  actor_role text,
  -- Method and template of a route, an event's type, a job's or a deadline's name.
  action text not null,
  -- Our ids of what was asked for, changed or shown. What an EMR named is kept as its keyed digest.
  subjects text[] not null,
  -- How many patients an answer showed.
  patients integer not null,
  -- The status of the answer, and what refused it.
  outcome text not null,
  -- The request, the messages, what the job acted on.
  causes text[] not null,
  -- A person's words, under the practice's data key: they may name a patient.
  reason bytea,
  primary key (practice_id, id)
);
create index audit_entry_subject on audit_entry using gin (subjects);

-- Which entries have no place in their chain yet: a row lives about a second.
create table audit_unsealed (
  practice_id text not null,
  id text not null,
  primary key (practice_id, id)
);
alter table audit_unsealed set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- A stretch of a practice's chain: entry n of it has the hash SHA-256(hash of n-1, the entry's canonical form, n).
create table audit_seal (
  practice_id text not null,
  -- Counted from 1 and without a gap over all stretches of the practice.
  first_position bigint not null check (first_position > 0),
  last_position bigint not null,
  sealed_at timestamptz not null,
  entries text[] not null check (cardinality(entries) = last_position - first_position + 1),
  -- Of each entry; the last one is the head of the chain.
  hashes bytea[] not null check (cardinality(hashes) = cardinality(entries)),
  primary key (practice_id, first_position)
);

-- Whom each key saw on which day, for the alarm of bulk reading; no part of the log, and forgotten after 31 days.
create table audit_sight (
  practice_id text not null,
  actor text not null,
  seen_on date not null,
  subject text not null,
  last_at timestamptz not null,
  primary key (practice_id, actor, seen_on, subject)
);
create index audit_sight_age on audit_sight (seen_on);

-- As the journal: for the owner too, and under session_replication_role.
create function refuse_change_of_audit_log() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows: % is refused on it', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entry_stays before update or delete on audit_entry
  for each row execute function refuse_change_of_audit_log();
create trigger audit_entry_is_not_emptied before truncate on audit_entry
  for each statement execute function refuse_change_of_audit_log();
create trigger audit_seal_stays before update or delete on audit_seal
  for each row execute function refuse_change_of_audit_log();
create trigger audit_seal_is_not_emptied before truncate on audit_seal
  for each statement execute function refuse_change_of_audit_log();
alter table audit_entry enable always trigger audit_entry_stays;
alter table audit_entry enable always trigger audit_entry_is_not_emptied;
alter table audit_seal enable always trigger audit_seal_stays;
alter table audit_seal enable always trigger audit_seal_is_not_emptied;
