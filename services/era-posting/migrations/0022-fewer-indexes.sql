-- What each posting and each answer costs, as 0021: of posting an ST of 10,000 claims the ledger's indexes take the most.

-- By its batch a posting is looked for only where a person takes an entry or a deposit's match back, and none of those stands at
-- a claim of a remittance. Those that do are nine of ten: of inserting 900 postings this index took 3 of 25 ms.
drop index posting_batch_posting;
create index posting_of_batch on posting (practice_id, batch_id) where claim_position is null;

-- Nearly no posting is a mirror, and the foreign key was asked of each. As sure: no posting is ever removed (posting_stays).
alter table posting drop constraint posting_practice_id_reverses_fkey;

create function posting_mirrors_one_that_is_there() returns trigger language plpgsql set search_path from current as $$
begin
  if exists (select from added a where a.reverses is not null
               and not exists (select from posting p where p.practice_id = a.practice_id and p.id = a.reverses)) then
    raise exception 'a posting is the mirror of one that is not there: a mirror is of the same practice'
      using errcode = 'foreign_key_violation';
  end if;
  return null;
end
$$;

create trigger posting_mirrors_one_that_is_there after insert on posting referencing new table as added
  for each statement execute function posting_mirrors_one_that_is_there();

-- Nearly no answer is a reversal, and only what is unmatched is looked for by the payer's number.
alter table remittance_claim drop constraint remittance_claim_practice_id_reverses_remittance_id_reverse_key;
create unique index remittance_claim_reverses on remittance_claim (practice_id, reverses_remittance_id, reverses_position)
  where reverses_remittance_id is not null;
drop index remittance_claim_payer_number;
create index remittance_claim_payer_number on remittance_claim (practice_id, payer_number_digest)
  where payer_number_digest is not null and outcome = 'unmatched';
