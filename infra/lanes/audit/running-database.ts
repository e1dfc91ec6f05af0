/**
 * The database of the installation in whose folder a lane is started: the one of DATABASE_URL, else the embedded Postgres of
 * a running `npm start`, whose port and password lie in the data folder (infra/embedded/src/embedded-postgres.ts).
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '@tally/platform'

/** Its URL, or a sentence on what to do. */
export function runningDatabase({
  databaseUrl,
  dataFolder,
}: Pick<Environment, 'databaseUrl' | 'dataFolder'>): { readonly url: string } | { readonly says: string } {
  if (databaseUrl !== null) return { url: databaseUrl }
  const [ports, password] = [join(dataFolder, 'ports.json'), join(dataFolder, 'secrets', 'postgres-password')]
  if (!existsSync(join(dataFolder, 'run.json')) || !existsSync(ports) || !existsSync(password)) {
    return {
      says: `No Tally runs with its data in ${dataFolder}: start one with npm start, or name a database with --database URL.`,
    }
  }
  const { postgres } = JSON.parse(readFileSync(ports, 'utf8'))
  return { url: `postgres://postgres:${readFileSync(password, 'utf8')}@127.0.0.1:${postgres}/postgres` }
}
