/**
 * The database's owner as `stores/postgres.yaml` makes it, no superuser and allowed to create roles, is enough to migrate with. On a
 * server of its own: roles belong to a whole server, and the tests' shared one has them made by its superuser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { localKeyManagement, migrate } from '@tally/platform'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'

it('an owner that may create roles migrates, once and again, and sees that each service has its two', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tally-owner-'))
  const postgres = await startEmbeddedPostgres({ data, durable: false, progress: () => undefined })
  onTestFinished(async () => {
    await postgres.stop()
    rmSync(data, { recursive: true, force: true })
  })
  const superuser = new pg.Client({ connectionString: postgres.url })
  await superuser.connect()
  await superuser.query("create role tally login createrole nosuperuser password 'of-the-owner'")
  await superuser.query('create database tally owner tally')
  await superuser.end()
  const url = new URL(postgres.url)
  Object.assign(url, { username: 'tally', password: 'of-the-owner', pathname: '/tally' })
  const secret = new Uint8Array(32).fill(7)
  const settings = { url: url.toString(), secret, services: allServices(localKeyManagement(secret)) }
  expect((await migrate(settings)).length).toBeGreaterThan(20)
  expect(await migrate(settings)).toEqual([])
  const owner = new pg.Client({ connectionString: url.toString() })
  await owner.connect()
  onTestFinished(() => owner.end())
  const { rows } = await owner.query(
    `select count(*) filter (where rolsuper)::int as superusers, count(*)::int as logins
     from pg_roles where rolcanlogin and rolname ~ '^(tally|.*_(api|worker))$'`,
  )
  expect(rows[0]).toEqual({ superusers: 0, logins: 13 })
  // What prepares an installation writes as this user.
  const { rows: may } = await owner.query(
    "select has_table_privilege('platform.data_key', 'insert') and has_table_privilege('platform.api_key', 'update') as may",
  )
  expect(may[0]?.may).toBe(true)
})
