-- Authorizations and the ledger of their visits: what was granted, reserved for a cleared day, used by a claim that went out.

create table authorization_grant (
  practice_id text not null,
  id text not null,
  patient_id text not null,
  payer_id text not null,
  -- Counts its entries and everything said or changed of it; the sequence of its events.
  version integer not null,
  status text not null check (status in ('requested', 'pended', 'approved', 'partly-approved', 'denied', 'cancelled')),
  -- The payer's number under the practice's data key, and its keyed digest.
  number bytea,
  number_key text,
  -- Empty: for every code.
  codes text[] not null,
  from_on date,
  to_on date,
  counted_in text not null check (counted_in in ('visits', 'units')),
  -- False: nobody said how many.
  limited boolean not null,
  evaluation_exempt boolean not null,
  -- 'encounter': a visit named it, and while nobody changed it here a later visit may.
  source text not null check (source in ('person', 'encounter')),
  -- Alarms that were said and still hold.
  said_low boolean not null default false,
  said_exhausted boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, patient_id, payer_id, number_key)
);
create index authorization_patient on authorization_grant (practice_id, patient_id);

create table authorization_entry (
  practice_id text not null,
  authorization_id text not null,
  position integer not null check (position > 0),
  -- Of a day the newest entry counts: reserved, used, or nothing.
  kind text not null check (kind in ('grant', 'reserve', 'use', 'release')),
  quantity integer not null,
  treatment_day_id text,
  at timestamptz not null,
  primary key (practice_id, authorization_id, position),
  foreign key (practice_id, authorization_id) references authorization_grant (practice_id, id),
  check ((kind = 'grant') = (treatment_day_id is null)),
  check (kind = 'grant' or quantity > 0)
);

-- The running roles may update and delete in every table (database/roles.ts), so triggers keep what was entered.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger of authorizations only grows: add an entry instead of % on %', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger entry_stays before update or delete on authorization_entry for each row execute function refuse_change();
create trigger entries_are_not_emptied before truncate on authorization_entry for each statement execute function refuse_change();
alter table authorization_entry enable always trigger entry_stays;
alter table authorization_entry enable always trigger entries_are_not_emptied;
