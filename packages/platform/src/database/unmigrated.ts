/**
 * Whether somebody migrated before: a service that holds no owner's password cannot do it, and looks as its own role. What
 * the database has beyond this version is no matter: an older process may run on while a newer one starts.
 */
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { describeError, isFault } from '../fault.ts'
import { foldersOf, type Migrated, migrationLock, recordedIn, sqlFilesIn } from './migrate.ts'
import { openSession } from './pool.ts'
import { roleUrl } from './role-url.ts'
import { schemaOf } from './roles.ts'

interface Address {
  /** Without a user. */
  readonly databaseUrl: string
  readonly secret: Uint8Array
}

interface Waiting {
  /** Told what is waited for, and again when that has changed. */
  readonly say: (line: string) => void
  /** Aborted, the wait ends by throwing. */
  readonly signal: AbortSignal
}

const lookEveryMs = 2_000
const next = 'run the one-shot migrate of this version, then start again'

/**
 * Throws, with what to do, when a schema lacks a migration of this version. That somebody migrates for a newer one is no reason: it
 * may take long, and who runs on meanwhile may have to start again.
 */
export async function refuseUnmigrated(services: readonly Migrated[], address: Address): Promise<void> {
  for (const service of services) {
    const says = await lookAs(service, address, lackingIn)
    if (says !== null) throw new Error(says)
  }
}

/** Resolves when nothing lacks and nobody migrates. A database that is away is waited for too; what is no fault is thrown. */
export async function untilMigrated(
  service: Migrated,
  address: Address,
  { say, signal }: Waiting,
): Promise<void> {
  let said = ''
  for (;;) {
    const says = await lookAs(service, address, whatToWaitFor).catch(faultInWords)
    if (says === null) return
    if (says !== said) say(says)
    said = says
    await setTimeout(lookEveryMs, undefined, { signal })
  }
}

function faultInWords(error: unknown): string {
  if (!isFault(error)) throw error
  return `The database cannot be asked (${describeError(error).code}): see that it runs and that its address is right.`
}

/** What lacks and what to do, in a sentence; null: nothing. */
type Look = (session: pg.Client, service: Migrated) => Promise<string | null>

/** What it is told as the service's own role, or why that sees nothing. */
async function lookAs(
  service: Migrated,
  { databaseUrl, secret }: Address,
  look: Look,
): Promise<string | null> {
  const role = `${schemaOf(service.name)}_worker`
  const session = openSession({
    url: roleUrl(databaseUrl, secret, role),
    applicationName: `tally ${service.name} looks for migrations`,
  })
  // Reported again by the query that fails on it.
  session.on('error', () => undefined)
  try {
    await session.connect()
    return await look(session, service)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const says = refusals[code]?.(role)
    if (says === undefined) throw error
    return says
  } finally {
    await session.end()
  }
}

/** By SQLSTATE. Postgres does not say whether a role is not there or has another password. */
const refusals: Readonly<Record<string, (role: string) => string>> = {
  '28P01': (role) =>
    `The database does not let in ${role}: see that TALLY_ROLES_KEY_FILE is the one it was migrated with, or ${next}.`,
  '42501': (role) => `The database shows ${role} no migrations: ${next}.`,
}

/** A file is recorded before all of its rights are given: who migrates holds the lock until they are. The session's end gives it back. */
async function whatToWaitFor(session: pg.Client, service: Migrated): Promise<string | null> {
  const { rows } = await session.query('select pg_try_advisory_lock_shared($1) as free', [migrationLock])
  return rows[0]?.free === true ? lackingIn(session, service) : 'The database is being migrated.'
}

async function lackingIn(session: pg.Client, service: Migrated): Promise<string | null> {
  const lacking: string[] = []
  for (const [schema, folders] of foldersOf(service)) {
    const known = await recordedIn(session, schema)
    for (const { file, hash } of await sqlFilesIn(folders))
      if (known.get(file) !== hash) lacking.push(`${schema}/${file}`)
  }
  if (lacking.length === 0 && !(await hasOwnKeys(session))) lacking.push('the installation’s own keys')
  return lacking.length === 0 ? null : `The database lacks ${lacking.join(', ')}: ${next}.`
}

/** They are made after the last migration. */
async function hasOwnKeys(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query("select 1 from platform.data_key('') limit 1")
  return rows.length > 0
}
