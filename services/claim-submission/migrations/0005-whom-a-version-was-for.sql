-- A visit may be moved to another payer after one decided on it: each version says whom it was made for.

alter table claim_version add column payer_id text;
alter table claim_version add column payer_family text;
update claim_version v set payer_id = coalesce(c.payer_id, 'none'), payer_family = coalesce(c.payer_family, 'commercial')
  from claim c where c.practice_id = v.practice_id and c.id = v.claim_id;
alter table claim_version alter column payer_id set not null;
alter table claim_version alter column payer_family set not null;
