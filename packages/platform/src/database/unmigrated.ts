/**
 * Whether somebody migrated before: a service that holds no owner's password cannot do it, and looks as its own role. What
 * the database has beyond this version is no matter: an older process may run on while a newer one starts.
 */
import { isFault } from '../fault.ts'
import { foldersOf, type Migrated, recordedIn, sqlFilesIn } from './migrate.ts'
import { openSession } from './pool.ts'
import { roleUrl } from './role-url.ts'
import { schemaOf } from './roles.ts'

interface Address {
  /** Without a user. */
  readonly databaseUrl: string
  readonly secret: Uint8Array
}

/** SQLSTATE of a role that is not there, or has another password: Postgres does not say which. */
const wrongPassword = '28P01'
const next = 'run the one-shot migrate of this version, then start again'

/** Throws, with what to do, when a schema lacks a migration of this version. */
export async function refuseUnmigrated(services: readonly Migrated[], address: Address): Promise<void> {
  for (const service of services) {
    const lacking = await lackingOf(service, address)
    if (lacking.length === 0) continue
    throw new Error(`The database lacks ${lacking.join(', ')}: ${next}.`)
  }
}

async function lackingOf(service: Migrated, { databaseUrl, secret }: Address): Promise<string[]> {
  const url = roleUrl(databaseUrl, secret, `${schemaOf(service.name)}_worker`)
  const session = openSession({ url, applicationName: `tally ${service.name} looks for migrations` })
  try {
    await session.connect()
    const lacking: string[] = []
    for (const [schema, folders] of foldersOf(service)) {
      const known = await recordedIn(session, schema)
      for (const { file, hash } of await sqlFilesIn(folders))
        if (known.get(file) !== hash) lacking.push(`${schema}/${file}`)
    }
    return lacking
  } catch (cause) {
    if (isFault(cause) || !(cause instanceof Error && 'code' in cause && cause.code === wrongPassword))
      throw cause
    const says = `The database does not let in ${schemaOf(service.name)}_worker`
    throw new Error(`${says}: see that TALLY_ROLES_KEY_FILE is the one it was migrated with, or ${next}.`, {
      cause,
    })
  } finally {
    await session.end()
  }
}
