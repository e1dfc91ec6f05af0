-- What other services said that coding goes by: payers, coverage set by a person, answers of payers, where a day's claim
-- stands, what was allowed, what a denial asks for.

create table payer_family (
  practice_id text not null,
  payer_id text not null,
  version integer not null,
  family text not null,
  primary key (practice_id, payer_id)
);

-- From the first PUT …/coverages on this list governs, not the encounter's.
create table patient_coverage (
  practice_id text not null,
  patient_id text not null,
  version integer not null,
  coverages jsonb not null,
  -- The cards, under the practice's data key.
  cards bytea not null,
  primary key (practice_id, patient_id)
);

create table verified_coverage (
  practice_id text not null,
  patient_id text not null,
  payer_id text not null,
  year integer not null,
  version integer not null,
  coverage text not null check (coverage in ('active', 'inactive', 'unknown')),
  used_elsewhere_cents bigint,
  primary key (practice_id, patient_id, payer_id, year)
);

create table claim_standing (
  practice_id text not null,
  treatment_day_id text not null,
  coverage_order integer not null,
  sequence integer not null,
  claim_id text not null,
  state text not null check (state in ('sent', 'received', 'accepted', 'rejected', 'adjudicated')),
  primary key (practice_id, treatment_day_id, coverage_order)
);

-- What the first payer allowed for a charge line: it stands for the charge in the year's threshold.
create table actual_allowed (
  practice_id text not null,
  charge_line_id text not null,
  allowed_cents bigint not null check (allowed_cents >= 0),
  primary key (practice_id, charge_line_id)
);

create table recode_request (
  practice_id text not null,
  denial_id text not null,
  treatment_day_id text not null,
  category text not null,
  reason_code text not null,
  charge_line_ids text[] not null,
  requested_at timestamptz not null,
  -- The day's version that answered it.
  answered_by integer,
  primary key (practice_id, denial_id)
);
create index recode_request_open on recode_request (practice_id, treatment_day_id) where answered_by is null;
