-- A visit that somebody else answers for, neither a plan nor the patient: he is not asked before a person says so.
-- What was charged before is as it was told then: to be asked of a plan or of him.

alter table charge_day add column third_party boolean not null default false;
