-- Claims go out and come back: the join with eligibility's answer, versions, batches, acknowledgments, payers, and what
-- partners sent.

alter table claim
  -- 'captured', 'held' or 'voided': what the newest charge event says. What was captured stands through a hold.
  add column charge_standing text not null default 'captured' check (charge_standing in ('captured', 'held', 'voided')),
  add column hold_rules text[] not null default '{}',
  -- The newest version that was captured: what `charges` and `person` are of.
  add column captured_version integer not null default 0,
  -- A person's hold, with its slug; null: none.
  add column held_by_person text,
  -- Counts versions made for this payer; 0 while none was.
  add column claim_version integer not null default 0,
  add column claim_number text,
  -- Of which day version the newest claim version is.
  add column built_day_version integer not null default 0,
  add column ready_at timestamptz,
  add column unanswered boolean not null default false,
  add column payer_family text;
create index claim_ready on claim (ready_at) where state = 'ready';

-- One row a treatment day: where charge events and eligibility's answers meet, whichever comes first. Its upsert is the lock of both.
create table treatment_day (
  practice_id text not null,
  id text not null,
  -- Eligibility's newest answer: { version, decision, kind, reason, coverage, warnings, authorizationId }.
  answer jsonb,
  -- The number of the authorization that pays, under the practice's data key.
  answer_person bytea,
  primary key (practice_id, id)
);

create table claim_version (
  practice_id text not null,
  claim_id text not null,
  version integer not null check (version > 0),
  -- CLM01: unique, so that an answer to one version never touches another.
  claim_number text not null,
  kind text not null check (kind in ('original', 'replacement', 'void')),
  frequency text not null check (frequency in ('1', '7', '8')),
  replaces_claim_number text,
  day_version integer not null,
  -- 'held': made, and stopped by a scrub rule.
  state text not null check (state in ('held', 'ready', 'sending', 'unknown', 'sent', 'received', 'accepted', 'rejected', 'adjudicated')),
  charge_cents bigint not null check (charge_cents >= 0),
  -- What events say of its lines, in the clear.
  lines jsonb not null,
  -- The whole claim document, under the practice's data key.
  document bytea not null,
  -- Every scrub rule with its outcome and source.
  explanation jsonb not null,
  batch_id text,
  -- The payer's own number, looked up by HMAC and shown from the sealed column.
  payer_claim_key bytea,
  payer_claim_number bytea,
  sent_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (practice_id, claim_id, version),
  unique (practice_id, claim_number),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
create index claim_version_batch on claim_version (practice_id, batch_id);

-- The intent to send: its bytes and control numbers are frozen before anything leaves.
create table batch (
  practice_id text not null,
  id text not null,
  partner_id text not null,
  interchange_number integer not null,
  group_number integer not null,
  state text not null check (state in ('written', 'unknown', 'sent', 'refused', 'rejected')),
  claims integer not null,
  charge_cents bigint not null,
  -- SHA-256 of the bytes, which are in the blob store.
  digest text not null,
  bytes integer not null,
  tries integer not null default 0,
  next_try_at timestamptz not null,
  said text,
  interchange_verdict text,
  transaction_verdict text,
  written_at timestamptz not null,
  sent_at timestamptz,
  primary key (practice_id, id)
);
create index batch_interchange on batch (partner_id, interchange_number, written_at);
create index batch_group on batch (partner_id, group_number, written_at);
create index batch_pending on batch (next_try_at) where state in ('written', 'unknown');

-- One row a partner: the next control numbers. Taken in the transaction that writes the batch.
create table control_number (
  partner_id text primary key,
  interchange integer not null check (interchange between 1 and 999999999),
  group_number integer not null check (group_number between 1 and 999999999)
);

-- What a partner answered, as it was read; one row for each thing it speaks of.
create table acknowledgment (
  practice_id text not null,
  id text not null,
  transmission_id text not null,
  content text not null check (content in ('TA1', '999', '277CA')),
  batch_id text,
  claim_id text,
  claim_number text,
  verdict text not null,
  codes jsonb not null,
  -- Of the file it came in, kept again under the practice's key.
  digest text not null,
  received_at timestamptz not null,
  primary key (practice_id, id)
);
create index acknowledgment_claim on acknowledgment (practice_id, claim_id, id);
create index acknowledgment_batch on acknowledgment (practice_id, batch_id, id);

-- The practice's payer directory; a payer without a row has its family's defaults.
create table payer (
  practice_id text not null,
  payer_id text not null,
  version integer not null,
  profile jsonb not null,
  updated_at timestamptz not null,
  primary key (practice_id, payer_id)
);

-- Every file of a partner, once by its content; practice '' because nobody knows yet whose it is.
create table transmission (
  practice_id text not null,
  id text not null,
  partner_id text not null,
  content text not null,
  digest text not null,
  bytes integer not null,
  channel text not null,
  received_at timestamptz not null,
  primary key (practice_id, id),
  unique (partner_id, digest, content)
);

-- What a signed webhook was answered with, so that a replay does nothing. Kept 30 days and more.
create table webhook_delivery (
  practice_id text not null,
  partner_id text not null,
  webhook_id text not null,
  digest text not null,
  received_at timestamptz not null,
  primary key (practice_id, partner_id, webhook_id)
);

-- A file that is known of and not here yet: told by a thin webhook, or seen in a partner's list.
create table expected_file (
  practice_id text not null,
  partner_id text not null,
  file_id text not null,
  channel text not null,
  tries integer not null default 0,
  next_try_at timestamptz not null,
  fetched_at timestamptz,
  said text,
  primary key (practice_id, partner_id, file_id)
);
create index expected_file_pending on expected_file (next_try_at) where fetched_at is null;

-- How far a partner's list of files was read.
create table partner_cursor (
  practice_id text not null,
  partner_id text not null,
  file_cursor text not null,
  polled_at timestamptz not null,
  primary key (practice_id, partner_id)
);
