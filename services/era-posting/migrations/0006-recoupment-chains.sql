-- Provider-level adjustments open and close one another by payer and reference: by which names each can be found, and which chain it is in.
alter table provider_adjustment
  add column payer_id text not null default 'unknown',
  -- PLB01: an ST may adjust several providers of one payee.
  add column provider_id text not null default '',
  -- Of the same remittance: a return acknowledged by an equal and opposite recovery.
  add column paired_with integer,
  -- The claim of ours that its reference names.
  add column claim_id text,
  -- How many characters of the reference tell so, and whether all do: a longer number that becomes known tells better.
  add column named_by integer not null default 0,
  add column named_whole boolean not null default false,
  -- Those of one chain clear one another: an account, or an account and a token of the reference.
  add column chain text not null default '',
  add foreign key (practice_id, claim_id) references claim (practice_id, id);

update provider_adjustment p set
  payer_id = coalesce(r.payer_id, 'unknown'),
  chain = case when p.account like 'recoupment:%' then p.account
               else p.account || ':' || p.remittance_id || ':' || p.position end
from remittance r
where r.practice_id = p.practice_id and r.id = p.remittance_id;

create index provider_adjustment_chain on provider_adjustment (practice_id, chain);
-- Looked at again when a claim's numbers become known.
create index provider_adjustment_unnamed on provider_adjustment (practice_id, payer_id)
  where code in ('WO', '72') and not named_whole;

-- By keyed digests: what an adjustment is called, and (`begins`) what would be a cut form of it.
create table recoupment_name (
  practice_id text not null,
  name_digest bytea not null,
  remittance_id text not null,
  position integer not null,
  begins boolean not null,
  primary key (practice_id, name_digest, remittance_id, position, begins),
  foreign key (practice_id, remittance_id, position) references provider_adjustment (practice_id, remittance_id, position)
);
create index recoupment_name_of on recoupment_name (practice_id, remittance_id, position);

-- I11: what stands on a recoupment account is what the remittances adjusted there.
create view invariant_chain with (security_invoker = true) as
  select coalesce(l.practice_id, a.practice_id) as practice_id, 'I11' as invariant, coalesce(l.account, a.account) as subject,
         (coalesce(l.cents, 0) - coalesce(a.cents, 0))::bigint as difference_cents
  from (select practice_id, account, sum(cents) as cents
        from (select practice_id, debit_account as account, amount_cents as cents from posting
              where debit_account like 'recoupment:%'
              union all
              select practice_id, credit_account, -amount_cents from posting where credit_account like 'recoupment:%') as side
        group by practice_id, account) as l
  full join (select practice_id, account, sum(amount_cents) as cents from provider_adjustment
             where account like 'recoupment:%' group by practice_id, account) as a
    on a.practice_id = l.practice_id and a.account = l.account
  where coalesce(l.cents, 0) <> coalesce(a.cents, 0);

create or replace view invariant_broken with (security_invoker = true) as
  select * from invariant_line
  union all select * from invariant_clearing
  union all select * from invariant_reversal
  union all select * from invariant_source
  union all select * from invariant_practice
  union all select * from invariant_total
  union all select * from invariant_chain;

grant select on invariant_chain, invariant_broken to era_posting_worker;
