-- The same money told in another order of claims: a digest of an ST's content that no order changes. Null: older, or cut.
alter table remittance add column unordered_digest text;
create index remittance_unordered on remittance (practice_id, unordered_digest) where unordered_digest is not null;
