-- Where a practice wants to be told what happened, and what each place is still owed: one row for each event and endpoint.

create table webhook_endpoint (
  practice_id text not null,
  id text not null,
  -- Encrypted: the URL, which may hold a token of the receiver's, a description, and the secrets that sign.
  sealed bytea not null,
  -- Types of events; null: every one.
  events text[],
  state text not null check (state in ('active', 'paused', 'disabled')),
  -- Why it was disabled: a slug.
  because text,
  state_since timestamptz not null,
  created_at timestamptz not null,
  last_success_at timestamptz,
  -- The first attempt that failed after the last one that went well.
  failing_since timestamptz,
  -- The receiver asked us to wait until then (Retry-After).
  not_before timestamptz,
  primary key (practice_id, id),
  check ((state = 'disabled') = (because is not null))
);

create table webhook_delivery (
  practice_id text not null,
  endpoint_id text not null,
  -- The event's id, by which its fact is found; of a test an id of its own.
  message_id text not null,
  type text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- Attempts so far; one that begins counts before it is made, so that what a dead process answers is told apart.
  attempts integer not null default 0,
  -- Attempts of the plan that is under way; a replay begins a new one.
  step integer not null default 0,
  -- While an attempt is under way, when it is given up for dead.
  next_try_at timestamptz not null,
  -- Of the last attempt: the answer's status, or a slug of why there was none.
  status_code integer,
  said text,
  queued_at timestamptz not null,
  ended_at timestamptz,
  primary key (practice_id, endpoint_id, message_id),
  foreign key (practice_id, endpoint_id) references webhook_endpoint on delete cascade,
  check ((state = 'waiting') = (ended_at is null))
);
create index webhook_delivery_waiting on webhook_delivery (practice_id, endpoint_id, next_try_at, message_id)
  where state = 'waiting';
create index webhook_delivery_ended on webhook_delivery (ended_at) where state <> 'waiting';
-- Every row is written three times and removed after 14 days.
alter table webhook_delivery set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
