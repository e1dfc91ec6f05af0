-- What each posting costs: 12 of a claim of three lines, a hundred thousand of an ST of 10,000 claims. Per row, the foreign key
-- to its batch took a third of writing it (14 of 42 ms for 2,000). A statement has one batch or few, so each is looked for once.
-- It is as sure: no batch is ever changed or removed (batch_stays), so that one that is there stays.
alter table posting drop constraint posting_practice_id_batch_id_fkey;

create function posting_has_its_batch() returns trigger language plpgsql set search_path from current as $$
begin
  if exists (select from (select distinct practice_id, batch_id from added) as a
             where not exists (select from posting_batch b where b.practice_id = a.practice_id and b.id = a.batch_id)) then
    raise exception 'a posting names a batch that is not there: open the batch first, in the same transaction'
      using errcode = 'foreign_key_violation';
  end if;
  return null;
end
$$;

create trigger posting_has_its_batch after insert on posting referencing new table as added
  for each statement execute function posting_has_its_batch();

-- Nearly no posting is the mirror of another one: those alone are worth a place in the index.
alter table posting drop constraint posting_practice_id_reverses_key;
create unique index posting_reverses on posting (practice_id, reverses) where reverses is not null;

-- Each claim is written again by its payment: with room on its page that touches no index.
alter table claim set (fillfactor = 80);
