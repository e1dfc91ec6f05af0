-- Two payers of a claim may deny the same line for the same reason; a denial remembers how it stood before its newest answer, which a
-- person may find to be another claim's; and the lists are read by indexes.

drop index denial_once;
-- Unresolved, the same denial of the same payer is one piece of work.
create unique index denial_once on denial (practice_id, claim_id, coverage_order, coalesce(charge_line_id, ''),
                                           coalesce(group_code, ''), reason_code, remarks) where status <> 'resolved';

-- How it stood before its newest answer, and which answer that is; null: none has changed it since it was opened.
alter table denial add column before_answer jsonb;

drop index denial_payer;
create index denial_payer on denial (practice_id, payer_id, claim_id) where status <> 'resolved';
-- What is resolved comes last in the list, and there are years of it.
create index denial_resolved on denial (practice_id, (-recoverable_cents), id) where status = 'resolved';
