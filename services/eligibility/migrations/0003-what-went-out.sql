-- The codes and units that a claim went out with: what a day used of an authorization is what its payer has, also once a correction of
-- a sent claim is out. Null for claims that were heard of before.

alter table claim_standing add column services jsonb;
