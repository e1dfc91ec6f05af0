-- How many patients a key was shown within an hour, whichever services showed them: no role sees the tables of all services.

-- The union counts once whom several showed. Six services with 1,000 patients of the hour each: 26 ms; 30 days of them would be 391
-- (measured). Only tables of this function's owner: a role may have a temporary one of that name.
create function patients_shown(of_practice text, to_key text, since timestamptz) returns integer
  language plpgsql stable security definer set search_path = platform, pg_temp as $$
    declare
      every text;
      shown integer;
    begin
      select string_agg(format(
        'select subject from %I.audit_sight where practice_id = $1 and actor = $2 and seen_on >= ($3 at time zone ''UTC'')::date and last_at > $3',
        n.nspname), ' union ')
      into every from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = 'audit_sight' and pg_get_userbyid(c.relowner) = current_user;
      execute format('select count(*) from (%s) each', every) into shown using of_practice, to_key, since;
      return shown;
    end
$$;

revoke execute on all functions in schema platform from public;
