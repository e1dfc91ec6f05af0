-- Encounters with every version that the EMR sent, and the treatment days that they are coded in.

create table encounter (
  practice_id text not null,
  -- Derived from the EMR's own id, which is encrypted.
  id text not null,
  version integer not null check (version > 0),
  status text not null check (status in ('signed', 'void')),
  treatment_day_id text not null,
  patient_id text not null,
  service_date date not null,
  created_at timestamptz not null,
  -- The order in which a day's visits came: the first one's lines come first.
  arrival bigint generated always as identity,
  primary key (practice_id, id)
);
create index encounter_day on encounter (practice_id, treatment_day_id);
create index encounter_date on encounter (practice_id, service_date, id);

create table encounter_version (
  practice_id text not null,
  encounter_id text not null,
  version integer not null,
  status text not null check (status in ('signed', 'void')),
  content_hash text not null,
  -- What may stand in the clear: codes, minutes, dates, cents.
  clear jsonb not null,
  -- The rest of the body, under the practice's data key.
  sealed bytea not null,
  -- Keyed digests of the member ids, in the order of the coverages.
  member_keys jsonb not null,
  received_at timestamptz not null,
  received_from text not null,
  primary key (practice_id, encounter_id, version),
  foreign key (practice_id, encounter_id) references encounter (practice_id, id) deferrable initially deferred
);

-- The unit of coding: billing NPI, patient, service date, case. Its row is locked before anything of the day
-- changes.
create table treatment_day (
  practice_id text not null,
  id text not null,
  billing_npi text not null,
  patient_id text not null,
  service_date date not null,
  "case" text not null check ("case" in ('health', 'work-injury', 'auto-injury')),
  -- Counts coding results that were said; the sequence of the day's charge events.
  version integer not null,
  status text not null check (status in ('new', 'captured', 'held', 'voided')),
  captured_as integer,
  encounters jsonb not null,
  diagnoses text[] not null,
  lines jsonb not null,
  findings jsonb not null,
  said text,
  primary key (practice_id, id)
);
create index treatment_day_patient on treatment_day (practice_id, patient_id, service_date);
