-- What each remittance answered to a version, so that one may be taken back and the others stand; and what people decided on a claim.

-- { remittanceId, remarks, paidCents, takenBack }, the newest last. `remarks` and `paid_cents` say what stands of all of them; of an
-- answer before this file they alone do.
alter table claim_version add column answers jsonb not null default '[]';
-- The state in which it waited for its first answer: a person may find that it was none. Null: none has come, or before this file.
alter table claim_version add column waited_as text
  check (waited_as in ('held', 'ready', 'sending', 'unknown', 'sent', 'received', 'accepted', 'rejected'));

create table claim_decision (
  practice_id text not null,
  id text not null,
  claim_id text not null,
  did text not null check (did in ('hold', 'release', 'void')),
  -- The key of the person, and its label then.
  by_key text not null,
  by_label text not null,
  -- As they gave it, under the practice's data key.
  reason bytea not null,
  decided_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
create index claim_decision_claim on claim_decision (practice_id, claim_id, id);
