-- What a payer answered to a version, as far as it decides how the claim may go again: N142 and MA130 want a new one.

-- RARC of the claim and its lines, of its newest remittance; null until a payer has decided.
alter table claim_version add column remarks text[];
alter table claim_version add column paid_cents bigint;
