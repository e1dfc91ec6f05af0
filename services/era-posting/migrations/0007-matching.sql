-- Further keys by which a payer may name a claim, what an unmatched claim waits for, and matches made or undone by a person.
alter table claim_version
  -- Member id, date of service, charge and procedures together, and the medical record number, as keyed digests.
  add column visit_digest bytea,
  add column record_digest bytea;
create index claim_version_visit on claim_version (practice_id, visit_digest) where visit_digest is not null;
create index claim_version_record on claim_version (practice_id, record_digest) where record_digest is not null;

-- What would match an unmatched claim of a remittance, as keyed digests: when it turns up, the claim is looked at again.
create table waiting_key (
  practice_id text not null,
  key_digest bytea not null,
  remittance_id text not null,
  position integer not null,
  primary key (practice_id, key_digest, remittance_id, position),
  foreign key (practice_id, remittance_id, position) references remittance_claim (practice_id, remittance_id, position)
);

-- Each match and each undoing by a person, in order; why is encrypted, it may name a patient.
create table hand_match (
  practice_id text not null,
  id text not null,
  remittance_id text not null,
  position integer not null,
  claim_id text not null,
  kind text not null check (kind in ('match', 'unmatch')),
  -- The key of the person, and its label then.
  by_key text not null,
  by_label text not null,
  reason bytea not null,
  made_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, remittance_id, position) references remittance_claim (practice_id, remittance_id, position),
  foreign key (practice_id, claim_id) references claim (practice_id, id)
);
create index hand_match_of on hand_match (practice_id, remittance_id, position, id);
