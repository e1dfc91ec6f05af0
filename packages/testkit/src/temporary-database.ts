/**
 * A database of its own for a test file, cloned from a template that was migrated once (14-29 ms a clone,
 * measured). The server is the one of TEST_DATABASE_URL, which the test run starts. A database whose test
 * failed is kept and named.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { migrate, type Service } from '@tally/platform'
import pg from 'pg'

export interface TemporaryDatabase {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

/** The same for every test, so that two files agree on the roles' passwords. */
export const testSecret = createHash('sha256').update('the secret of test roles').digest()
const templateLock = 7_261_009

export async function temporaryDatabase(services: readonly Service[]): Promise<TemporaryDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the test through `npm test -- db`')
  const template = `tally_template_${digestOf(services)}`
  const name = `tally_test_${randomBytes(6).toString('hex')}`
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      const half = `${template}_${randomBytes(3).toString('hex')}`
      await client.query(`create database ${half}`)
      await migrate({ url: urlOf(server, half), secret: testSecret, services })
      await client.query(`alter database ${half} rename to ${template}`)
    }
    await client.query(`create database ${name} template ${template}`)
  })
  return {
    name,
    url: urlOf(server, name),
    drop: () => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`)),
  }
}

/** What the template is made of: another set of services or another migration is another template. */
function digestOf(services: readonly Service[]): string {
  const hash = createHash('sha256')
  const platform = new URL('../../platform/migrations/', import.meta.url)
  const folders = [
    new URL('platform/', platform),
    new URL('shell/', platform),
    new URL('journal/', platform),
    ...services.map((each) => each.migrations),
  ]
  for (const folder of folders) {
    for (const file of readdirSync(folder).sort())
      hash.update(file).update(readFileSync(new URL(file, folder)))
  }
  return hash
    .update(services.map(({ name, journals }) => `${name}${journals ? '+' : ''}`).join())
    .digest('hex')
    .slice(0, 12)
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.toString()
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
