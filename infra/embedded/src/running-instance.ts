/**
 * One Tally per data directory. `<data>/run.json` names the process that runs there, its servers and its
 * address; who starts reads it, and either gives way or stops what a killed one left behind. Read, decide and
 * write happen under a lock of the kernel's (an SQLite file's), which dies with its holder: two starts at one
 * moment never both win, and no lock goes stale.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'

export type ServerName = 'postgres' | 'kafka' | 'simulator'

export interface RunningInstance {
  /** Notes a server's process; call it as soon as the process is there, so that no kill leaves it unknown. */
  record(name: ServerName, pid: number): void
  /** From here on a new start waits for this one to end instead of giving way to it. */
  stopping(): void
  /** The last act of an orderly stop. The record stays while a server lives: the next start ends it. */
  release(): void
}

export type Claim =
  | { readonly kind: 'claimed'; readonly instance: RunningInstance }
  | { readonly kind: 'refused'; readonly says: string }

export interface ClaimOptions {
  readonly data: string
  /** Where this Tally will answer, such as `http://127.0.0.1:4000`. */
  readonly address: string
  readonly progress: (line: string) => void
  /** How long to wait for another Tally to decide or to end its stop, in milliseconds. */
  readonly patienceMs?: number
}

interface Run {
  readonly address: string
  readonly stopping: boolean
  readonly parent: ProcessIdentity
  readonly servers: Partial<Record<ServerName, ProcessIdentity>>
}

/**
 * Claims the data directory for this process, and stops the servers that a killed Tally left running on it:
 * those alone whose process is the recorded one. Refused, in one sentence, while another runs.
 */
export async function claimInstance({
  data,
  address,
  progress,
  patienceMs = 30_000,
}: ClaimOptions): Promise<Claim> {
  mkdirSync(data, { recursive: true })
  const deadline = Date.now() + patienceMs
  for (let said = false; ; said = true) {
    const claim = underLock(data, patienceMs, () => claimOnce(data, address))
    if (claim.kind === 'claimed') {
      await stopLeftovers(claim.leftovers, progress)
      writeRun(data, { ...claim.run, servers: {} })
      return { kind: 'claimed', instance: instanceOf(data, claim.run) }
    }
    const { run } = claim
    if (!run.stopping || Date.now() > deadline) {
      const stop = 'Stop it with Ctrl-C there, or set TALLY_DATA and TALLY_PORT for a second one.'
      return {
        kind: 'refused',
        says: `Tally already runs at ${run.address} (process ${run.parent.pid}). ${stop}`,
      }
    }
    if (!said) progress(`Waiting for the Tally that is stopping (process ${run.parent.pid}) ...`)
    await sleep(100)
  }
}

type Attempt =
  | { readonly kind: 'claimed'; readonly run: Run; readonly leftovers: Run['servers'] }
  | { readonly kind: 'taken'; readonly run: Run }

function claimOnce(data: string, address: string): Attempt {
  const found = readRun(data)
  if (found !== undefined && isAlive(found.parent)) return { kind: 'taken', run: found }
  const parent = identify(process.pid)
  if (parent === undefined)
    throw new Error('This process is not in the process table: /proc or ps must be readable to start.')
  // The leftovers stay on record until they are stopped: this start may be killed as well.
  const run: Run = { address, stopping: false, parent, servers: found?.servers ?? {} }
  writeRun(data, run)
  return { kind: 'claimed', run, leftovers: run.servers }
}

function instanceOf(data: string, claimed: Run): RunningInstance {
  let run: Run = { ...claimed, servers: {} }
  const write = (next: Run) => {
    run = next
    writeRun(data, run)
  }
  return {
    record: (name, pid) => {
      const server = identify(pid)
      if (server !== undefined) write({ ...run, servers: { ...run.servers, [name]: server } })
    },
    stopping: () => write({ ...run, stopping: true }),
    release: () => {
      if (!Object.values(run.servers).some(isAlive)) rmSync(join(data, 'run.json'), { force: true })
    },
  }
}

/**
 * Postgres: SIGINT is its fast shutdown, SIGQUIT its immediate one. Kafka: SIGTERM, and SIGKILL loses nothing
 * it acknowledged.
 */
async function stopLeftovers(servers: Run['servers'], progress: (line: string) => void): Promise<void> {
  const ways = {
    postgres: ['SIGINT', 'SIGQUIT'],
    kafka: ['SIGTERM', 'SIGKILL'],
    simulator: ['SIGTERM', 'SIGKILL'],
  } as const
  const names: readonly ServerName[] = ['postgres', 'kafka', 'simulator']
  await Promise.all(
    names.map(async (name) => {
      const server = servers[name]
      if (server === undefined || !isAlive(server)) return
      progress(`Stopping the ${name} that an earlier Tally left running (process ${server.pid}) ...`)
      for (const signal of ways[name]) {
        if (isAlive(server)) process.kill(server.pid, signal)
        if (await endsWithin(server, 10_000)) return
      }
      throw new Error(
        `The ${name} of an earlier Tally does not stop: end process ${server.pid} by hand and start again.`,
      )
    }),
  )
}

async function endsWithin(server: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  while (isAlive(server)) {
    if (Date.now() > deadline) return false
    await sleep(20)
  }
  return true
}

/**
 * Throws `database is locked` when another start decides for longer than `timeout` ms, which takes it a few.
 */
function underLock<T>(data: string, timeout: number, work: () => T): T {
  const lock = new DatabaseSync(join(data, 'run.lock'), { timeout })
  try {
    lock.exec('begin exclusive')
    return work()
  } finally {
    lock.close()
  }
}

function readRun(data: string): Run | undefined {
  const path = join(data, 'run.json')
  if (!existsSync(path)) return undefined
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isRun(read))
    throw new Error(
      `${path} is not a record of a running Tally: when none runs there, delete it and start again.`,
    )
  return read
}

function isRun(read: unknown): read is Run {
  if (
    typeof read !== 'object' ||
    read === null ||
    !('parent' in read) ||
    !('servers' in read) ||
    !('address' in read)
  )
    return false
  return (
    isIdentity(read.parent) &&
    typeof read.servers === 'object' &&
    read.servers !== null &&
    Object.values(read.servers).every(isIdentity)
  )
}

function isIdentity(read: unknown): read is ProcessIdentity {
  if (typeof read !== 'object' || read === null || !('pid' in read) || !('began' in read)) return false
  return typeof read.pid === 'number' && typeof read.began === 'string'
}

/** Renamed into place, so that a reader and a full disk never meet half a record. */
function writeRun(data: string, run: Run): void {
  const path = join(data, 'run.json')
  const fresh = `${path}.${process.pid}`
  try {
    writeFileSync(fresh, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 })
    chmodSync(fresh, 0o600)
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
}
