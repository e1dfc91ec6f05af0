/**
 * Postgres 18 without a container: the npm binaries, a cluster under `<data>/postgres`, a socket file in it and TCP on
 * 127.0.0.1 alone, and a random superuser password in `<data>/secrets`. Measured on two cores: initdb 0.5 s, start 0.1
 * s, stop 0.1 s.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Spawned } from './begun-servers.ts'
import { openHomeOf, type PostgresAccount, postgresAccount } from './postgres-account.ts'
import { postgresPrograms } from './postgres-programs.ts'
import { rememberedPort } from './remembered-port.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

export interface EmbeddedPostgres {
  /** Of the superuser, database `postgres`. */
  readonly url: string
  readonly pid: number
  /** Resolves when the server is gone, asked for or not, with a sentence on how it went. */
  readonly exited: Promise<string>
  /** Fast shutdown: open transactions are rolled back; resolves when the process is gone. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  readonly data: string
  /** False for tests only: no fsync, so a crash of the machine loses the cluster. */
  readonly durable?: boolean
  readonly progress: (line: string) => void
  /** Called as soon as the process is there, before it is ready. */
  readonly spawned?: Spawned
  /** See postgres-account.ts. */
  readonly setpriv?: string
}

/**
 * Resolves when it takes connections. Rejects with one sentence on what to do; nothing is left running then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { data, durable = true, progress, spawned, setpriv } = options
  mkdirSync(data, { recursive: true })
  const account = postgresAccount({
    programs: postgresPrograms(),
    data,
    ...(setpriv === undefined ? {} : { setpriv }),
  })
  const cluster = join(account.home, 'postgres')
  if (!existsSync(cluster)) createCluster(account, cluster, data, durable, progress)
  refuseSecondServer(cluster)
  const password = readPassword(data, cluster)
  const port = await rememberedPort(data, 'postgres')
  const sockets = fitsSocket(cluster, port) ? cluster : ''
  const server = await startServerProcess({
    name: 'Postgres',
    ...account.command('postgres', ['-D', cluster, ...settings(port, durable, sockets)]),
    log: join(data, 'postgres.log'),
  })
  spawned?.(server.pid, () => stop(server))
  await ready(server, cluster, progress)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres${sockets && `?host=${encodeURIComponent(sockets)}`}`,
    pid: server.pid,
    exited: server.exited,
    stop: () => stop(server),
  }
}

/** Forgets the cluster and its password, wherever it lies. Only while it does not run. */
export function removeEmbeddedPostgres(data: string): void {
  for (const path of [
    join(data, 'postgres'),
    join(data, 'postgres-new'),
    openHomeOf(data),
    passwordFile(data),
  ]) {
    rmSync(path, { recursive: true, force: true })
  }
}

function settings(port: number, durable: boolean, sockets: string): string[] {
  const durability = durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  const all = [
    'listen_addresses=127.0.0.1',
    'shared_buffers=128MB',
    'max_connections=100',
    'jit=off', // Our statements are short; compiling one costs more than running it.
    // Until a young table was analyzed a lookup by key may read all of a practice's rows (measured: 368 blocks instead of 7).
    'autovacuum_naptime=10s',
    'log_min_messages=warning',
    'log_checkpoints=off',
    ...durability,
  ]
  return ['-k', sockets, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])]
}

/**
 * A socket file costs a statement two thirds of what TCP costs (89 against 128 µs, measured), but its path may be at
 * most 107 bytes, and a data directory may lie deep.
 */
function fitsSocket(folder: string, port: number): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${port}`)) <= 107
}

/** Made beside and renamed into place, so that a start that was killed here is simply begun again. */
function createCluster(
  account: PostgresAccount,
  cluster: string,
  data: string,
  durable: boolean,
  progress: (line: string) => void,
): void {
  progress('Creating the database cluster ...')
  const password = randomBytes(24).toString('base64url')
  mkdirSync(join(data, 'secrets'), { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile(data), password, { mode: 0o600 })

  const fresh = `${cluster}-new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  // initdb reads the password as the server's own user, who may not read the secrets.
  const handed = join(fresh, 'password')
  const inside = join(fresh, 'cluster')
  writeFileSync(handed, password, { mode: 0o600 })
  if (account.owner !== undefined) {
    for (const path of [fresh, handed]) chownSync(path, account.owner.uid, account.owner.gid)
  }
  // Postgres's own C.UTF-8 sorts alike on every system and every version of its C library.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${handed}`]
  const { command, args, owner } = account.command('initdb', [
    '-D',
    inside,
    ...access,
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ])
  const made = spawnSync(command, args, { encoding: 'utf8', ...owner })
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(
      sentence(made.error?.message ?? made.stderr, data, 'The database cluster could not be created'),
    )
  }
  renameSync(inside, cluster)
  rmSync(fresh, { recursive: true, force: true })
}

/**
 * A killed server leaves its pid file. Postgres takes the number in it for a living server when any process
 * of the same user has that number now; so a file whose process does not name this cluster on its command
 * line is removed.
 */
function refuseSecondServer(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = readFileSync(file, 'utf8').split('\n')[0] ?? ''
  const running = spawnSync('ps', ['-ww', '-o', 'args=', '-p', pid], { encoding: 'utf8' })
  if (running.error !== undefined) return // No ps: Postgres decides alone.
  if (running.stdout.includes(cluster)) {
    throw new Error(
      `Another Postgres (process ${pid}) serves ${cluster}: stop it with kill -INT ${pid} and start again.`,
    )
  }
  rmSync(file)
}

/** As pg_ctl does it: line 8 of postmaster.pid says `ready`, line 1 whose file it is. */
async function ready(
  server: ServerProcess,
  cluster: string,
  progress: (line: string) => void,
): Promise<void> {
  const gone = server.exited.then(() => 'gone' as const)
  const began = Date.now()
  for (let said = false; ; ) {
    const file = join(cluster, 'postmaster.pid')
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (lines[0] === String(server.pid) && lines[7]?.trim() === 'ready') return
    if ((await Promise.race([gone, sleep(10)])) === 'gone') {
      throw new Error(sentence(server.output(), cluster, 'Postgres did not start'))
    }
    if (!said && Date.now() - began > 3_000) {
      progress('Postgres is recovering from a crash ...')
      said = true
    }
    if (Date.now() - began > 120_000) {
      await stop(server)
      throw new Error(
        `Postgres was not ready after two minutes: see postgres.log beside ${cluster}, then start again.`,
      )
    }
  }
}

function stop(server: ServerProcess): Promise<void> {
  // SIGQUIT leaves recovery to the next start; SIGKILL, which may leave its children running, comes last.
  return server.end([
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ])
}

function passwordFile(data: string): string {
  return join(data, 'secrets', 'postgres-password')
}

function readPassword(data: string, cluster: string): string {
  const file = passwordFile(data)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  throw new Error(
    `${file} is gone, and ${cluster} opens with nothing else: put it back, or begin anew with npm start -- --fresh.`,
  )
}

/** What went wrong in Postgres's words, and what to do. */
function sentence(output: string, where: string, what: string): string {
  if (output.includes('No space left on device'))
    return `${what}: the disk is full. Free some space under ${where} and start again.`
  const said = output
    .split('\n')
    .filter((line) => /FATAL|PANIC|error:/.test(line))
    .at(-1)
  const why = said?.replace(/^.*(FATAL|PANIC|error):\s*/, '') ?? output.trim().split('\n').at(-1)
  return `${what}: ${why || 'it gave no reason'}. Look into postgres.log under the data directory, then start again.`
}
