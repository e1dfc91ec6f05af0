-- Where the visits of each treatment day were and who treated, so that denials can be read by location and by clinician.

create table visit (
  practice_id text not null,
  treatment_day_id text not null,
  version integer not null,
  -- A keyed digest of the EMR's id of the location to group by; null: the visit names none.
  location_digest bytea,
  -- Encrypted: the location's id and name, the clinicians' names by NPI.
  named bytea not null,
  primary key (practice_id, treatment_day_id)
);
