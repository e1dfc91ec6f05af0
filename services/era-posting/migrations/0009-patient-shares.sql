-- What of a patient's share may not be billed to him: protected by law, refused by the payer for another's account, or after
-- an injury that another answers for.
alter table charge_day
  add column treatment_case text not null default 'health'
    check (treatment_case in ('health', 'work-injury', 'auto-injury'));
update charge_day set treatment_case = 'work-injury' where coverages @> '[{"payerFamily": "workers-comp"}]';
update charge_day set treatment_case = 'auto-injury' where coverages @> '[{"payerFamily": "auto"}]';

-- { refused: { <charge line>: cents of group PR among what was denied }, protected: [<charge line>] }; null: not known.
alter table remittance_claim add column patient_share jsonb;

-- A person lets the patient's balance of an injury's visit go onto a statement.
create table patient_share_release (
  practice_id text not null,
  charge_line_id text not null,
  by_key text not null,
  by_label text not null,
  reason bytea not null,
  released_at timestamptz not null,
  primary key (practice_id, charge_line_id),
  foreign key (practice_id, charge_line_id) references charge_line (practice_id, id)
);
