-- What was not paid and why: denials with their clocks and steps, appeals, and what must be known of payers, treatment days and
-- claims to decide on them.

-- The practice's own entry of a payer, from payer.profile-changed.
create table payer (
  practice_id text not null,
  id text not null,
  version integer not null,
  family text not null,
  -- Days to appeal from receipt; null: the family's window.
  appeal_days integer,
  accepts_replacement boolean not null,
  primary key (practice_id, id)
);

-- The newest word on a treatment day: whose it is and which payers follow each other on it.
create table treatment_day (
  practice_id text not null,
  id text not null,
  version integer not null,
  status text not null check (status in ('captured', 'held', 'voided')),
  patient_id text not null,
  service_date date not null,
  coverages jsonb not null,
  primary key (practice_id, id)
);

-- Where each claim stands. Its row is the lock under which its denials change.
create table claim (
  practice_id text not null,
  id text not null,
  treatment_day_id text not null,
  coverage_order integer not null,
  payer_id text not null,
  payer_family text,
  patient_id text,
  service_date date,
  claim_version integer not null,
  claim_number text not null,
  standing text not null check (standing in ('sent', 'accepted', 'rejected', 'adjudicated', 'voided')),
  was_accepted boolean not null,
  was_adjudicated boolean not null,
  unanswered_for text,
  filing_due_on date,
  -- Expected allowed cents by charge line.
  expected jsonb not null,
  -- The last sequence heard, by event type: an older or equal one is a duplicate.
  heard jsonb not null,
  last_remittance_id text,
  -- A reversal that no new decision has followed yet.
  taken_back jsonb,
  primary key (practice_id, id)
);
create index claim_day on claim (practice_id, treatment_day_id);

create table denial (
  practice_id text not null,
  id text not null,
  version integer not null check (version > 0),
  source text not null check (source in ('payment', 'rejection', 'takeback')),
  claim_id text not null,
  claim_version integer not null,
  claim_number text not null,
  treatment_day_id text not null,
  coverage_order integer not null,
  payer_id text not null,
  patient_id text not null,
  service_date date,
  -- Null: the whole claim.
  charge_line_id text,
  procedure_code text,
  group_code text,
  reason_code text not null,
  -- Each once, in order.
  remarks text[] not null,
  remittance_id text,
  amount_cents bigint not null,
  recoverable_cents bigint not null,
  category text not null,
  -- Category, action, root, own words, and the row of the code map that said so.
  classified jsonb not null,
  remedy text,
  because jsonb not null,
  received_on date not null,
  due_on date not null,
  due jsonb not null,
  appeals integer not null,
  status text not null check (status in ('open', 'waiting', 'resolved')),
  waits_for text,
  resolution text,
  resolved_because text,
  -- The day after which its date was missed with nobody having acted.
  missed_on date,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
-- Unresolved, the same denial is one piece of work.
create unique index denial_once on denial (practice_id, claim_id, coalesce(charge_line_id, ''), coalesce(group_code, ''),
                                           reason_code, remarks) where status <> 'resolved';
create index denial_claim on denial (practice_id, claim_id);
create index denial_work on denial (practice_id, due_on, id) where status <> 'resolved';
create index denial_payer on denial (practice_id, payer_id) where status <> 'resolved';

-- What was done about a denial, in order; a person's words are under the practice's data key.
create table denial_step (
  practice_id text not null,
  denial_id text not null,
  version integer not null,
  did text not null,
  -- The key of the person; null where an event did it.
  key_id text,
  reason bytea,
  at timestamptz not null,
  primary key (practice_id, denial_id, version),
  foreign key (practice_id, denial_id) references denial (practice_id, id)
);

create table appeal (
  practice_id text not null,
  id text not null,
  denial_id text not null,
  claim_id text not null,
  payer_id text not null,
  level integer not null check (level > 0),
  filed_on date not null,
  answer_due_on date not null,
  outcome text not null check (outcome in ('pending', 'overturned', 'upheld', 'withdrawn')),
  decided_on date,
  primary key (practice_id, id),
  unique (practice_id, denial_id, level),
  foreign key (practice_id, denial_id) references denial (practice_id, id)
);
create unique index appeal_pending on appeal (practice_id, denial_id) where outcome = 'pending';
