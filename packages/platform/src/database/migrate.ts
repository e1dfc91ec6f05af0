/**
 * Applies SQL files not yet recorded, by name and hash, one schema at a time under an advisory lock, as
 * tally_owner. drizzle's own migrator skipped a file merged late with an older timestamp, and of four
 * processes starting together three failed (measured); this one does neither. Roles: the owner cannot log in;
 * a service's `_api` role sees one practice by row-level security, its `_worker` role the whole schema;
 * neither owns a table nor sees another schema.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { assert } from '@tally/kernel'
import type pg from 'pg'
import { openSession } from './pool.ts'
import { grants, migrationGrants, roleStatements, schemaOf } from './roles.ts'

/** A service, as far as its schema goes. */
export interface Migrated {
  readonly name: string
  readonly migrations: URL
  readonly journals?: boolean
}

export interface MigrationSettings {
  /** A user that may create roles. */
  readonly url: string
  /** Makes the roles' passwords. */
  readonly secret: Uint8Array
  readonly services: readonly Migrated[]
}

const platformFolder = new URL('../../migrations/platform/', import.meta.url)
const shellFolder = new URL('../../migrations/shell/', import.meta.url)
const journalFolder = new URL('../../migrations/journal/', import.meta.url)
/** Before the names of the service's own files there is none. */
const prefixes = new Map([
  [shellFolder, 'shell/'],
  [journalFolder, 'journal/'],
])
/** Any number that no other advisory lock of this database uses. */
export const migrationLock = 7_261_001

/** Brings every schema up to date; returns the files it applied. Safe from several processes at once. */
export async function migrate({ url, secret, services }: MigrationSettings): Promise<readonly string[]> {
  const session = openSession({ url, applicationName: 'tally migrate' })
  await session.connect()
  try {
    await session.query('select pg_advisory_lock($1)', [migrationLock])
    for (const statement of await roleStatements(session, secret, services)) await session.query(statement)
    const applied: string[] = []
    for (const [schema, folders] of new Map([ofPlatform, ...services.flatMap(foldersOf)]))
      applied.push(...(await migrateSchema(session, schema, folders)))
    for (const service of services) await giveRights(session, service, applied.length > 0)
    for (const statement of migrationGrants(services)) await session.query(statement)
    return applied
  } finally {
    await session.end()
  }
}

/** A run that was killed behind its last file left them to the next one: which were given is marked once they all are. */
async function giveRights(session: pg.Client, service: Migrated, anew: boolean): Promise<void> {
  const statements = grants([service])
  const schema = schemaOf(service.name)
  const mark = `rights ${createHash('sha256').update(statements.join(';')).digest('hex')}`
  const { rows } = await session.query("select obj_description($1::regnamespace, 'pg_namespace') as mark", [
    schema,
  ])
  if (!anew && rows[0]?.mark === mark) return
  for (const statement of statements) await session.query(statement)
  await session.query(`comment on schema ${schema} is '${mark}'`)
}

const ofPlatform: [schema: string, folders: readonly URL[]] = ['platform', [platformFolder]]

/** The schemas that a service needs, each with the folders of its files in their order. */
export function foldersOf({
  name,
  migrations,
  journals = false,
}: Migrated): [schema: string, readonly URL[]][] {
  return [ofPlatform, [schemaOf(name), [shellFolder, ...(journals ? [journalFolder] : []), migrations]]]
}

/** Each file by the name under which it is recorded. */
export async function sqlFilesIn(
  folders: readonly URL[],
): Promise<{ file: string; sql: string; hash: string }[]> {
  const found = []
  for (const folder of folders) {
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      const sql = await readFile(new URL(name, folder), 'utf8')
      const hash = createHash('sha256').update(sql).digest('hex')
      found.push({ file: `${prefixes.get(folder) ?? ''}${name}`, sql, hash })
    }
  }
  return found
}

async function migrateSchema(session: pg.Client, schema: string, folders: readonly URL[]): Promise<string[]> {
  const known = await recordedIn(session, schema)
  const applied: string[] = []
  for (const { file, sql, hash } of await sqlFilesIn(folders)) {
    const recorded = known.get(file)
    assert(
      recorded === undefined || recorded === hash,
      `migration ${schema}/${file} was changed after it was applied: put it back and add a new file`,
    )
    if (recorded === undefined) {
      await apply(session, schema, file, hash, sql)
      applied.push(`${schema}/${file}`)
    }
  }
  return applied
}

/** What was applied, with its hash. */
export async function recordedIn(session: pg.Client, schema: string): Promise<Map<string, string>> {
  const { rows: found } = await session.query('select to_regclass($1) is not null as there', [
    `${schema}.migration`,
  ])
  if (found[0]?.there !== true) return new Map()
  const { rows } = await session.query(`select name, hash from ${schema}.migration`)
  return new Map(rows.map(({ name, hash }) => [String(name), String(hash)]))
}

async function apply(
  session: pg.Client,
  schema: string,
  file: string,
  hash: string,
  sql: string,
): Promise<void> {
  await session.query('begin')
  try {
    await session.query('set local role tally_owner')
    await session.query(`set local search_path = ${schema}`)
    await session.query(
      'create table if not exists migration (name text primary key, hash text not null, applied_at timestamptz default now())',
    )
    await session.query(sql)
    await session.query('insert into migration (name, hash) values ($1, $2)', [file, hash])
    await session.query('commit')
  } catch (cause) {
    await session.query('rollback')
    throw new Error(`migration ${schema}/${file} failed; mend it and start again`, { cause })
  }
}
