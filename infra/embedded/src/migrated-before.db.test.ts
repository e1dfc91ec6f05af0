/** A service that is given the database's address alone starts where somebody migrated, and says so, or waits, where nobody did. */
import { eligibility } from '@tally/eligibility'
import {
  host,
  inProcessBroker,
  jsonLog,
  localKeyManagement,
  migrate,
  startTracing,
  untilMigrated,
} from '@tally/platform'
import { demoKey, operatorKey, startTestHost, testKeyManagement, testSecret } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

let tally: Awaited<ReturnType<typeof startTestHost>>
beforeAll(async () => {
  tally = await startTestHost({ services: [eligibility] })
})
afterAll(() => tally.stop())

function addressAlone(database = tally.database.name): string {
  const url = new URL(tally.database.url)
  url.username = ''
  url.password = ''
  url.pathname = `/${database}`
  return url.toString()
}

/** By its port as by its socket. */
const nobodyThere = () => addressAlone().replace(/:\d+\//, ':1/')

const startAt = (databaseUrl: string, secret = testSecret, keyManagement = testKeyManagement) =>
  host([eligibility], {
    ...{ databaseUrl, secret, keyManagement, broker: inProcessBroker() },
    firstKeys: { operator: operatorKey, demo: demoKey },
    ...{ listen: null, log: jsonLog('silent', () => undefined), tracing: startTracing({ otlp: false }) },
  })

it('it answers by the keys that were made before, and holds no owner’s password', async () => {
  const second = await startAt(addressAlone())
  const statusOf = async (url: string, key: string) => {
    const { statusCode } = await second.app.inject({ url, headers: { authorization: `Bearer ${key}` } })
    return statusCode
  }
  expect(await statusOf('/v1/lag', operatorKey)).toBe(200)
  expect(await statusOf('/v1/authorizations', demoKey)).toBe(200)
  await second.stop()
})

/** Takes rows away; answers how they come back. */
async function without(table: string, which: string): Promise<() => Promise<unknown>> {
  await tally.sql(`create table taken_away as select * from ${table} where ${which}`)
  await tally.sql(`delete from ${table} where ${which}`)
  return async () => {
    await tally.sql(`insert into ${table} select * from taken_away`)
    await tally.sql('drop table taken_away')
  }
}

const migrationLock = 7_261_001

/** What stands between a service and its start: how it comes about, and how it ends again. */
const hindrances: [what: string, says: string, does: () => Promise<() => Promise<unknown>>][] = [
  [
    'a migration that it knows and the database lacks',
    'The database lacks eligibility/shell/0001-shell.sql: run the one-shot migrate',
    () => without('eligibility.migration', "name = 'shell/0001-shell.sql'"),
  ],
  [
    'an installation whose own keys are not made yet',
    'The database lacks the installation’s own keys: run the one-shot migrate',
    () => without('platform.data_key', "practice_id = ''"),
  ],
  [
    'rights that are not given yet',
    'The database shows eligibility_worker no migrations: run the one-shot migrate',
    async () => {
      await tally.sql('revoke select on eligibility.migration from eligibility_worker')
      return () => tally.sql('grant select on eligibility.migration to eligibility_worker')
    },
  ],
]

async function migrateJustNow(): Promise<() => Promise<unknown>> {
  const migrating = new pg.Client({ connectionString: tally.database.url })
  await migrating.connect()
  await migrating.query('select pg_advisory_lock($1)', [migrationLock])
  return () => migrating.end()
}

it.each(hindrances)('%s is named', async (_, says, does) => {
  const undo = await does()
  await expect(startAt(addressAlone())).rejects.toThrow(says)
  await undo()
})

it('rights that a killed migrate left to give are given by the next one, which applies no file', async () => {
  await tally.sql('comment on schema eligibility is null')
  await tally.sql('revoke usage on schema eligibility from eligibility_worker')
  await expect(startAt(addressAlone())).rejects.toThrow('shows eligibility_worker no migrations')
  const services = [eligibility]
  expect(await migrate({ url: tally.database.url, secret: testSecret, services })).toEqual([])
  const again = await startAt(addressAlone())
  await again.stop()
})

it('while somebody migrates for a newer version, one of this version may start again', async () => {
  const undo = await migrateJustNow()
  const again = await startAt(addressAlone())
  await again.stop()
  await undo()
})

it('another roles.key is told apart from a fault', async () => {
  const refused = expect(startAt(addressAlone(), Buffer.alloc(32))).rejects
  await refused.toThrow('The database does not let in eligibility_worker: see that TALLY_ROLES_KEY_FILE')
})

it('another master.key is refused, by who migrates too: each sealed field would stay closed', async () => {
  const another = localKeyManagement(Buffer.alloc(32))
  for (const address of [addressAlone(), tally.database.url]) {
    await expect(startAt(address, testSecret, another)).rejects.toThrow(/TALLY_MASTER_KEY_FILE/)
  }
})

it('a database that nobody migrated is named too', async () => {
  const empty = `${tally.database.name}_empty`
  const server = new pg.Client({ connectionString: tally.database.url })
  await server.connect()
  await server.query(`create database ${empty}`)
  await expect(startAt(addressAlone(empty))).rejects.toThrow('The database lacks platform/0001-platform.sql')
  await server.query(`drop database ${empty} with (force)`)
  await server.end()
})

describe('who waits until somebody has migrated', () => {
  const waits = (databaseUrl: string, secret: Uint8Array = testSecret) => {
    const said: string[] = []
    const leaving = new AbortController()
    onTestFinished(() => leaving.abort())
    const settings = { say: (line: string) => said.push(line), signal: leaving.signal }
    const ended = untilMigrated(eligibility, { databaseUrl, secret }, settings)
    ended.catch(() => undefined)
    return { said, leaving, ended }
  }

  it('goes on at once where it is done, and says nothing', async () => {
    const { said, ended } = waits(addressAlone())
    await ended
    expect(said).toEqual([])
  })

  it.each<(typeof hindrances)[number]>([
    ...hindrances,
    ['somebody who migrates just now', 'The database is being migrated.', migrateJustNow],
  ])('says what it waits for, and goes on when that is there: %s', async (_, says, does) => {
    const undo = await does()
    const { said, ended } = waits(addressAlone())
    await expect.poll(() => said).toEqual([expect.stringContaining(says)])
    await undo()
    await ended
  })

  it.each<[string, address: () => string, secret: Uint8Array, says: string]>([
    ['another roles.key', addressAlone, Buffer.alloc(32), 'does not let in eligibility_worker'],
    ['a database that is away', nobodyThere, testSecret, 'The database cannot be asked (E'],
  ])('waits for %s as long as it may', async (_, address, secret, says) => {
    const { said, leaving, ended } = waits(address(), secret)
    await expect.poll(() => said).toEqual([expect.stringContaining(says)])
    leaving.abort()
    await expect(ended).rejects.toThrow('aborted')
  })

  it('ends where the address is wrong: waiting would not mend it', async () => {
    await expect(waits(addressAlone('no_such_database')).ended).rejects.toThrow('does not exist')
  })
})
