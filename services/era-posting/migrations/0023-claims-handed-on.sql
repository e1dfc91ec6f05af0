-- A payer hands a claim on to the next one, which answers it under the first one's number: that answer is of its own coverage.

-- Of the coverage that it answers, where that is another than its claim's.
alter table remittance_claim add column coverage_order integer check (coverage_order > 0);
create index remittance_claim_handed_on on remittance_claim (practice_id, claim_id) where coverage_order is not null;

-- Each payer that answered a claim may have paid too much of it.
drop index overpayment_open;
create unique index overpayment_open on overpayment (practice_id, claim_id, coverage_order) where closed_at is null;
