-- What waits to be posted, by practice: the practices take turns.
drop index remittance_waiting;
create index remittance_waiting on remittance (practice_id, arrival) where status = 'received';

-- Before the first payment every posting credits revenue, and the planner takes all accounts for that one: it read the
-- whole ledger for each account asked for, past the statement's time limit with 10,000 claims charged. Most accounts
-- are a charge line's.
alter table posting alter column debit_account set (n_distinct = -0.2);
alter table posting alter column credit_account set (n_distinct = -0.2);
analyze posting;
