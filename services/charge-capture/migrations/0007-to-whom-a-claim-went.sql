-- To whom the claim of a day went, and whether that payer paid for it: what a correction will do goes by both where another payer
-- is asked by then. Null for claims that were heard of before.

alter table claim_standing add column payer_id text;
alter table claim_standing add column payer_family text;
alter table claim_standing add column paid boolean not null default false;
