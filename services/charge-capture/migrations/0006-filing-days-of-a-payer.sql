-- The days that a payer's own profile gives a first claim, beside its family and rules; null: the family's window. An entry that was
-- heard before this one has none here until the directory says it anew.

alter table payer_family add column filing_days integer;
