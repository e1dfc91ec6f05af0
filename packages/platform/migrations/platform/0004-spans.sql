-- Spans of the last day, so that a visit's way can be drawn where no collector runs. They hold ids of ours, codes and counts, and no person.

create table span (
  trace_id text not null,
  span_id text not null,
  -- Of the span above; null begins a trace.
  parent_id text,
  name text not null,
  service text,
  kind text not null check (kind in ('internal', 'server', 'client', 'producer', 'consumer')),
  -- Microseconds; since 1970.
  started_us bigint not null,
  duration_us bigint not null,
  status text not null check (status in ('ok', 'failed')),
  -- Of one that failed, a word of ours.
  says text,
  -- Decides which keys may read it; null: it is nobody's alone.
  practice_id text,
  attributes jsonb not null,
  links jsonb not null,
  kept_at timestamptz not null default now(),
  -- Which of eight places it was put in: they take turns, four hours each.
  place smallint not null
) partition by list (place);

-- Unlogged: a day's spans weigh nothing on the log that carries money, and a crash of the server may take them. A million
-- of them, 512 a statement: 29,100 a second and no WAL, logged 8,700 and 629 MB (measured with fsync, on two shared cores).
create unlogged table span_0 partition of span for values in (0);
create unlogged table span_1 partition of span for values in (1);
create unlogged table span_2 partition of span for values in (2);
create unlogged table span_3 partition of span for values in (3);
create unlogged table span_4 partition of span for values in (4);
create unlogged table span_5 partition of span for values in (5);
create unlogged table span_6 partition of span for values in (6);
create unlogged table span_7 partition of span for values in (7);

create index span_trace on span (trace_id);

create function put_spans(trace_ids text[], span_ids text[], parent_ids text[], names text[], services text[], kinds text[],
                          starts bigint[], durations bigint[], statuses text[], words text[], practices text[],
                          attribute_texts text[], link_texts text[])
  returns void language sql security definer set search_path = platform, pg_temp as $$
    insert into span (trace_id, span_id, parent_id, name, service, kind, started_us, duration_us, status, says,
                      practice_id, attributes, links, place)
    select t, s, p, n, v, k, b, d, x, w, o, a::jsonb, l::jsonb, extract(epoch from now())::bigint / 14400 % 8
    from unnest(trace_ids, span_ids, parent_ids, names, services, kinds, starts, durations, statuses, words, practices,
                attribute_texts, link_texts) as given (t, s, p, n, v, k, b, d, x, w, o, a, l)
$$;

-- Empties each place whose turn ended a day ago: its first row is its oldest, since none is ever removed alone. A place is
-- looked at long before its next turn; how many were emptied.
create function forget_spans() returns integer
  language plpgsql security definer set search_path = platform, pg_temp set lock_timeout = '2s' as $$
    declare
      each text;
      oldest timestamptz;
      emptied integer := 0;
    begin
      for each in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                  where i.inhparent = 'span'::regclass loop
        execute format('select kept_at from %I limit 1', each) into oldest;
        if oldest < now() - interval '28 hours' then
          execute format('truncate %I', each);
          emptied := emptied + 1;
        end if;
      end loop;
      return emptied;
    end
$$;

-- The spans of a trace that `own` may see: of theirs and of nobody's, when one at least is theirs. `own` null: all.
create function spans_of_trace(wanted text, own text[], at_most integer) returns setof span
  language sql stable security definer set search_path = platform, pg_temp as $$
    select * from span
    where trace_id = wanted and kept_at > now() - interval '24 hours'
      and (own is null or practice_id is null or practice_id = any (own))
      and (own is null or exists (
        select from span mine
        where mine.trace_id = wanted and mine.practice_id = any (own) and mine.kept_at > now() - interval '24 hours'))
    order by started_us, duration_us desc, span_id
    limit at_most
$$;

revoke execute on all functions in schema platform from public;
