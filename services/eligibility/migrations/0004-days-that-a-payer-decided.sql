-- Days that their first payer has decided on: of these Medicare's figure of the therapy threshold holds our part.

create table decided_day (
  practice_id text not null,
  treatment_day_id text not null,
  primary key (practice_id, treatment_day_id)
);
