-- How long a look at the invariants took, so that a grown ledger is looked at less often; and which payees nobody owns, so that
-- their remittances are taken over once a practice names the NPI.
alter table ledger_check add column took_ms integer not null default 0;

create index remittance_unowned on remittance (payee_npi)
  where practice_id = '' and status = 'quarantined' and because = 'payee/unknown';
