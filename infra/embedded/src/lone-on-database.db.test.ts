import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession } from '@tally/platform'
import { temporaryDatabase, testKeyManagement, testSecret } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { allServices } from './all-services.ts'
import { writeDemoFile } from './demo-file.ts'
import { claimDatabase, type OnDatabase } from './lone-on-database.ts'

let database: Awaited<ReturnType<typeof temporaryDatabase>>
let wanted: OnDatabase
beforeEach(async () => {
  database = await temporaryDatabase(allServices(testKeyManagement))
  wanted = {
    ...{ databaseUrl: database.url, secret: testSecret, address: 'http://127.0.0.1:4000', operatorKey: null },
    ...{ dataFolder: mkdtempSync(join(tmpdir(), 'tally-lone-')), patienceMs: 0 },
  }
})
afterEach(async () => {
  rmSync(wanted.dataFolder, { recursive: true })
  await database.drop()
})

async function sql(text: string, values: readonly unknown[] = []): Promise<void> {
  const session = openSession({ url: database.url, applicationName: 'the test' })
  await session.connect()
  try {
    await session.query(text, [...values])
  } finally {
    await session.end()
  }
}

const cut = (at = wanted.address) =>
  sql('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    `tally at ${at}`,
  ])

async function alone(wants: OnDatabase) {
  const claim = await claimDatabase(wants)
  if (claim.kind !== 'alone') throw new Error(claim.says)
  return claim
}

const standing = (key: string) =>
  sql(
    `insert into platform.api_key (id, digest, label, role, practices, purpose)
     values ('key_1', sha256(convert_to($1, 'UTF8')), 'first operator', 'operator', '{}', 'operator')`,
    [key],
  )

it('a second one on the database is told where the first answers, with a user and without', async () => {
  const first = await alone(wanted)
  const bare = new URL(database.url)
  ;[bare.username, bare.password] = ['', '']
  for (const databaseUrl of [database.url, bare.toString()]) {
    expect(await claimDatabase({ ...wanted, databaseUrl, address: 'http://127.0.0.1:4100' })).toEqual({
      kind: 'refused',
      says:
        `Another Tally at http://127.0.0.1:4000 runs on the database ${database.name} at ${bare.host}: ` +
        'stop it first, or name another database in DATABASE_URL.',
    })
  }
  await first.release()
})

it('a killed one’s session is waited for', async () => {
  const first = await alone(wanted)
  const next = alone({ ...wanted, address: 'http://127.0.0.1:4100', patienceMs: 30_000 })
  await first.release()
  await (await next).release()
})

it('whoever lost the database to another one while it was away says so', async () => {
  const first = await alone(wanted)
  const holder = openSession({ url: database.url, applicationName: 'tally at http://127.0.0.1:4200' })
  await holder.connect()
  const taken = holder.query('select pg_advisory_lock(7261011)')
  await cut()
  await taken
  expect(await first.lost).toContain('Another Tally at http://127.0.0.1:4200 runs on the database')
  await holder.end()
})

it('a key that nobody named takes no other’s place; one that is named, or was here before, does', async () => {
  await standing('the key of another installation')
  const says = `${join(wanted.dataFolder, 'demo.json')} does not hold: set TALLY_DATA to the folder whose demo.json does`
  expect(await claimDatabase(wanted)).toMatchObject({ kind: 'refused', says: expect.stringContaining(says) })
  await (await alone({ ...wanted, operatorKey: 'a key that somebody named' })).release()
  const keys = { demo: null, operator: 'the key of another installation' }
  writeDemoFile(wanted.dataFolder, { keys, webhookSecret: '', ports: {} })
  await (await alone({ ...wanted, patienceMs: 30_000 })).release()
})
