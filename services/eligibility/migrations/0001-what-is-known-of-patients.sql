-- What is known of patients' coverage, what was asked of payers and what they answered, and each treatment day's answer.

-- The row is the lock under which everything of a patient is decided: coverage, authorizations and days depend on each other.
create table patient (
  practice_id text not null,
  id text not null,
  -- Counts what was learned of the patient's coverage; the sequence of its events.
  version integer not null default 0,
  -- The list that a person set, and how often; null while the encounters' lists govern.
  told_version integer not null default 0,
  told jsonb,
  told_cards bytea,
  primary key (practice_id, id)
);

create table treatment_day (
  practice_id text not null,
  id text not null,
  patient_id text not null,
  billing_npi text not null,
  service_date date not null,
  -- Of the newest charge event: an older or equal one is a duplicate. What was captured stands through a hold.
  version integer not null check (version > 0),
  standing text not null check (standing in ('captured', 'held', 'voided')),
  captured_version integer not null,
  -- The first payer of that version; null: the patient pays.
  payer_id text,
  payer_family text,
  member_key text,
  -- Keyed digest of everything that a 270 says of the insured: the same question has one answer.
  question_key text,
  episode_id text,
  -- Codes and units that are billed.
  services jsonb not null,
  -- Plan of care as the visits told it, and the days of their progress reports.
  plan jsonb,
  progress_reports jsonb not null default '[]',
  -- What is expected to be allowed for PT and speech therapy; null where a line's fee is unknown.
  therapy_allowed_cents bigint,
  -- Patient, card and asking provider, under the practice's data key.
  person bytea not null,
  heard_at timestamptz not null,
  -- What was last asked for this day, and until when the payer has time.
  asked_key text,
  answer_due_at timestamptz not null,
  waiting boolean not null default false,
  -- Numbers the answers, the sequence of their events; which version the newest is for, and what it says.
  decision integer not null default 0,
  answered_version integer not null default 0,
  answer jsonb,
  -- Holds of one version that a person answers for: { version, rules }.
  overridden jsonb,
  traceparent text,
  primary key (practice_id, id)
);
create index treatment_day_patient on treatment_day (practice_id, patient_id, service_date);
create index treatment_day_payer on treatment_day (practice_id, payer_id) where standing = 'captured';

-- Interchange and group numbers of our questions, apart from those of claims: a TA1 names nothing but the number. A sequence,
-- since a row would be a lock that all visits wait for.
create sequence question_number minvalue 500000001 maxvalue 999999999 cycle;

-- A question to a payer: its bytes are frozen before it leaves; its id is the trace that the answer says back.
create table inquiry (
  practice_id text not null,
  id text not null,
  patient_id text not null,
  payer_id text not null,
  question_key text not null,
  as_of date not null,
  partner_id text not null,
  interchange_number integer not null,
  cause text not null check (cause in ('charge', 'request')),
  -- 'deferred': the payer says that it cannot answer now, it is asked again; 'refused': it could not be written or was sent back.
  state text not null check (state in ('open', 'deferred', 'answered', 'given-up', 'refused')),
  -- The 270, under the practice's data key; null when none could be written.
  question bytea,
  problems jsonb not null default '[]',
  tries integer not null default 0,
  next_try_at timestamptz,
  -- What partner or socket said last.
  said text,
  asked_at timestamptz not null,
  answered_at timestamptz,
  coverage text check (coverage in ('active', 'inactive', 'unknown')),
  -- What the 271 says, in codes, counts, dates and cents.
  benefits jsonb,
  -- All that it says, names and free text too, under the practice's data key.
  answer bytea,
  -- Of the 271 in the blob store; null when the file holds other practices' answers too.
  reply_digest text,
  traceparent text,
  -- The order in which they were asked: ids and instants of one millisecond do not tell it.
  arrival bigint generated always as identity,
  primary key (practice_id, id)
);
create index inquiry_due on inquiry (next_try_at) where state in ('open', 'deferred');
create index inquiry_question on inquiry (practice_id, patient_id, question_key, as_of);
create index inquiry_trace on inquiry (id);

-- How asking goes lately, of the installation: the last outcomes as 1 (well) and 0, and until when nothing is asked.
create table circuit (
  practice_id text not null,
  partner_id text not null,
  outcomes text not null,
  open_until timestamptz,
  primary key (practice_id, partner_id)
);

create table payer (
  practice_id text not null,
  payer_id text not null,
  version integer not null,
  payer_family text not null,
  checks_eligibility boolean not null,
  primary key (practice_id, payer_id)
);

-- Where a day's claims stand: a hold after sending touches no claim.
create table claim_standing (
  practice_id text not null,
  claim_id text not null,
  treatment_day_id text not null,
  coverage_order integer not null,
  sequence integer not null,
  standing text not null check (standing in ('submitted', 'acknowledged', 'rejected', 'unanswered', 'voided')),
  primary key (practice_id, claim_id)
);
create index claim_standing_day on claim_standing (practice_id, treatment_day_id);

-- What denials taught: coverage was not what the payer's answer said, or an authorization is needed.
create table denial_cause (
  practice_id text not null,
  denial_id text not null,
  patient_id text not null,
  payer_id text not null,
  category text not null,
  sequence integer not null,
  heard_at timestamptz not null,
  primary key (practice_id, denial_id)
);
create index denial_cause_patient on denial_cause (practice_id, patient_id);

-- Plans of care: as a person or EMR set them, and as the newest visit told.
create table episode (
  practice_id text not null,
  id text not null,
  patient_id text not null,
  version integer not null,
  told jsonb,
  seen jsonb,
  seen_on date,
  primary key (practice_id, id)
);

-- What waits for a person; one open item for each subject and rule.
create table work_item (
  practice_id text not null,
  id text not null,
  kind text not null check (kind in ('after-sending', 'correct-coverage', 'certification')),
  subject text not null,
  patient_id text not null,
  rule text not null,
  says text not null,
  next text not null,
  due_on date,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_because text,
  primary key (practice_id, id)
);
create unique index work_item_open on work_item (practice_id, kind, subject, rule) where closed_at is null;
