-- Which year's count (of Medicare Part B, or of a plan that wants KX) the charges of a day go into; and what waits for a person:
-- a day that a payer has already, whose KX an earlier day decides otherwise now.

alter table treatment_day add column kx_ledger text;

-- What stands captured was coded for the payer that its first visit names first. A plan with a count of its own gets it when
-- its days are coded next.
update treatment_day d set kx_ledger = 'medicare-b'
from encounter_version v
where d.captured_as is not null and v.practice_id = d.practice_id
  and v.encounter_id = d.said::jsonb #>> '{contents,0,id}'
  and v.version = (select e.version from encounter e where e.practice_id = d.practice_id and e.id = v.encounter_id)
  and v.clear ->> 'responsibleParty' = 'insurance'
  and 'medicare-b' = (select c ->> 'family' from jsonb_array_elements(d.said::jsonb #> '{contents,0,coverages}') c
                      order by (c ->> 'order')::integer limit 1);

create table work_item (
  practice_id text not null,
  id text not null,
  kind text not null check (kind in ('kx-after-sending')),
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
