-- What every service has: outbox, inbox, parked messages, deadlines, stored answers, and the relay's memory.

create table outbox (
  id bigint generated always as identity primary key,
  practice_id text,
  message_id text not null,
  topic text not null,
  key text not null,
  type text not null,
  -- The envelope as it is sent; its personal part is sealed already.
  body text not null,
  traceparent text,
  created_at timestamptz not null,
  published_at timestamptz,
  -- The order in which the one relay published; /v1/events pages by it.
  position bigint
);
-- The relay reads these and nothing else: rows whose transaction committed late are simply still here.
create index outbox_unpublished on outbox (id) where published_at is null;
create unique index outbox_position on outbox (position);
create index outbox_feed on outbox (practice_id, position);
-- Every row is written twice and removed after 14 days.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create table inbox (
  consumer text not null,
  message_id text not null,
  handled_at timestamptz not null,
  primary key (consumer, message_id)
);
create index inbox_age on inbox (handled_at);

create table parked_message (
  -- The order in which messages of a key were parked, and are replayed: ids of one millisecond do not tell it.
  arrival bigint generated always as identity,
  id text primary key,
  practice_id text,
  consumer text not null,
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  message_id text,
  type text,
  -- As it came when it is one of our envelopes (its personal part is sealed); any other bytes are encrypted
  -- whole.
  body bytea not null,
  body_encrypted boolean not null,
  headers jsonb not null,
  code text not null,
  says text not null,
  digest text not null,
  -- True when it is fine itself and waits behind an earlier one of its key.
  behind boolean not null,
  tries integer not null,
  parked_at timestamptz not null,
  resolved_at timestamptz,
  resolution text check (resolution in ('replayed', 'discarded')),
  resolved_by text,
  reason text,
  unique (consumer, topic, partition, "offset", parked_at)
);
create index parked_open on parked_message (consumer, key, id) where resolved_at is null;

create table deadline (
  practice_id text not null,
  process text not null,
  subject text not null,
  due_at timestamptz not null,
  traceparent text,
  tries integer not null default 0,
  parked_at timestamptz,
  primary key (practice_id, process, subject)
);
create index deadline_due on deadline (due_at) where parked_at is null;

create table idempotent_answer (
  practice_id text not null,
  key_digest bytea not null,
  route text not null,
  request_digest bytea not null,
  status integer not null,
  -- Body and headers, under the practice's data key.
  answer bytea not null,
  created_at timestamptz not null,
  primary key (practice_id, key_digest)
);
create index idempotent_answer_age on idempotent_answer (created_at);

create table relay_memory (
  singleton boolean primary key default true check (singleton),
  -- Of the broker that "published" speaks of; another id means that it forgot, so the retained rows go again.
  cluster_id text not null,
  -- Rows up to this position were removed after their time; /v1/events answers 410 before it.
  forgotten_position bigint not null default 0
);
