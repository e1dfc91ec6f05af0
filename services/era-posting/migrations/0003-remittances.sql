-- Remittances as they came: the file, each ST in the practice that is paid, each claim of it with how it was matched.

-- Practice '' is the installation: a partner's file may hold several practices.
create table remittance_file (
  practice_id text not null,
  id text not null,
  -- Null when a person handed it in.
  transmission_id text,
  digest text not null,
  channel text not null,
  received_at timestamptz not null,
  transactions integer not null,
  primary key (practice_id, id),
  unique (practice_id, transmission_id)
);

-- One ST/SE. Practice '' holds those whose payee nobody owns.
create table remittance (
  practice_id text not null,
  id text not null,
  file_id text not null,
  transmission_id text,
  ordinal integer not null,
  -- Of the ST's content without envelope and line ends: a second arrival in any disguise has the same.
  digest text not null,
  -- Of the stored copy, under the practice's key.
  blob_digest text not null,
  status text not null check (status in ('received', 'posted', 'posted-in-part', 'quarantined', 'duplicate')),
  -- Why it is quarantined; a slug.
  because text,
  verdict text not null,
  duplicate_of text,
  -- TRN03 and TRN02 together name the payment; TRN02 alone is what people read.
  trace text not null,
  trace_number text not null,
  payer_id text,
  payer_name text not null,
  payee_npi text,
  method text not null,
  paid_on date,
  payment_cents bigint not null,
  difference_cents bigint not null,
  claims integer not null,
  matched integer not null default 0,
  unmatched_cents bigint not null default 0,
  provider_level_cents bigint not null default 0,
  postings integer not null default 0,
  -- Counts what was said of it.
  said integer not null default 0,
  tries integer not null default 0,
  traceparent text,
  received_at timestamptz not null,
  -- The order in which they came: instants and ids of one millisecond do not tell it.
  arrival bigint generated always as identity,
  posted_at timestamptz,
  primary key (practice_id, id)
);
create index remittance_waiting on remittance (arrival) where status = 'received';
create index remittance_arrival on remittance (practice_id, arrival);
create index remittance_digest on remittance (practice_id, digest);
create index remittance_trace on remittance (practice_id, trace);

create table remittance_claim (
  practice_id text not null,
  remittance_id text not null,
  -- From 1 in the ST.
  position integer not null,
  outcome text not null check (outcome in ('posted', 'reversed', 'unmatched', 'no-money')),
  -- Why nothing reached its receivable; a slug.
  because text,
  claim_id text,
  claim_version integer,
  tier integer,
  evidence text,
  -- CLP01 and CLP07 as the payer gave them, under the practice's data key, and keyed digests to look them up.
  numbers bytea not null,
  number_digest bytea not null,
  payer_number_digest bytea,
  status text not null,
  charge_cents bigint not null,
  paid_cents bigint not null,
  patient_cents bigint,
  denied boolean not null,
  -- Of a reversal: the claim of a remittance that it takes back, each once.
  reverses_remittance_id text,
  reverses_position integer,
  -- Set when something came that may match it now.
  look_again_at timestamptz,
  primary key (practice_id, remittance_id, position),
  unique (practice_id, reverses_remittance_id, reverses_position),
  foreign key (practice_id, remittance_id) references remittance (practice_id, id),
  foreign key (practice_id, claim_id) references claim (practice_id, id),
  foreign key (practice_id, reverses_remittance_id, reverses_position)
    references remittance_claim (practice_id, remittance_id, position)
);
create index remittance_claim_claim on remittance_claim (practice_id, claim_id) where claim_id is not null;
create index remittance_claim_payer_number on remittance_claim (practice_id, payer_number_digest)
  where payer_number_digest is not null;
create index remittance_claim_unmatched on remittance_claim (practice_id, number_digest) where outcome = 'unmatched';
create index remittance_claim_again on remittance_claim (look_again_at) where look_again_at is not null;

-- One pair of a PLB segment; its reference may be a payer's claim number, so it is encrypted and its account holds a
-- keyed token of it.
create table provider_adjustment (
  practice_id text not null,
  remittance_id text not null,
  position integer not null,
  code text not null,
  account text not null,
  reference bytea not null,
  fiscal_on date,
  amount_cents bigint not null,
  primary key (practice_id, remittance_id, position),
  foreign key (practice_id, remittance_id) references remittance (practice_id, id)
);

-- A line that was allowed another amount than its fee schedule expects.
create table variance (
  practice_id text not null,
  id text not null,
  remittance_id text not null,
  claim_id text not null,
  charge_line_id text not null,
  payer_id text not null,
  service_date date not null,
  procedure_code text not null,
  expected_allowed_cents bigint not null,
  allowed_cents bigint not null,
  found_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
