/**
 * `--fresh`: a start that removes what earlier ones left in the data folder. The master key goes with the data that it opens, so
 * it may not be the key of a database that stays.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '@tally/platform'
import { removeEmbeddedKafka } from './embedded-kafka.ts'
import { removeEmbeddedPostgres } from './embedded-postgres.ts'

type Place = Pick<Environment, 'dataFolder' | 'databaseUrl' | 'masterKeyFile'>

/** Names the database that the folder's master key was used with, other than the embedded one. */
const noteIn = (data: string) => join(data, 'secrets', 'opens-another-database')

/** Why nothing may be removed and what to do instead; undefined when all that is sealed goes along. */
export function refusalOfFresh({
  dataFolder,
  databaseUrl,
}: Omit<Place, 'masterKeyFile'>): string | undefined {
  if (databaseUrl !== null) {
    const what =
      '--fresh removes the embedded database and the keys beside it, not the database of DATABASE_URL'
    const instead = 'begin anew with an empty database in DATABASE_URL and an empty folder in TALLY_DATA'
    return `${what}, whose sealed fields would stay closed for ever. Leave --fresh out; or ${instead}.`
  }
  const note = noteIn(dataFolder)
  if (!existsSync(note)) return undefined
  const key = join(dataFolder, 'secrets', 'master.key')
  const what = `--fresh removes ${key}, which alone opens what ${readFileSync(note, 'utf8').trim()} keeps sealed`
  return `${what}. Copy it to a safe place and delete ${note}, or set TALLY_DATA to another folder; then start again.`
}

/** Remembers that a key of the data folder opens more than what lies there. */
export function noteOtherDatabase({ dataFolder, databaseUrl, masterKeyFile }: Place): void {
  if (databaseUrl === null || masterKeyFile !== null) return
  const { host, pathname } = new URL(databaseUrl)
  mkdirSync(join(dataFolder, 'secrets'), { recursive: true, mode: 0o700 })
  writeFileSync(noteIn(dataFolder), `the database ${pathname.slice(1)} at ${host}\n`, { mode: 0o600 })
}

/** The demo's keys and secrets go with the data that they open. Only while nothing runs there. */
export function removeData(data: string): void {
  removeEmbeddedPostgres(data)
  removeEmbeddedKafka(data)
  for (const name of [
    'secrets',
    'demo.json',
    'ports.json',
    'audit-anchors.jsonl',
    'postgres.log',
    'kafka.log',
    'simulator',
    'simulator.log',
  ])
    rmSync(join(data, name), { recursive: true, force: true })
}
