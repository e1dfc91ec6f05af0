/** Roles and rights, made from the list of services alone: nobody grants by hand. */
import { createHash, createHmac } from 'node:crypto'
import type pg from 'pg'

interface Named {
  readonly name: string
}

/** A service's schema: `charge-capture` → `charge_capture`. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_')
}

/** The password of a login role: HMAC of its name, so that no process has to be told it. */
export function passwordOf(secret: Uint8Array, role: string): string {
  return createHmac('sha256', secret).update(`role:${role}`).digest('base64url')
}

/** Of the password that a role has, in its comment: what it is can be compared, not read. */
export function markOf(password: string): string {
  return `tally ${createHash('sha256').update(password).digest('hex').slice(0, 16)}`
}

/**
 * Statements that create what is missing. A role belongs to the whole cluster, so its password is set only
 * when it differs from what was last set, known by a fingerprint in the role's comment: two databases
 * migrating at once would collide.
 */
export async function roleStatements(
  session: pg.Client,
  secret: Uint8Array,
  services: readonly Named[],
): Promise<string[]> {
  const logins = services.flatMap(({ name }) => [`${schemaOf(name)}_api`, `${schemaOf(name)}_worker`])
  const { rows } = await session.query(
    `select r.rolname as role, shobj_description(r.oid, 'pg_authid') as mark,
            (select current_user) as me, pg_has_role(current_user, r.oid, 'member') as member
     from pg_roles r where r.rolname = any($1)`,
    [['tally_owner', ...logins]],
  )
  const known = new Map(rows.map((row) => [String(row.role), row]))
  const statements: string[] = []
  if (!known.has('tally_owner')) statements.push('create role tally_owner nologin')
  if (known.get('tally_owner')?.member !== true) statements.push('grant tally_owner to current_user')
  for (const role of logins) {
    const password = passwordOf(secret, role)
    const mark = markOf(password)
    if (known.get(role)?.mark === mark) continue
    statements.push(
      `${known.has(role) ? 'alter' : 'create'} role ${role} login password '${password}'`,
      `alter role ${role} set search_path = ${role.replace(/_(api|worker)$/, '')}`,
      `comment on role ${role} is '${mark}'`,
    )
  }
  for (const schema of ['platform', ...services.map(({ name }) => schemaOf(name))]) {
    statements.push(`create schema if not exists ${schema} authorization tally_owner`)
  }
  return statements
}

/** Rights of every role, and row-level security on each table that has a practice. */
export function grants(services: readonly Named[]): string[] {
  const shared = [
    'authenticate(bytea)',
    'key_beginnings()',
    'practice_of(text)',
    'data_key(text)',
    'put_blob(text,text,bytea)',
    'get_blob(text,text)',
    'partner_of(text)',
    'list_partners()',
    'practice_of_npi(text)',
  ]
  const operators = [
    'put_practice(text,text,text[],bytea,jsonb)',
    'put_partner(text,text,text,text,text,text,text,integer,integer,bytea)',
    'list_practices(text,integer)',
    'put_api_key(text,bytea,text,text,text[])',
    'list_api_keys(text,integer)',
    'revoke_api_key(text)',
    'list_practice_keys(text[],text,integer)',
    'revoke_practice_key(text[],text)',
  ]
  const workers = [
    'put_spans(text[],text[],text[],text[],text[],text[],bigint[],bigint[],text[],text[],text[],text[],text[])',
    'forget_spans()',
    'patients_shown(text,text,timestamptz)',
  ]
  return services.flatMap(({ name }) => {
    const schema = schemaOf(name)
    const both = `${schema}_api, ${schema}_worker`
    return [
      `grant usage on schema platform, ${schema} to ${both}`,
      ...shared.map((each) => `grant execute on function platform.${each} to ${both}`),
      ...(name === 'charge-capture'
        ? operators.map((each) => `grant execute on function platform.${each} to ${schema}_worker`)
        : []),
      ...workers.map((each) => `grant execute on function platform.${each} to ${schema}_worker`),
      ...(name === 'insight'
        ? [`grant execute on function platform.spans_of_trace(text,text[],integer) to ${schema}_worker`]
        : []),
      `grant usage on all sequences in schema ${schema} to ${both}`,
      protectTables(schema),
      `grant select on ${schema}.relay_memory to ${schema}_api`,
      ...auditRights(schema),
    ]
  })
}

/** The audit log only grows: entries by whoever acts, their places in the chain by the worker alone. */
function auditRights(schema: string): string[] {
  const [api, worker] = [`${schema}_api`, `${schema}_worker`]
  return [
    `revoke update, delete on ${schema}.audit_entry, ${schema}.audit_seal from ${api}, ${worker}`,
    `revoke select, update, delete on ${schema}.audit_unsealed from ${api}`,
    `revoke insert on ${schema}.audit_seal from ${api}`,
    `revoke insert, update, delete on ${schema}.audit_sight from ${api}`,
  ]
}

/** A service sees what was applied, so that one which may not migrate can tell that somebody did. */
export function migrationGrants(services: readonly Named[]): string[] {
  return services.map(
    ({ name }) =>
      `grant select on platform.migration, ${schemaOf(name)}.migration to ${schemaOf(name)}_worker`,
  )
}

/**
 * The setting is an empty string, not null, once a transaction that set it has ended (measured): hence the
 * nullif.
 */
function protectTables(schema: string): string {
  return `do $$
declare t record;
begin
  for t in
    select c.relname as name,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'practice_id') as of_practice
    from pg_class c where c.relnamespace = '${schema}'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
  loop
    execute format('grant select, insert, update, delete on ${schema}.%I to ${schema}_worker', t.name);
    if t.of_practice then
      execute format('grant select, insert, update, delete on ${schema}.%I to ${schema}_api', t.name);
      execute format('alter table ${schema}.%I enable row level security', t.name);
      execute format('drop policy if exists one_practice on ${schema}.%I', t.name);
      execute format('drop policy if exists whole_schema on ${schema}.%I', t.name);
      execute format('create policy one_practice on ${schema}.%I to ${schema}_api
        using (practice_id = nullif(current_setting(''app.practice'', true), ''''))
        with check (practice_id = nullif(current_setting(''app.practice'', true), ''''))', t.name);
      execute format('create policy whole_schema on ${schema}.%I to ${schema}_worker using (true) with check (true)', t.name);
    end if;
  end loop;
end $$`
}
