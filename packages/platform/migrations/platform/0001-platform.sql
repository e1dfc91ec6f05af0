-- What all services share, reached through the functions below alone: practices, API keys, data keys,
-- encrypted blobs.

create table practice (
  id text primary key,
  timezone text not null,
  npis text[] not null,
  -- Name, tax ids, address, submitter and policies, under the practice's data key.
  details bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table api_key (
  id text primary key,
  -- SHA-256 of 256 random bits: a slow hash on each request would cost more than the request and protect
  -- nothing more.
  digest bytea not null unique,
  label text not null,
  role text not null,
  practices text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Wrapped by the key management of the installation. `id` keys make derived ids and are never rotated.
create table data_key (
  practice_id text not null,
  kid text not null,
  purpose text not null check (purpose in ('data', 'id')),
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, kid)
);

-- Practice '' is the installation: what came before anybody knew whose it is.
create table blob (
  practice_id text not null,
  digest text not null,
  content bytea not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, digest)
);

create function authenticate(key_digest bytea)
  returns table (id text, label text, role text, practices text[])
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, label, role, practices from api_key where digest = key_digest and revoked_at is null
$$;

create function practice_of(wanted text)
  returns table (id text, timezone text, npis text[], details bytea)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, timezone, npis, details from practice where id = wanted
$$;

create function data_key(wanted text)
  returns table (kid text, purpose text, wrapped bytea)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select kid, purpose, wrapped from data_key where practice_id = wanted order by created_at desc, kid desc
$$;

create function put_blob(owner_practice text, content_digest text, sealed bytea) returns void
  language sql security definer set search_path = platform, pg_temp as $$
    insert into blob (practice_id, digest, content) values (owner_practice, content_digest, sealed)
    on conflict do nothing
$$;

create function get_blob(owner_practice text, content_digest text) returns bytea
  language sql stable security definer set search_path = platform, pg_temp as $$
    select content from blob where practice_id = owner_practice and digest = content_digest
$$;

-- For operators, through the one process that serves /v1/practices and /v1/api-keys.

create function put_practice(practice_id text, zone text, practice_npis text[], sealed bytea, keys jsonb)
  returns void language sql security definer set search_path = platform, pg_temp as $$
    insert into data_key (practice_id, kid, purpose, wrapped)
    select put_practice.practice_id, k ->> 'kid', k ->> 'purpose', decode(k ->> 'wrapped', 'base64')
    from jsonb_array_elements(keys) k;
    insert into practice (id, timezone, npis, details) values (practice_id, zone, practice_npis, sealed)
    on conflict (id) do update
      set timezone = excluded.timezone, npis = excluded.npis, details = excluded.details, updated_at = now()
$$;

create function list_practices(after_id text, at_most integer)
  returns table (id text, timezone text, npis text[], details bytea)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, timezone, npis, details from practice where id > after_id order by id limit at_most
$$;

create function put_api_key(key_id text, key_digest bytea, key_label text, key_role text, key_practices text[])
  returns void language sql security definer set search_path = platform, pg_temp as $$
    insert into api_key (id, digest, label, role, practices)
    values (key_id, key_digest, key_label, key_role, key_practices)
    on conflict (digest) do update set label = excluded.label, role = excluded.role, practices = excluded.practices
$$;

create function list_api_keys(after_id text, at_most integer)
  returns table (id text, label text, role text, practices text[], created_at timestamptz, revoked_at timestamptz)
  language sql stable security definer set search_path = platform, pg_temp as $$
    select id, label, role, practices, created_at, revoked_at from api_key
    where id > after_id order by id limit at_most
$$;

create function revoke_api_key(key_id text) returns boolean
  language sql security definer set search_path = platform, pg_temp as $$
    with revoked as (
      update api_key set revoked_at = coalesce(revoked_at, now()) where id = key_id returning 1
    )
    select exists (select from revoked)
$$;

revoke execute on all functions in schema platform from public;
