import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { openHomeOf } from './postgres-account.ts'

const progress = () => undefined
const asRoot = process.getuid?.() === 0
let parent = ''
let data = ''

/**
 * mkdtemp makes the folder 0700: as root the whole suite runs where Postgres's user may not enter by itself.
 */
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tally-postgres-'))
  data = join(parent, 'data')
})

afterEach(() => {
  removeEmbeddedPostgres(data)
  rmSync(parent, { recursive: true })
})

test('a stop and a start keep the data, the address and the password', async () => {
  const first = await startEmbeddedPostgres({ data, progress })
  await query(first.url, 'create table kept (note text)')
  await first.stop()
  const second = await startEmbeddedPostgres({ data, progress })
  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'select * from kept')).toEqual([])
  await second.stop()
})

test('it listens in its own folder and on 127.0.0.1 alone, asks both for a password, and is durable', async () => {
  const postgres = await startEmbeddedPostgres({ data, progress })
  const settings =
    "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync', 'jit')"
  expect(
    Object.fromEntries((await query(postgres.url, settings)).map(({ name, setting }) => [name, setting])),
  ).toEqual({
    fsync: 'on',
    jit: 'off',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: join(data, 'postgres'),
  })
  const overTcp = postgres.url.replace(/\?.*/, '')
  expect(await query(overTcp, 'select 1 as one')).toEqual([{ one: 1 }])
  for (const url of [postgres.url, overTcp]) {
    const wrong = url.replace(/:[^:@]+@/, ':wrong@')
    await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed')
  }
  expect(statSync(join(data, 'secrets', 'postgres-password')).mode & 0o777).toBe(0o600)
  await postgres.stop()
})

test('where its folder lies too deep for a socket file it is reached by TCP', async () => {
  const deep = join(data, 'a-folder-that-lies-deep'.repeat(4))
  const postgres = await startEmbeddedPostgres({ data: deep, progress })
  expect(postgres.url).not.toContain('host=')
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await postgres.stop()
})

test('a killed server recovers, even where a stranger has its number now', async () => {
  const first = await startEmbeddedPostgres({ data, progress })
  await query(first.url, 'create table kept (note text)')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const stranger = spawn('sleep', ['600'], asRoot ? { uid: 65534, gid: 65534 } : {})
  const file = join(data, 'postgres', 'postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)))
  const second = await startEmbeddedPostgres({ data, progress })
  expect(await query(second.url, 'select * from kept')).toEqual([])
  expect(stranger.signalCode).toBeNull()
  stranger.kill()
  await second.stop()
})

test('a second server on the same data is refused with what to do', async () => {
  const first = await startEmbeddedPostgres({ data, progress })
  await expect(startEmbeddedPostgres({ data, progress })).rejects.toThrow(
    `stop it with kill -INT ${first.pid}`,
  )
  await first.stop()
})

test('data without its password is not opened by a new one', async () => {
  const first = await startEmbeddedPostgres({ data, progress })
  await first.stop()
  rmSync(join(data, 'secrets', 'postgres-password'))
  await expect(startEmbeddedPostgres({ data, progress })).rejects.toThrow(
    'put it back, or begin anew with npm start -- --fresh',
  )
})

test.runIf(asRoot)(
  'below a closed folder and without setpriv the cluster lives in /var/tmp, and stays there',
  async () => {
    const first = await startEmbeddedPostgres({ data, progress, setpriv: 'no-such-setpriv' })
    await query(first.url, 'create table kept (note text)')
    await first.stop()
    expect(existsSync(join(openHomeOf(data), 'postgres'))).toBe(true)
    chmodSync(parent, 0o711)
    const second = await startEmbeddedPostgres({ data, progress })
    expect(await query(second.url, 'select * from kept')).toEqual([])
    await second.stop()
  },
)

async function query(connectionString: string, sql: string): Promise<{ [column: string]: unknown }[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
