/** A service that is given the database's address alone starts where somebody migrated, and says so where nobody did. */
import { eligibility } from '@tally/eligibility'
import { host, inProcessBroker, jsonLog, localKeyManagement, startTracing } from '@tally/platform'
import { demoKey, operatorKey, startTestHost, testKeyManagement, testSecret } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'

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

it('a migration that it knows and the database lacks is named', async () => {
  const [row] = await tally.sql<{ hash: string }>(
    "delete from eligibility.migration where name = 'shell/0001-shell.sql' returning hash",
  )
  const refused = expect(startAt(addressAlone())).rejects
  await refused.toThrow('The database lacks eligibility/shell/0001-shell.sql: run the one-shot migrate')
  await tally.sql("insert into eligibility.migration (name, hash) values ('shell/0001-shell.sql', $1)", [
    row?.hash,
  ])
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
