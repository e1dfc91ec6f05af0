/**
 * One `npm start` on a database: a second one beside it would send the same outbox through a Kafka of its own. And none puts an
 * operator's key that nobody named in the place of the one that stands. Services of their own processes are not asked: any
 * number of them share a database.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Environment, hasOwnUser, openSession, roleUrl } from '@tally/platform'
import { readDemoFile } from './demo-file.ts'

export interface OnDatabase extends Pick<Environment, 'dataFolder' | 'operatorKey'> {
  readonly databaseUrl: string
  /** Makes the password of the role that asks where the address names no user. */
  readonly secret: Uint8Array
  /** Where this Tally will answer: what a second one is told. */
  readonly address: string
  /** How long the session of a Tally that was just killed may take to end, in milliseconds. */
  readonly patienceMs?: number
}

export type OnDatabaseClaim =
  /** `lost` resolves with a sentence when another one took the database while it was away. */
  | { readonly kind: 'alone'; readonly lost: Promise<string>; release(): Promise<void> }
  | { readonly kind: 'refused'; readonly says: string }

type Session = ReturnType<typeof openSession>

/** Any number that no other advisory lock of this database uses. */
const loneLock = 7_261_011

/** Holds the database until it is released or this process ends. */
export async function claimDatabase(wanted: OnDatabase): Promise<OnDatabaseClaim> {
  const claim = await claimOnce(wanted)
  if (typeof claim === 'string') return { kind: 'refused', says: claim }
  return { kind: 'alone', ...holdOn(wanted, claim) }
}

/** The session that holds the lock, or why there is none. */
async function claimOnce(wanted: OnDatabase): Promise<Session | string> {
  const { databaseUrl, secret, address, patienceMs = 5_000 } = wanted
  const url = hasOwnUser(databaseUrl) ? databaseUrl : roleUrl(databaseUrl, secret, 'charge_capture_worker')
  const session = openSession({ url, applicationName: `tally at ${address}` })
  // A connection that is cut is seen by `end`; without a listener it would end the process.
  session.on('error', () => undefined)
  try {
    await session.connect()
    const deadline = Date.now() + patienceMs
    while (!(await wins(session))) {
      if (Date.now() < deadline) await sleep(100)
      else
        return await refused(
          session,
          `${await holderOf(session)} runs on ${nameOf(databaseUrl)}: ${instead}.`,
        )
    }
    const says = hasOwnUser(databaseUrl) ? await refusalOfKey(session, wanted) : undefined
    return says === undefined ? session : await refused(session, says)
  } catch (error) {
    await session.end().catch(() => undefined)
    throw error
  }
}

const instead = 'stop it first, or name another database in DATABASE_URL'

async function refused(session: Session, says: string): Promise<string> {
  await session.end()
  return says
}

async function wins(session: Session): Promise<boolean> {
  const { rows } = await session.query('select pg_try_advisory_lock($1) as won', [loneLock])
  return rows[0]?.won === true
}

async function holderOf(session: Session): Promise<string> {
  const { rows } = await session.query(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = 0 and objid = $1 and granted and pg_locks.database =
       (select oid from pg_database where datname = current_database())`,
    [loneLock],
  )
  return `Another ${rows[0]?.name || 'tally'}`.replace('tally', 'Tally')
}

/** A key made by this start would end the one that others use. */
async function refusalOfKey(session: Session, wanted: OnDatabase): Promise<string | undefined> {
  const { databaseUrl, dataFolder, operatorKey } = wanted
  if (operatorKey !== null) return undefined
  const known = readDemoFile(dataFolder)?.keys.operator ?? ''
  if (!(await standsAnother(session, known))) return undefined
  const file = join(dataFolder, 'demo.json')
  const what = `${nameOf(databaseUrl)} has an operator's key that ${file} does not hold`
  const how = 'set TALLY_DATA to the folder whose demo.json does, or TALLY_OPERATOR_KEY to that key'
  return `${what}: ${how}; a new one there (\`openssl rand -hex 32\`) takes its place.`
}

async function standsAnother(session: Session, known: string): Promise<boolean> {
  const { rows: columns } = await session.query(
    `select 1 from information_schema.columns
     where table_schema = 'platform' and table_name = 'api_key' and column_name = 'purpose'`,
  )
  // Not migrated yet, or from before keys had a purpose.
  if (columns.length === 0) return false
  const { rows } = await session.query(
    `select 1 from platform.api_key where purpose = 'operator' and superseded_at is null and revoked_at is null
       and digest <> sha256(convert_to($1, 'UTF8'))`,
    [known],
  )
  return rows.length > 0
}

/** A database that was away forgot the lock: it is taken again as soon as the database is back. */
function holdOn(wanted: OnDatabase, session: Session) {
  let held = session
  let released = false
  const hold = async (): Promise<string> => {
    for (;;) {
      await new Promise((resolve) => held.once('end', resolve))
      const again = released ? 'released' : await claimAgain(wanted)
      if (typeof again === 'string') return again
      held = again
    }
  }
  const release = async () => {
    released = true
    await held.end()
  }
  return { lost: hold(), release }
}

async function claimAgain(wanted: OnDatabase): Promise<Session | string> {
  for (;;) {
    try {
      return await claimOnce(wanted)
    } catch {
      // Still away: the services say so, and wait as well.
      await sleep(1_000)
    }
  }
}

function nameOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return `the database ${pathname.slice(1)} at ${host}`
}
