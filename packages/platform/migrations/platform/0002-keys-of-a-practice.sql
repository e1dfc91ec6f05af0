-- Owners manage the keys of their practices, a first key gives way to the next one of its purpose, and strangers are told
-- apart without looking for their keys.

-- First keys come with the start of a process, by the environment. One that gave way is good again when a later start
-- names it; one that a person revoked is not.
alter table api_key add column purpose text check (purpose in ('operator', 'demo'));
alter table api_key add column superseded_at timestamptz;
-- Until now the ids of first keys alone were lower-case hex.
update api_key set purpose = case role when 'operator' then 'operator' else 'demo' end where id ~ '^key_[0-9a-f]{24}$';

create or replace function authenticate(key_digest bytea)
  returns table (id text, label text, role text, practices text[])
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, label, role, practices from api_key
    where digest = key_digest and revoked_at is null and superseded_at is null
$$;

-- Four bytes of each good key's digest: enough to tell that a stranger's key is none of them, too little to find a key.
create function key_beginnings() returns table (beginning bytea)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select substring(digest from 1 for 4) from api_key where revoked_at is null and superseded_at is null
$$;

create or replace function list_api_keys(after_id text, at_most integer)
  returns table (id text, label text, role text, practices text[], created_at timestamptz, revoked_at timestamptz)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, label, role, practices, created_at, coalesce(revoked_at, superseded_at) from api_key
    where id > after_id order by id limit at_most
$$;

-- Every key that reaches a practice of `own`; of its practices those alone.
create function list_practice_keys(own text[], after_id text, at_most integer)
  returns table (id text, label text, role text, practices text[], created_at timestamptz, revoked_at timestamptz)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, label, role, array(select held from unnest(practices) held where held = any (own) order by held),
           created_at, coalesce(revoked_at, superseded_at)
    from api_key where practices && own and id > after_id order by id limit at_most
$$;

-- 'revoked', 'shared' when the key holds practices beyond `own` and is left as it is, null when it holds none of them.
create function revoke_practice_key(own text[], key_id text) returns text
  language sql security definer set search_path = platform, pg_temp as $$
    with found as (
      select id, practices <@ own as whole from api_key where id = key_id and practices && own for update
    ), revoked as (
      update api_key set revoked_at = coalesce(revoked_at, now()) where id in (select id from found where whole)
    )
    select case when whole then 'revoked' else 'shared' end from found
$$;

revoke execute on all functions in schema platform from public;
