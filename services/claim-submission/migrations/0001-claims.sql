-- One row a treatment day and coverage order: the claim, also while it waits, with the reason that it waits
-- for.

create table claim (
  practice_id text not null,
  id text not null,
  treatment_day_id text not null,
  coverage_order integer not null check (coverage_order > 0),
  -- Counts what was said of the claim; the sequence of its events.
  version integer not null,
  -- The newest charge event taken in: an older or equal one is a duplicate.
  day_version integer not null,
  state text not null check (state in ('held', 'ready', 'sending', 'unknown', 'sent', 'received', 'accepted', 'rejected',
                                       'adjudicated', 'closed', 'voided')),
  held_because text,
  payer_id text,
  patient_id text not null,
  billing_npi text not null,
  service_date date not null,
  charge_cents bigint not null,
  timely_filing_due_on date,
  -- Charges as last captured, in the clear.
  charges jsonb not null,
  -- The person and everything typed freely, under the practice's data key.
  person bytea not null,
  -- Of the visit: acknowledgment and posting open their spans under it.
  traceparent text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, treatment_day_id, coverage_order)
);
create index claim_state on claim (practice_id, state, id);
create index claim_filing on claim (practice_id, timely_filing_due_on) where state in ('held', 'ready');
