-- What a payer paid beyond what is owed: a double payment, or one for what was voided since. Federal money goes back within 60 days.
create table overpayment (
  practice_id text not null,
  id text not null,
  claim_id text not null,
  treatment_day_id text not null,
  coverage_order integer not null,
  payer_id text not null,
  payer_family text not null,
  patient_id text not null,
  -- As it is now; the cents at closing stay.
  amount_cents bigint not null check (amount_cents > 0),
  -- What made it; a slug.
  because text not null,
  identified_on date not null,
  -- Null: no law sets a date for this payer.
  due_on date,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_because text,
  primary key (practice_id, id),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
create unique index overpayment_open on overpayment (practice_id, claim_id) where closed_at is null;
create index overpayment_due on overpayment (practice_id, due_on) where closed_at is null;
