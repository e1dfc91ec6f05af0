/**
 * Whose turn it was, which no journal can tell. Jobs of era-posting take up the first remittance of all that wait, and which
 * came first is an identity column: two that came at once may have it otherwise than the journal. So in the rebuilt database
 * each remittance arrives at the place that it has in the live one, and a job sees the remittance alone that the journal names
 * as its cause (`app.cause`, set by the platform's replay), by itself or by its file; a night's look, which is of no remittance,
 * sees all. Nothing but this order is taken from the live ledger.
 */
import type pg from 'pg'
import type { Snapshot } from '../audit/snapshot.ts'

interface Arrival {
  readonly practice: string
  readonly id: string
  readonly arrival: number
}

export async function orderAsLive(live: Snapshot, into: pg.Client): Promise<void> {
  await into.query(`set role tally_owner; ${arrivals}; ${ofCause}; reset role`)
  let some: Arrival[] = []
  const copy = async () => {
    await into.query(
      'insert into platform.live_arrival select * from unnest($1::text[], $2::text[], $3::bigint[])',
      [some.map(({ practice }) => practice), some.map(({ id }) => id), some.map(({ arrival }) => arrival)],
    )
    some = []
  }
  for await (const row of live.rows<Arrival>('select practice_id as practice, id, arrival from remittance')) {
    some.push(row)
    if (some.length === 1_000) await copy()
  }
  await copy()
}

/** A remittance that the live ledger has not comes behind all that it has. */
const arrivals = `
  create table platform.live_arrival (practice_id text, id text, arrival bigint, primary key (practice_id, id));
  create function platform.arrive_as_live() returns trigger
    language plpgsql security definer set search_path = platform, pg_temp as $$
  begin
    select coalesce(min(l.arrival), 1000000000000 + new.arrival) into new.arrival
    from live_arrival l where l.practice_id = new.practice_id and l.id = new.id;
    return new;
  end
  $$;
  create trigger arrives_as_live before insert on era_posting.remittance
    for each row execute function platform.arrive_as_live()`

const ofCause = `do $$
declare t record;
begin
  for t in
    select c.oid::regclass as name, string_agg(quote_ident(a.attname), ', ') as named
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'era_posting'::regnamespace and c.relkind = 'r'
      and (a.attname = 'remittance_id' or (c.relname = 'remittance' and a.attname in ('id', 'file_id')))
    group by c.oid
  loop
    execute format('create policy of_cause on %s as restrictive for select to era_posting_api, era_posting_worker using
      (coalesce(current_setting(''app.cause'', true), '''') !~ ''^[0-9A-Z]{26}$'' or current_setting(''app.cause'', true) in (%s))',
      t.name, t.named);
  end loop;
end $$`
