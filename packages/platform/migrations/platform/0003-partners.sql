-- Partners of the installation (clearinghouses): how they are reached and how they sign; and which practice an NPI belongs to.

create table partner (
  id text primary key,
  -- Which gateway speaks to it.
  adapter text not null check (adapter in ('http')),
  address text not null,
  -- ISA06 and ISA08, and the name of the receiver.
  sender_id text not null,
  receiver_id text not null,
  receiver_name text not null,
  usage text not null check (usage in ('P', 'T')),
  -- How often its list of files is compared with ours, and how old a webhook's signature may be.
  poll_seconds integer not null check (poll_seconds > 0),
  tolerance_seconds integer not null check (tolerance_seconds > 0),
  -- Two at most while one replaces the other, under the installation's data key.
  secrets bytea not null,
  updated_at timestamptz not null default now()
);

create function partner_of(wanted text) returns setof partner
  language sql stable security definer set search_path = platform, pg_temp as $$
    select * from partner where id = wanted
$$;

create function list_partners() returns setof partner
  language sql stable security definer set search_path = platform, pg_temp as $$
    select * from partner order by id
$$;

create function put_partner(partner_id text, partner_adapter text, partner_address text, sender text, receiver text,
                            receiver_called text, partner_usage text, poll integer, tolerance integer, sealed bytea)
  returns void language sql security definer set search_path = platform, pg_temp as $$
    insert into partner (id, adapter, address, sender_id, receiver_id, receiver_name, usage, poll_seconds,
                         tolerance_seconds, secrets)
    values (partner_id, partner_adapter, partner_address, sender, receiver, receiver_called, partner_usage, poll,
            tolerance, sealed)
    on conflict (id) do update set
      adapter = excluded.adapter, address = excluded.address, sender_id = excluded.sender_id,
      receiver_id = excluded.receiver_id, receiver_name = excluded.receiver_name, usage = excluded.usage,
      poll_seconds = excluded.poll_seconds, tolerance_seconds = excluded.tolerance_seconds,
      secrets = excluded.secrets, updated_at = now()
$$;

-- Money is paid to an NPI: the practice is found by it, never by a claim's number (DESIGN.md 5). Two practices with one NPI find none.
create function practice_of_npi(wanted text) returns table (id text)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select min(id) from practice where npis @> array[wanted] having count(*) = 1
$$;
create index practice_npis on practice using gin (npis);

revoke execute on all functions in schema platform from public;
