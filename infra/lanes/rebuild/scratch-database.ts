/**
 * An empty database beside the live one, on its server, with the schema of one service: the roles are the server's, so that
 * they log in to both with the same passwords.
 */
import { randomBytes } from 'node:crypto'
import { markOf, migrate, passwordOf, type Service, schemaOf } from '@tally/platform'
import pg from 'pg'

export interface ScratchDatabase {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

/** A database that cannot be rebuilt, with what to do. */
export class RebuildRefused extends Error {}

export async function scratchDatabase(
  liveUrl: string,
  secret: Uint8Array,
  service: Service,
): Promise<ScratchDatabase> {
  const name = `tally_rebuild_${randomBytes(4).toString('hex')}`
  const url = new URL(liveUrl)
  url.pathname = `/${name}`
  await onServer(liveUrl, async (client) => {
    await assertOwnSecret(client, secret, service)
    await client.query(`create database ${name}`)
  })
  const drop = () =>
    onServer(liveUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
  try {
    await migrate({ url: url.toString(), secret, services: [service] })
  } catch (error) {
    await drop()
    throw error
  }
  return { name, url: url.toString(), drop }
}

/** With another secret the roles would be given other passwords, under the running services. */
export async function assertOwnSecret(
  client: pg.Client,
  secret: Uint8Array,
  { name }: Pick<Service, 'name'>,
): Promise<void> {
  const role = `${schemaOf(name)}_worker`
  const { rows } = await client.query(
    `select shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = $1`,
    [role],
  )
  if (rows[0]?.mark === markOf(passwordOf(secret, role))) return
  throw new RebuildRefused(
    'The secrets in the data folder are not those of this database: name its data folder with TALLY_DATA.',
  )
}

export async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'tally rebuild' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
