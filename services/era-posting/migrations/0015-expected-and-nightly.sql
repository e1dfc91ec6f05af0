-- Why a line was expected to be allowed what it was, what people decided where it was allowed otherwise, the digest of each
-- remittance's proof, and what each night's look at the books found.

-- By amount: a claim is answered as it was billed, whatever its day was charged anew since.
create table charge_price (
  practice_id text not null,
  charge_line_id text not null,
  expected_allowed_cents bigint not null,
  -- [{ rule, edition, says, facts, citation }] of charge events: codes, dates and cents alone.
  reasons jsonb not null,
  primary key (practice_id, charge_line_id, expected_allowed_cents),
  foreign key (practice_id, charge_line_id) references charge_line (practice_id, id)
);

-- What the payer's contract takes off where an assistant treated; 0: nothing.
alter table payer_profile add column assistant_percent integer not null default 0
  check (assistant_percent between 0 and 100);
update payer_profile set assistant_percent = 15 where payer_family = 'medicare-b';

alter table variance
  -- Of the claim in its remittance; null: found before it was kept.
  add column position integer,
  add column tolerance_cents bigint not null default 0,
  -- What it was paid and what was left to the patient, in cents; and what the payer took off: [{ group, reason, amountCents }].
  add column paid_cents bigint,
  add column patient_cents bigint,
  add column adjustments jsonb not null default '[]',
  -- What differs, a slug and a sentence; and the rule that says otherwise: { rule, edition, says, citation }.
  add column because text not null default 'variance/basis-unknown',
  add column says text not null default '',
  add column rule jsonb,
  add column state text not null default 'open' check (state in ('open', 'worked', 'accepted', 'withdrawn')),
  -- Why the answer that it was found in stands no more.
  add column withdrawn_because text,
  add column withdrawn_at timestamptz,
  add constraint variance_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null));
create index variance_answer on variance (practice_id, remittance_id, claim_id);
create index variance_payer on variance (practice_id, payer_id, state);

-- What people decided of it, in order.
create table variance_decision (
  practice_id text not null,
  id text not null,
  variance_id text not null,
  state text not null check (state in ('open', 'worked', 'accepted')),
  by_key text not null,
  by_label text not null,
  reason bytea not null,
  decided_at timestamptz not null,
  -- The order in which they were made: instants and ids of one millisecond do not tell it.
  arrival bigint generated always as identity,
  primary key (practice_id, id),
  foreign key (practice_id, variance_id) references variance (practice_id, id)
);
create index variance_decision_variance on variance_decision (practice_id, variance_id, arrival);
create trigger decision_stays before update or delete on variance_decision for each row execute function refuse_change();
create trigger decisions_are_not_emptied before truncate on variance_decision
  for each statement execute function refuse_change();
alter table variance_decision enable always trigger decision_stays;
alter table variance_decision enable always trigger decisions_are_not_emptied;

-- A remittance proven again from its stored copy, once it was posted: the same copy gives the same digest for ever.
create table remittance_proof (
  practice_id text not null,
  remittance_id text not null,
  -- Of its equalities, both sides of each; null: the copy could not be read.
  digest text,
  equalities integer not null,
  -- Of the equalities that have to hold, how many do not.
  broken integer not null,
  proven_at timestamptz not null,
  primary key (practice_id, remittance_id),
  foreign key (practice_id, remittance_id) references remittance (practice_id, id)
);

-- One look at all of a practice's books a night.
create table ledger_night (
  practice_id text not null,
  night date not null,
  looked_at timestamptz not null,
  -- Rows that break an invariant, and remittances whose proof does not hold.
  broken integer not null,
  unproven integer not null,
  -- Proven since the night before.
  proven integer not null,
  -- The first of what is broken: [{ invariant, subject, differenceCents }].
  examples jsonb not null,
  took_ms integer not null,
  primary key (practice_id, night)
);
