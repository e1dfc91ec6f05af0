-- What era-posting knows of charges, claims and payers: what was booked for each charge line, and by which numbers a
-- payer may name a claim.

-- The row is the lock under which the money of a treatment day moves: charges, remittances and denials take it first.
create table charge_day (
  practice_id text not null,
  treatment_day_id text not null,
  -- The newest charge event taken in.
  version integer not null,
  patient_id text not null,
  service_date date not null,
  -- [{ order, payerId, payerFamily }], the first payer first; none when the patient pays.
  coverages jsonb not null,
  -- Taken at the visits and posted as the patient's credit.
  patient_paid_cents bigint not null,
  primary key (practice_id, treatment_day_id)
);

create table charge_line (
  practice_id text not null,
  id text not null,
  treatment_day_id text not null,
  procedure_code text not null,
  modifiers text[] not null,
  -- What is booked now and to whom: a correction posts the difference.
  booked_account text not null,
  booked_cents bigint not null,
  expected_allowed_cents bigint,
  primary key (practice_id, id),
  foreign key (practice_id, treatment_day_id) references charge_day (practice_id, treatment_day_id)
);
create index charge_line_day on charge_line (practice_id, treatment_day_id);

create table claim (
  practice_id text not null,
  id text not null,
  treatment_day_id text not null,
  coverage_order integer not null check (coverage_order > 0),
  patient_id text not null,
  payer_id text not null,
  service_date date not null,
  standing text not null check (standing in ('submitted', 'acknowledged', 'rejected', 'unanswered', 'voided')),
  -- The newest claim event taken in.
  heard integer not null,
  -- Counts what was said of its payments; the sequence of those events.
  said integer not null default 0,
  -- Of the visit: a payment opens its span under it.
  traceparent text,
  adjudicated_at timestamptz,
  settled_at timestamptz,
  primary key (practice_id, id)
);
create index claim_day on claim (practice_id, treatment_day_id, coverage_order);

-- One row a version that was sent, found by CLM01 as it was sent or as payers alter it.
create table claim_version (
  practice_id text not null,
  claim_number text not null,
  -- Upper case, letters and digits alone, O as 0, I and L as 1.
  folded_number text not null,
  claim_id text not null,
  version integer not null,
  charge_cents bigint not null,
  -- [{ chargeLineId, procedureCode, modifiers, chargeCents, expectedAllowedCents }] as sent.
  lines jsonb not null,
  primary key (practice_id, claim_number),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
create index claim_version_claim on claim_version (practice_id, claim_id, version);
create index claim_version_folded on claim_version (practice_id, folded_number text_pattern_ops);

-- The payer's own number of a claim, as a keyed digest.
create table payer_claim_number (
  practice_id text not null,
  number_digest bytea not null,
  claim_id text not null,
  primary key (practice_id, number_digest, claim_id),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);

create table payer_profile (
  practice_id text not null,
  payer_id text not null,
  version integer not null,
  payer_family text not null,
  tolerance_cents bigint not null,
  primary key (practice_id, payer_id)
);

-- The last version taken in of each denial.
create table denial (
  practice_id text not null,
  id text not null,
  version integer not null,
  primary key (practice_id, id)
);
