-- Money moved by people: who, why, what and by which batch; and the persons whom statements name.
alter table posting_batch drop constraint posting_batch_source_type_check;
alter table posting_batch add constraint posting_batch_source_type_check check (source_type in
  ('charge', 'patient-payment', 'remittance', 'match', 'denial', 'hand', 'hand-reversal', 'deposit'));

create table hand_entry (
  practice_id text not null,
  id text not null,
  kind text not null check (kind in ('patient-payment', 'apply-credit', 'paper-eob', 'refund', 'transfer', 'write-off')),
  -- Proposed: over the limit of one person, it waits for another.
  status text not null check (status in ('proposed', 'posted', 'rejected', 'reversed')),
  amount_cents bigint not null check (amount_cents >= 0),
  effective_on date not null,
  patient_id text,
  payer_id text,
  -- What was asked for, by our ids, codes and cents alone; a proposal is decided anew from it when it is agreed to.
  asked jsonb not null,
  -- What came of it: [{ chargeLineId, order, amountCents }].
  lines jsonb not null,
  batch_id text,
  -- Of a paper EOB, which posts as a remittance.
  remittance_id text,
  -- { reason, reference } as typed: it may name a patient.
  words bytea not null,
  by_key text not null,
  by_label text not null,
  made_at timestamptz not null,
  -- Who agreed or rejected.
  second_key text,
  second_label text,
  second_at timestamptz,
  reversal_batch_id text,
  reversed_by_key text,
  reversed_by_label text,
  reversed_at timestamptz,
  reversal_words bytea,
  primary key (practice_id, id),
  foreign key (practice_id, batch_id) references posting_batch (practice_id, id),
  foreign key (practice_id, remittance_id) references remittance (practice_id, id),
  foreign key (practice_id, reversal_batch_id) references posting_batch (practice_id, id),
  -- Four eyes are of two persons.
  check (second_key is null or second_key <> by_key)
);
create index hand_entry_patient on hand_entry (practice_id, patient_id) where patient_id is not null;
create index hand_entry_remittance on hand_entry (practice_id, remittance_id) where remittance_id is not null;

-- As the newest charge event says: sealed, for statements and for the list by location.
create table patient_person (
  practice_id text not null,
  patient_id text not null,
  -- Of the visit that told it: the newest visit tells best.
  service_date date not null,
  person bytea not null,
  primary key (practice_id, patient_id)
);

create table visit_place (
  practice_id text not null,
  treatment_day_id text not null,
  version integer not null,
  -- A keyed digest to group by, and { id, name } sealed; null: the visit names no location.
  location_digest bytea,
  location bytea,
  primary key (practice_id, treatment_day_id)
);

create index charge_day_patient on charge_day (practice_id, patient_id, service_date);

-- I2 with what people move: a patient pays or is paid back, credit is applied, an overpayment is refunded.
create or replace view invariant_line with (security_invoker = true) as
  with side as (
    select practice_id, debit_account as account, credit_account as other, amount_cents as cents from posting
    union all
    select practice_id, credit_account, debit_account, -amount_cents from posting
  ), of_line as (
    select practice_id, other, cents,
           case when account like 'receivable:patient:%' then split_part(account, ':', 4) else split_part(account, ':', 3) end
             as line
    from side
    where account like 'receivable:%' or account like 'denied:open:%'
  )
  select l.practice_id, 'I2' as invariant, l.id as subject,
         l.booked_cents - coalesce(sum(o.cents) filter (where o.other = 'revenue'), 0)::bigint as difference_cents
  from charge_line l left join of_line o on o.practice_id = l.practice_id and o.line = l.id
  group by l.practice_id, l.id, l.booked_cents
  having l.booked_cents <> coalesce(sum(o.cents) filter (where o.other = 'revenue'), 0)
      or bool_or(split_part(o.other, ':', 1) not in
           ('revenue', 'clearing', 'unmatched', 'adjustment', 'receivable', 'denied', 'write-off', 'cash', 'patient-credit',
            'refund'));

-- Each posted hand entry has its batch, for its cents; each reversed one the mirror of every posting of it.
create view invariant_hand with (security_invoker = true) as
  select e.practice_id, 'hand' as invariant, e.id as subject, (e.amount_cents - coalesce(b.cents, 0))::bigint as difference_cents
  from hand_entry e
  left join lateral (select sum(p.amount_cents) as cents from posting p
                     where p.practice_id = e.practice_id and p.batch_id = e.batch_id) b on true
  where e.kind <> 'paper-eob' and e.status in ('posted', 'reversed') and e.amount_cents <> coalesce(b.cents, 0)
  union all
  select e.practice_id, 'hand', e.id, p.amount_cents
  from hand_entry e join posting p on p.practice_id = e.practice_id and p.batch_id = e.batch_id
  where e.status = 'reversed'
    and not exists (select from posting m where m.practice_id = p.practice_id and m.reverses = p.id
                      and m.batch_id = e.reversal_batch_id);

create or replace view invariant_broken with (security_invoker = true) as
  select * from invariant_line
  union all select * from invariant_clearing
  union all select * from invariant_reversal
  union all select * from invariant_source
  union all select * from invariant_practice
  union all select * from invariant_total
  union all select * from invariant_chain
  union all select * from invariant_hand;

grant select on invariant_hand, invariant_broken to era_posting_worker;
