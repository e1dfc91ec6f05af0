-- What happened: one row for each event that any service said, never changed, and two tables read out of them, which can be
-- made again from them at any time.

create table fact (
  -- Empty on what belongs to no practice: a partner's file before it was read.
  practice_id text not null,
  message_id text not null,
  -- The order in which they were heard.
  position bigint generated always as identity,
  type text not null,
  -- Who said it.
  service text not null,
  subject text not null,
  sequence integer not null,
  -- The treatment day wherever an event concerns one.
  correlation_id text not null,
  causation_id text not null,
  at timestamptz not null,
  -- The clear part, as it was said.
  data jsonb not null,
  trace_id text,
  -- The amount that it is about; null where it is about none.
  cents bigint,
  primary key (practice_id, message_id)
);
create index fact_correlation on fact (practice_id, correlation_id);
create index fact_subject on fact (practice_id, subject, type);
create index fact_type on fact (practice_id, type, at);

create function a_fact_is_never_changed() returns trigger language plpgsql as
$$ begin raise exception 'a fact is never changed: it happened'; end $$;
create trigger fact_is_insert_only before update or delete on fact
  for each row execute function a_fact_is_never_changed();

-- In which treatment days an encounter was ever coded.
create table encounter_day (
  practice_id text not null,
  encounter_id text not null,
  treatment_day_id text not null,
  primary key (practice_id, encounter_id, treatment_day_id)
);

-- What each fact says of a treatment day's money.
create table money (
  practice_id text not null,
  message_id text not null,
  treatment_day_id text not null,
  kind text not null check (kind in ('charge', 'payment', 'write-off')),
  at timestamptz not null,
  -- Of a charge: the newest version counts.
  version integer,
  service_date date,
  charge_cents bigint not null,
  -- What the patient paid at the visit.
  desk_cents bigint not null,
  -- Of a payment: what was paid, what leaves the receivable without being paid, and the contractual part of that; below 0
  -- where a payer took it back.
  paid_cents bigint not null,
  written_cents bigint not null,
  contractual_cents bigint not null,
  claim_id text,
  claim_version integer,
  sequence integer,
  -- A decision of a payer: a first one that denies is an initial denial.
  decides boolean not null,
  denied_cents bigint not null,
  denies boolean not null,
  primary key (practice_id, message_id)
);
create index money_day on money (practice_id, treatment_day_id);
create index money_claim on money (practice_id, claim_id, sequence);
create index money_at on money (practice_id, at);
create index money_service_date on money (practice_id, service_date);
